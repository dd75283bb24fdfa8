// A bar of the tornado is dragged sideways and moves the slider of the number that it is about; one that is pressed leads
// to its line below, where whatever is no single number is opened.
import "/static/sliding.js";
import "/static/aloud.js";
import { follow, settled, slide } from "/static/dragging.js";

const line = (item) => item?.datum?.key !== undefined && document.querySelector(`#turn [data-bar="${CSS.escape(item.datum.key)}"]`);

function lead(row) {
  for (const old of document.querySelectorAll("#turn .led")) old.classList.remove("led");
  row.classList.add("led");
  const group = row.querySelector("details");
  if (group) group.open = true;
  row.scrollIntoView({ block: "nearest" });
  row.querySelector("input[type=range], a[href]:not(.why), summary")?.focus({ preventScroll: true });
}

document.addEventListener("winset:drawn", (event) => {
  if (!event.target.dataset.chart.includes("key=tornado")) return;
  const { view } = event.detail;
  view.addEventListener("click", (_, item) => { const row = line(item); if (row) lead(row); });
  view.addEventListener("pointerdown", (pressed, item) => {
    const row = line(item), sliders = row ? row.querySelectorAll("input[type=range]") : [];
    if (sliders.length !== 1 || !pressed.isPrimary || pressed.button) return;
    if (pressed.pointerType === "mouse") pressed.preventDefault();
    const { id } = sliders[0], here = () => document.getElementById(id), start = Number(here().value), was = here().name;
    const wide = event.target.querySelector("svg").getBoundingClientRect().width / 2;
    follow(pressed, {
      move(moved) {
        const slider = here();
        if (!slider) return "";
        const value = slide(slider, start + ((moved.clientX - pressed.clientX) / wide) * (slider.max - slider.min));
        return `${slider.getAttribute("aria-label")}: ${value}`;
      },
      put: () => here() && settled(here()),
      back() { if (was) { slide(here(), start); settled(here()); } else document.querySelector(`[data-back="${id}"]`)?.click(); },
    });
  });
});
