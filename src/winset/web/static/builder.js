// The builder on the page of a deal: options that are chosen, packages that are taken, and walk-aways that are dragged
// on the bars. What is tried is answered by the server; nothing is reckoned here.
import { follow } from "/static/workbench.js";
import { draggable, settled, slide } from "/static/dragging.js";
import "/static/sliding.js";
import "/static/aloud.js";

const form = () => document.getElementById("try");

const options = (text) => new Map(text.split(",").map((pair) => pair.split("=", 2)));

function wanted(row, chosen) {
  const radios = [...row.querySelectorAll("input")], name = radios[0].name.slice(3);
  return radios.find((radio) => (chosen.has(name) ? radio.value === chosen.get(name) : "quo" in radio.dataset));
}

export function take(text) {
  const chosen = options(text);
  for (const row of form().querySelectorAll("fieldset")) { const radio = wanted(row, chosen); if (radio) radio.checked = true; }
  follow(form());
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const at = event.target.closest("[data-take], a[data-swap]");
  if (!at || !form() || event.defaultPrevented) return;
  if (at.dataset.take) {
    event.preventDefault();
    event.stopPropagation();
    return take(at.dataset.take);
  }
  // A link on this page goes on with the package that is tried now.
  const here = new URLSearchParams(location.search).get("package"), url = new URL(at.href);
  if (here && !("own" in at.dataset) && url.pathname === location.pathname) { url.searchParams.set("package", here); at.href = url; }
}, true);
// The mark of a walk-away is dragged along its bar, on the scale on which it was drawn when that began.
draggable("#tried [data-slider]", (at) => {
  const slider = document.getElementById(at.dataset.slider), place = at.ownerSVGElement.getScreenCTM().inverse();
  if (!slider) return null;
  const [zero, full] = [Number(at.dataset.zero), Number(at.dataset.full)], before = [slider.value, slider.name];
  const points = (event) => (new DOMPoint(event.clientX, event.clientY).matrixTransform(place).x - zero) / (full - zero) * 100;
  return {
    move: (event) => `walk-away ${slide(slider, points(event))}`,
    put: () => settled(slider),
    back: () => {
      if (before[1]) slide(slider, Number(before[0]));
      else document.querySelector(`[data-back="${slider.id}"]`)?.click();
    },
  };
});
// An answer that was asked for before the last choice may come after its answer: then it is asked for again.
let again = "";
document.addEventListener("winset:put", () => {
  const found = document.querySelector("#tried .found"), here = form();
  if (!found || !here) return;
  const chosen = options(found.dataset.package);
  const rows = [...here.querySelectorAll("fieldset")].map((row) => [row, row.querySelector(":checked")]);
  const state = rows.map(([, radio]) => radio?.id).join();
  if (rows.every(([row, radio]) => !radio || radio === wanted(row, chosen)) || again === state) { again = ""; return; }
  again = state;
  follow(here);
});
