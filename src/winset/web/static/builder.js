// The builder on the page of a deal: what a number that is dragged sends, what is put back, and what is worked out anew
// once nothing is dragged any more. What is tried is answered by the server; nothing is reckoned here.
import { follow, put } from "/static/workbench.js";

const SETTLE = 400;  // milliseconds after the last change
const form = () => document.getElementById("try");
const opened = new Set();
let moves = 0, timer = null;

function mark(slider, isMoved) {
  if (isMoved) slider.name = slider.dataset.name; else slider.removeAttribute("name");
  const row = slider.closest(".slider");
  row.classList.toggle("moved", isMoved);
  row.querySelector("output").textContent = isMoved ? slider.value : slider.dataset.told;
  row.querySelector(".back").hidden = !isMoved;
}

const stale = (is) => {
  for (const name of ["answer", "show", "explain", "kept", "frontier"]) document.getElementById(name)?.classList.toggle("stale", is);
  document.getElementById("main").toggleAttribute("aria-busy", is);
};

function later() {
  moves += 1;
  stale(true);
  clearTimeout(timer);
  timer = setTimeout(settle, SETTLE);
}

async function settle() {
  const asked = moves, here = form();
  if (!here) return;
  const url = `${here.dataset.settled}?${new URLSearchParams(new FormData(here))}`;
  const response = await fetch(url, { credentials: "same-origin", headers: { "x-winset-part": "1" } });
  const html = await response.text();
  if (asked !== moves || !response.ok) return;
  stale(false);
  put(html);
  const there = response.headers.get("x-winset-url");
  if (there) history.replaceState(null, "", there);
}

export function take(text) {
  const chosen = new Map(text.split(",").map((pair) => pair.split("=", 2)));
  for (const row of form().querySelectorAll("fieldset")) {
    const radios = [...row.querySelectorAll("input")];
    const name = radios[0].name.slice(3);
    const wanted = radios.find((radio) => (chosen.has(name) ? radio.value === chosen.get(name) : "quo" in radio.dataset));
    if (wanted) wanted.checked = true;
  }
  follow(form());
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("#try input[type=range]")) return;
  event.target.step = event.target.dataset.step;
  mark(event.target, true);
}, true);
document.addEventListener("change", (event) => { if (event.target.matches("#try input[type=range]")) later(); });
document.addEventListener("toggle", (event) => {
  const { id, open } = event.target;
  if (id) opened[open ? "add" : "delete"](id);
}, true);
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const at = event.target.closest("[data-back], [data-take], [data-move], a[data-swap]");
  if (!at || !form()) return;
  if (at.dataset.back) {
    const slider = document.getElementById(at.dataset.back);
    slider.value = slider.dataset.file;
    mark(slider, false);
    slider.focus();
  } else if (at.dataset.move && document.getElementById(at.dataset.move)) {
    const slider = document.getElementById(at.dataset.move), value = Number(at.dataset.value);
    slider.min = Math.min(slider.min, Math.floor(value));
    slider.max = Math.max(slider.max, Math.ceil(value));
    slider.step = "any";
    slider.value = at.dataset.value;
    mark(slider, true);
  } else if (at.dataset.take) {
    event.preventDefault();
    event.stopPropagation();
    return take(at.dataset.take);
  } else {
    // A link on this page goes on with the package that is tried now.
    const here = new URLSearchParams(location.search).get("package"), url = new URL(at.href);
    if (here && !("own" in at.dataset) && url.pathname === location.pathname) { url.searchParams.set("package", here); at.href = url; }
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  follow(form());
  later();
}, true);
// An address that ends with the name of a slider leads there, once the slider is on the page.
let wanted = location.hash.startsWith("#at-") ? location.hash.slice(1) : "";
function lead() {
  const slider = wanted && document.getElementById(wanted);
  if (!slider) return;
  wanted = "";
  slider.closest("details").open = true;
  slider.scrollIntoView({ block: "center" });
  slider.focus({ preventScroll: true });
}
lead();
addEventListener("hashchange", () => { wanted = location.hash.startsWith("#at-") ? location.hash.slice(1) : ""; lead(); });
document.addEventListener("winset:put", () => {
  lead();
  for (const id of opened) { const details = document.getElementById(id); if (details?.matches("#try details")) details.open = true; }
});
