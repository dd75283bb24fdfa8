// What is dragged on a picture, by mouse, pen or finger: a movement begins at one place and is followed over the page,
// also when the picture is drawn anew under it. Whatever can be dragged stands on the page as a slider, box or button too.
const NEAR = 4;  // pixels within which it was a click

let label = null, over = null;
function cover(is) {  // over the page, so that nothing else answers to the pointer meanwhile
  if (!over) { over = document.createElement("div"); over.className = "drag-cover"; over.hidden = true; document.body.append(over); }
  over.hidden = !is;
}
function beside(event, text) {  // what the movement means, beside the pointer
  if (!label) { label = document.createElement("div"); label.className = "drag-label"; label.setAttribute("aria-hidden", "true"); document.body.append(label); }
  label.textContent = text || "";
  label.hidden = !text;
  label.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - label.offsetWidth - 8))}px`;
  label.style.top = `${Math.max(4, event.clientY - label.offsetHeight - 12)}px`;
}

// move(event) gives the words that stand beside the pointer; put(event) is told where it ended, back() that it was given up.
export function follow(start, { move, put, back }) {
  let moved = false;
  const own = (event) => event.pointerId === start.pointerId;
  function at(event) {
    if (!own(event)) return;
    if (!moved && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < NEAR) return;
    moved = true;
    cover(true);
    beside(event, move(event));
  }
  function end(event) { if (own(event)) finish(event, true); }
  function lost(event) { if (own(event)) finish(event, false); }
  function key(event) { if (event.key === "Escape") { event.preventDefault(); finish(event, false); } }
  function finish(event, kept) {
    for (const [name, act] of LISTENED) document.removeEventListener(name, act, true);
    cover(false);
    if (label) label.hidden = true;
    if (!moved) return;
    const still = (click) => { click.preventDefault(); click.stopPropagation(); };  // no click comes of what was dragged
    document.addEventListener("click", still, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", still, true));
    if (kept) put?.(event); else back?.();
  }
  const LISTENED = [["pointermove", at], ["pointerup", end], ["pointercancel", lost], ["keydown", key]];
  for (const [name, act] of LISTENED) document.addEventListener(name, act, true);
}

// begin(element, event) gives what follows the movement, or nothing where nothing can be moved.
export function draggable(selector, begin) {
  document.addEventListener("pointerdown", (event) => {
    const at = event.isPrimary && !event.button && event.target.closest?.(selector), dragged = at && begin(at, event);
    if (!dragged) return;
    if (event.pointerType === "mouse") event.preventDefault();  // no text is marked
    follow(event, dragged);
  });
}

// A slider is put where something that stands for it was dragged: as if it had been moved itself.
export function slide(slider, value, step = Number(slider.dataset.step || slider.step) || 1) {
  const low = Number(slider.min), high = Number(slider.max);
  const near = Math.min(high, Math.max(low, low + Math.round((value - low) / step) * step));
  const text = String(Number(near.toFixed(6)));
  if (slider.value !== text) { slider.step = "any"; slider.value = text; slider.dispatchEvent(new Event("input", { bubbles: true })); }
  return text;
}
export const settled = (slider) => slider.dispatchEvent(new Event("change", { bubbles: true }));
