// Words of a source are selected by mouse, or sentence by sentence with the keyboard, and go into the form as offsets
// in characters (code points) of the source: the server says where every run of text begins (data-at), and a string of
// this language counts its characters in UTF-16, which is not the same beyond the basic plane.
import { put, swap } from "/static/workbench.js";

const READER = "winset-reader";
const text = () => document.getElementById("text");
const maker = () => document.getElementById("maker");
const points = (string) => [...string].length;
const number = (value) => parseInt(value, 10);
let kept = null;
let anchor = null;

const runs = () => [...text().querySelectorAll("[data-at]")];
const starts = (run) => number(run.dataset.at);
const ends = (run) => (run.dataset.to ? number(run.dataset.to) : starts(run) + points(run.textContent));

function within(run, container, offset) {
  const range = document.createRange();
  range.setStart(run, 0);
  range.setEnd(container, offset);
  return points(range.toString());
}

// The offset of a border of a selection; what is shown by its name is taken whole.
function offsetAt(all, container, offset, isEnd) {
  const range = document.createRange();
  let found = null;
  for (const run of all) {
    range.selectNodeContents(run);
    const side = range.comparePoint(container, offset);
    if (side > 0) { if (isEnd) found = ends(run); continue; }
    if (side < 0) return isEnd ? found : starts(run);
    const before = within(run, container, offset);
    if (run.dataset.to) { if (isEnd) return before ? ends(run) : found; return before ? ends(run) : starts(run); }
    if (isEnd && !before) return found;
    if (!isEnd && starts(run) + before === ends(run)) continue;
    return starts(run) + before;
  }
  return found;
}

function wordsBetween(start, end) {
  let words = "";
  for (const run of runs()) {
    const from = starts(run), to = ends(run);
    if (to <= start || from >= end) continue;
    if (run.dataset.to) { words += run.textContent; continue; }
    const all = [...run.textContent];
    words += all.slice(Math.max(0, start - from), Math.min(all.length, end - from)).join("");
  }
  return words;
}

function choose(start, end) {
  const form = maker();
  if (!form || start === null || end === null || start >= end) return;
  form.elements.start.value = start;
  form.elements.end.value = end;
  const shown = document.getElementById("chosen");
  shown.textContent = wordsBetween(start, end);
  shown.classList.add("there");
  keep();
}

function keep() {
  const form = maker();
  kept = form ? Object.fromEntries(new FormData(form)) : null;
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text()?.contains(range.commonAncestorContainer) || !text().querySelector(".source-text")) return;
  const all = runs();
  unchoose();
  choose(offsetAt(all, range.startContainer, range.startOffset, false), offsetAt(all, range.endContainer, range.endOffset, true));
});

const sentences = () => [...text().querySelectorAll(".sentence")];
const unchoose = () => { for (const at of text().querySelectorAll(".sentence.chosen")) at.classList.remove("chosen"); };

function mark(from, to) {
  const all = sentences();
  const [first, last] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  unchoose();
  for (const at of all.slice(first, last + 1)) at.classList.add("chosen");
  choose(number(all[first].dataset.start), number(all[last].dataset.end));
}

function forward(at, key) {
  if (key === "ArrowDown" || key === "ArrowUp") return key === "ArrowDown";
  return (key === "ArrowRight") === (getComputedStyle(at.closest("p")).direction === "ltr");
}

document.addEventListener("keydown", (event) => {
  const at = event.target.closest?.(".sentence");
  if (event.key === "t" && !event.target.closest("input, textarea, select") && !event.ctrlKey && !event.metaKey && !event.altKey) {
    document.querySelector("[data-take]")?.click();
    return;
  }
  if (!at || event.target !== at || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    const all = sentences();
    const next = all[all.indexOf(at) + (forward(at, event.key) ? 1 : -1)];
    if (!next) return;
    if (event.shiftKey) { anchor = anchor && anchor.isConnected ? anchor : at; mark(anchor, next); }
    else { anchor = null; unchoose(); }
    at.tabIndex = -1; next.tabIndex = 0; next.focus();
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    if (!text().querySelector(".sentence.chosen")) mark(at, at);
    if (event.key === "Enter") document.getElementById("make-party")?.focus();
  } else if (event.key === "Escape") { anchor = null; unchoose(); }
});

