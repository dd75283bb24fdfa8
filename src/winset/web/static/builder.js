// The builder on the page of a deal: what a number that is dragged sends, what is put back, and what is worked out anew
// once nothing is dragged any more. What is tried is answered by the server; nothing is reckoned here.
import { follow, put } from "/static/workbench.js";

const SETTLE = 400, PAUSE = 1200;  // milliseconds after a change, and after the last movement of a drag
const form = () => document.getElementById("try");
const opened = new Set();
let moves = 0, timer = null;

function mark(slider, isMoved) {
  if (isMoved) slider.name = slider.dataset.name; else slider.removeAttribute("name");
  const row = slider.closest(".slider");
  row.classList.toggle("moved", isMoved);
  row.querySelector("output").textContent = isMoved ? String(Math.round(10 * slider.value) / 10) : slider.dataset.told;
  row.querySelector(".back").hidden = !isMoved;
}

const LAST = ["show", "explain", "hand-over"];  // what comes with the answer, and not before
const stale = (is, names = ["answer", "kept", "frontier", ...LAST]) => {
  for (const name of names) document.getElementById(name)?.classList.toggle("stale", is);
  document.getElementById("main").toggleAttribute("aria-busy", is);
};

function later(delay = SETTLE) {
  moves += 1;
  stale(true);
  clearTimeout(timer);
  timer = setTimeout(settle, delay);
}

async function settle() {
  const asked = moves, here = form();
  if (!here) return;
  const url = `${here.dataset.settled}?${new URLSearchParams(new FormData(here))}`;
  const response = await fetch(url, { credentials: "same-origin", headers: { "x-winset-part": "1" } });
  const html = await response.text();
  if (asked !== moves) return;
  stale(false);
  if (!response.ok) return;
  put(html);
  if (document.querySelector("#answer [data-job]")) stale(true, LAST);
  const there = response.headers.get("x-winset-url");
  if (there) history.replaceState(null, "", there);
}

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

document.addEventListener("input", (event) => {
  if (!event.target.matches("#try input[type=range]")) return;
  event.target.step = event.target.dataset.step;
  mark(event.target, true);
  later(PAUSE);
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
// What became of a package is read out once nothing changes any more, and links of the rail go on with what was moved.
let aloud = null;
document.addEventListener("winset:put", () => {
  clearTimeout(aloud);
  aloud = setTimeout(() => {
    const said = document.getElementById("tried-said"), found = document.querySelector("#tried .first");
    if (said && found && said.textContent !== found.textContent) said.textContent = found.textContent;
    const here = new URLSearchParams(location.search);
    for (const link of document.querySelectorAll(".rail li a")) {
      const url = new URL(link.href);
      url.searchParams.delete("set");
      for (const moved of here.getAll("set")) url.searchParams.append("set", moved);
      link.href = url;
    }
  }, 2 * SETTLE);
  for (const id of opened) { const details = document.getElementById(id); if (details?.matches("#try details")) details.open = true; }
});
