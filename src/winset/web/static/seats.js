// A table is put together by dragging parties to it, or by pressing them: that ticks the box which stands for the seat,
// and a box that is ticked moves its party. What the table could do is answered by the server.
import "/static/aloud.js";
import { draggable } from "/static/dragging.js";

const box = (chip) => document.getElementById(`seat-${chip.dataset.seat}`);
const side = (name) => document.querySelector(`.side[data-side="${name}"]`);

function place(chip, sits) {  // among the others of its side, in the order of the case
  const to = side(sits ? "in" : "out");
  chip.setAttribute("aria-pressed", String(sits));
  if (chip.parentElement === to) return;
  const focused = document.activeElement === chip;
  const after = [...to.querySelectorAll(".seat-chip")].find((other) => Number(other.dataset.place) > Number(chip.dataset.place));
  to.insertBefore(chip, after || null);
  if (focused) chip.focus({ preventScroll: true });
}

function seat(chip, sits) {
  if (box(chip).checked === sits) return;
  box(chip).checked = sits;
  box(chip).dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("change", (event) => {
  const chip = event.target.id?.startsWith("seat-") && document.getElementById(`chip-${event.target.value}`);
  if (chip) place(chip, event.target.checked);
}, true);
document.addEventListener("click", (event) => {
  const chip = event.target.closest(".seat-chip");
  if (chip) seat(chip, !box(chip).checked);
});
draggable(".seat-chip", (chip, start) => {
  let over = null;
  const show = (now) => { over?.classList.remove("over"); over = now; over?.classList.add("over"); };
  const end = () => { show(null); chip.classList.remove("held"); chip.style.transform = ""; };
  chip.focus({ preventScroll: true });
  return {
    move(event) {
      chip.classList.add("held");
      chip.style.transform = `translate(${event.clientX - start.clientX}px, ${event.clientY - start.clientY}px)`;
      const under = document.elementsFromPoint(event.clientX, event.clientY).find((each) => each.matches(".side"));
      show(under && under !== chip.parentElement ? under : null);
      return over ? (over.dataset.side === "in" ? "to the table" : "away from the table") : "";
    },
    put() { const to = over; end(); if (to) seat(chip, to.dataset.side === "in"); },
    back: end,
  };
});
