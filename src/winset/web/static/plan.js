// While a step is dragged, the period at which it stands is said beside it; what follows is answered by the server. A bar
// of the time line is dragged along the periods, or its end: it moves the sliders that stand for it.
import "/static/aloud.js";
import { draggable, slide } from "/static/dragging.js";

document.addEventListener("input", (event) => {
  if (event.target.matches(".plan input[type=range]")) event.target.closest("label").querySelector("output").textContent = event.target.value;
});

draggable(".lanes .taken-then", (cell, pressed) => {
  const row = cell.closest("tr"), step = row.dataset.step, heads = document.querySelectorAll(".lanes [data-period]");
  const start = document.getElementById(`start-${step}`), periods = document.getElementById(`periods-${step}`);
  const end = pressed.target.closest("[data-edge]") && periods, slider = end ? periods : start, before = slider.value;
  const [first, last] = [Number(row.dataset.start), Number(row.dataset.end)], most = heads.length - 1;
  const wide = heads[0].getBoundingClientRect().width;  // all columns are as wide, also once the picture is drawn anew
  return {
    move(moved) {
      const by = Math.round((moved.clientX - pressed.clientX) / wide);
      if (end) return `over ${slide(periods, Math.min(last + by, most) - first + 1, 1)} periods`;
      return `from period ${slide(start, Math.min(first + by, most - (last - first)), 1)}`;
    },
    back: () => slide(slider, Number(before), 1),
  };
});
