// While a step is dragged, the period at which it stands is said beside it; what follows is answered by the server. A bar
// of the time line is dragged along the periods, or its end: it moves the sliders that stand for it.
import "/static/aloud.js";
import { draggable, slide } from "/static/dragging.js";

document.addEventListener("input", (event) => {
  if (event.target.matches(".plan input[type=range]")) event.target.closest("label").querySelector("output").textContent = event.target.value;
});

// The period over which a pointer stands, by the heads of the columns as they are now.
function period(event, heads) {
  const over = heads.findIndex((head) => event.clientX < head.getBoundingClientRect().right);
  return over < 0 ? heads.length - 1 : over;
}

draggable(".lanes .taken-then", (cell, event) => {
  const row = cell.closest("tr"), step = row.dataset.step;
  const start = document.getElementById(`start-${step}`), periods = document.getElementById(`periods-${step}`);
  const heads = () => [...document.querySelectorAll(".lanes [data-period]")];
  const end = event.target.closest("[data-edge]") && periods;
  const [first, last] = [Number(row.dataset.start), Number(row.dataset.end)], from = period(event, heads());
  const [slider, before] = end ? [periods, periods.value] : [start, start.value];
  return {
    move(moved) {
      const shown = heads(), by = period(moved, shown) - from;
      if (end) return `over ${slide(periods, Math.min(last + by, shown.length - 1) - first + 1, 1)} periods`;
      return `from period ${slide(start, Math.min(first + by, shown.length - 1 - (last - first)), 1)}`;
    },
    back: () => slide(slider, Number(before), 1),
  };
});
