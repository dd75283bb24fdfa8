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
document.addEventListener("winset:put", () => {
  begin();
  document.querySelector("#cell aside")?.scrollIntoView({ block: "nearest" });
});
begin();
