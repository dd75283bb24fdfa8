// The cells of the matrix by keyboard: one of them is in the order of the Tab key, the arrow keys walk, Home and End go
// to the ends of a row, Enter opens a cell and goes to it, Escape comes back.
import { swap } from "/static/workbench.js";

let last = "";

const rows = () => [...document.querySelectorAll(".matrix tbody tr")].map((row) => [...row.querySelectorAll("td")]);
const link = (cell) => cell && cell.querySelector("[data-cell]");

function begin() {
  const links = [...document.querySelectorAll(".matrix [data-cell]")];
  const first = document.getElementById(last) || links.find((at) => at.hasAttribute("aria-current")) || links[0];
  for (const at of links) at.tabIndex = at === first ? 0 : -1;
}

function walk(from, key) {
  const cells = rows();
  let row = cells.findIndex((line) => line.includes(from));
  let column = cells[row].indexOf(from);
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  if (key === "Home") return cells[row].map(link).find(Boolean);
  if (key === "End") return cells[row].map(link).filter(Boolean).pop();
  for (;;) {
    row += step[0]; column += step[1];
    const cell = cells[row]?.[column];
    if (!cell) return null;
    if (link(cell)) return link(cell);
  }
}

document.addEventListener("keydown", async (event) => {
  const at = event.target.closest?.(".matrix [data-cell]");
  if (event.key === "Escape" && event.target.closest?.("#cell") && last) {
    document.getElementById(last)?.focus();
    return;
  }
  if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") {
    event.preventDefault();
    last = at.id;
    await swap(at.href);
    document.getElementById("cell-title")?.focus();
    return;
  }
  if (!["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  const next = walk(at.closest("td"), event.key);
  if (!next) return;
  at.tabIndex = -1;
  next.tabIndex = 0;
  last = next.id;
  next.focus();
});
document.addEventListener("focusin", (event) => { if (event.target.matches?.(".matrix [data-cell]")) last = event.target.id; });
// What is typed in the form of a cell is kept until it is saved or forgotten, whatever is opened meanwhile.
const editor = () => document.getElementById("editor");
const keyOf = (form) => `winset-cell ${location.pathname} ${form.elements.cell.value}`;
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !["sha256", "cell"].includes(field.name));
const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
const filled = (form) => JSON.stringify(fieldsOf(form).map((field) => [field.id || field.name, valueOf(field)]));
let asServed = "";
let sending = "";

function kept() {
  const form = editor();
  if (!form) return;
  asServed = filled(form);
  const key = keyOf(form), isTyped = form.hasAttribute("data-typed");
  if (sending === key && !isTyped) sessionStorage.removeItem(key);
  sending = "";
  const typed = isTyped ? null : sessionStorage.getItem(key);
  const values = new Map(typed ? JSON.parse(typed) : []);
  for (const field of fieldsOf(form)) {
    const value = values.get(field.id || field.name);
    if (value === undefined || value === valueOf(field)) continue;
    if (field.type === "checkbox") field.checked = value; else field.value = value;
    field.closest("details")?.setAttribute("open", "");
  }
  document.getElementById("edit-kept").hidden = isTyped || filled(form) === asServed;
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.id !== "editor") return;
  if (filled(form) === asServed && !form.hasAttribute("data-typed")) sessionStorage.removeItem(keyOf(form));
  else sessionStorage.setItem(keyOf(form), filled(form));
});
document.addEventListener("submit", (event) => { if (event.target.id === "editor") sending = keyOf(event.target); }, true);
document.addEventListener("click", (event) => {
  const form = editor();
  if (event.target.id !== "edit-forget" || !form) return;
  sessionStorage.removeItem(keyOf(form));
  swap(location.href);
});

document.addEventListener("winset:put", () => {
  begin();
  kept();
  document.querySelector("#cell aside")?.scrollIntoView({ block: "nearest" });
});
begin();
kept();
