// Numbers that are moved in a form with data-settled: what a slider sends, what is put back, and what is worked out anew
// once nothing is moved any more. What follows at once is answered by the server; nothing is reckoned here.
import { follow, putInTurn } from "/static/workbench.js";

const SETTLE = 400, PAUSE = 1200;  // milliseconds after a change, and after the last movement of a drag
export const form = () => document.querySelector("form[data-settled]");
const SLIDER = "form[data-settled] input[type=range]";
let moves = 0, timer = null;

export function mark(slider, isMoved) {
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
  await putInTurn(html, () => asked === moves);
  if (asked !== moves) return;
  if (document.querySelector("#answer [data-job]")) stale(true, LAST);
  const there = response.headers.get("x-winset-url");
  if (there) history.replaceState(null, "", there);
}

export function changed() { follow(form()); later(); }

document.addEventListener("input", (event) => {
  if (!event.target.matches(SLIDER)) return;
  event.target.step = event.target.dataset.step;
  mark(event.target, true);
  later(PAUSE);
}, true);
document.addEventListener("change", (event) => { if (event.target.matches(SLIDER)) later(); });
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !form()) return;
  const at = event.target.closest("[data-back], [data-move]");
  const slider = at && document.getElementById(at.dataset.back || at.dataset.move);
  if (!slider) return;
  if (at.dataset.back) {
    slider.step = "any";  // where the case has it may lie between two steps
    slider.value = slider.dataset.file;
    mark(slider, false);
    slider.focus();
  } else {
    const value = Number(at.dataset.value);
    slider.min = Math.min(slider.min, Math.floor(value));
    slider.max = Math.max(slider.max, Math.ceil(value));
    slider.step = "any";
    slider.value = at.dataset.value;
    mark(slider, true);
  }
  event.preventDefault();
  event.stopPropagation();
  changed();
}, true);
// Links of the rail go on with what was moved; groups of sliders that were opened stay open.
const opened = new Set();
document.addEventListener("toggle", (event) => {
  const { id, open } = event.target;
  if (id) opened[open ? "add" : "delete"](id);
}, true);
let linked = null;
document.addEventListener("winset:put", () => {
  clearTimeout(linked);
  linked = setTimeout(() => {
    const here = new URLSearchParams(location.search);
    for (const link of document.querySelectorAll(".rail li a")) {
      const url = new URL(link.href);
      url.searchParams.delete("set");
      for (const moved of here.getAll("set")) url.searchParams.append("set", moved);
      link.href = url;
    }
  }, 2 * SETTLE);
  for (const id of opened) { const details = document.getElementById(id); if (details?.matches("form[data-settled] details")) details.open = true; }
});