// A browser does not begin a selection at the first letter of what can have the focus: while a mouse is pressed, no
// sentence can. A drag that selects nothing leaves nothing selected.
let pressed = [0, 0];
document.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "mouse" || !event.target.closest?.(".source-text")) return;
  pressed = [event.clientX, event.clientY];
  for (const at of sentences()) at.removeAttribute("tabindex");
});
document.addEventListener("pointerup", (event) => {
  if (event.pointerType !== "mouse" || !text()) return;
  const all = sentences();
  const here = event.target.closest?.(".sentence") || all[0];
  for (const at of all) at.tabIndex = at === here ? 0 : -1;
  const isDrag = Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4;
  if (isDrag && event.target.closest?.(".source-text") && document.getSelection().isCollapsed) { unchoose(); nothing(); }
});

function nothing() {
  const form = maker(), shown = document.getElementById("chosen");
  if (!form || !shown.classList.contains("there")) return;
  form.elements.start.value = form.elements.end.value = "";
  shown.textContent = "Nothing is selected yet.";
  shown.classList.remove("there");
  keep();
}

// A mark that is clicked opens its claim; of several that lie there, the one that is the shortest here.
document.addEventListener("click", (event) => {
  const at = event.target.closest?.(".source-text mark[data-marks]");
  if (!at || !document.getSelection().isCollapsed) return;
  const length = (n) => text().querySelectorAll(`mark[data-marks~="${n}"]`).length;
  const chosen = at.dataset.marks.split(" ").sort((a, b) => length(a) - length(b))[0];
  const link = document.getElementById(`mark-${chosen}`) || document.querySelector(`.claims li[value="${chosen}"] a`);
  if (link) swap(link.href);
});

function ofIssue() {
  const form = maker();
  if (!form) return;
  const issue = form.elements.issue.value;
  for (const group of form.elements.carries.querySelectorAll("optgroup")) {
    group.hidden = group.disabled = group.dataset.issue !== issue;
    if (group.disabled) for (const option of group.children) if (option.selected) form.elements.carries.value = "";
  }
}

document.addEventListener("change", (event) => { if (event.target.closest?.("#maker")) { ofIssue(); keep(); } });
document.addEventListener("input", (event) => { if (event.target.closest?.("#maker")) keep(); });
document.addEventListener("submit", (event) => {
  if (event.target.id === "maker") kept = null;
  const reader = event.target.elements.reader;
  if (reader?.value) sessionStorage.setItem(READER, reader.value);
}, true);

// Documents that are dropped on the page, or chosen, become sources one after the other; the first refusal is shown.
async function addDocuments(zone, files) {
  let sha256 = zone.dataset.sha256, next = null;
  for (const file of files) {
    const headers = {
      "content-type": "application/octet-stream", "x-winset-part": "1",
      "x-winset-name": encodeURIComponent(file.name), "x-winset-sha256": sha256,
    };
    const response = await fetch(zone.dataset.add, { method: "POST", body: file, headers, credentials: "same-origin" });
    if (!response.headers.has("x-winset-go")) { put(await response.text()); return; }
    next = response.headers.get("x-winset-go");
    sha256 = response.headers.get("x-winset-sha256");
  }
  if (next) location.assign(next);
}

const zoneOf = (event) => event.target.closest?.("[data-add]");
document.addEventListener("change", (event) => { if (event.target.id === "add-documents") addDocuments(zoneOf(event), [...event.target.files]); });
document.addEventListener("dragover", (event) => { const zone = zoneOf(event); if (zone) { event.preventDefault(); zone.classList.add("over"); } });
document.addEventListener("dragleave", (event) => zoneOf(event)?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("over");
  addDocuments(zone, [...event.dataTransfer.files]);
});

function begin() {
  const all = sentences();
  if (all.length && !all.some((at) => at.tabIndex === 0)) all[0].tabIndex = 0;
  const form = maker();
  if (form && kept && !form.hasAttribute("data-typed")) {
    for (const [name, value] of Object.entries(kept)) if (!["sha256", "digest"].includes(name)) form.elements[name].value = value;
    if (kept.start && text().querySelector(".source-text")) {
      const words = wordsBetween(number(kept.start), number(kept.end));
      if (words) { document.getElementById("chosen").textContent = words; document.getElementById("chosen").classList.add("there"); }
    }
  }
  ofIssue();
  const reader = document.getElementById("reader");
  if (reader && !reader.value) reader.value = sessionStorage.getItem(READER) || "";
  text()?.querySelector("mark.open:not(.candidate)")?.scrollIntoView({ block: "center" });
}

document.addEventListener("winset:put", begin);
if (text()) begin();
