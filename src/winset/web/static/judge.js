// Judging: a line says where its knob stands, options are put in order by dragging or by keys.
document.addEventListener("input", (event) => {
  const line = event.target.closest("[data-line]");
  if (!line) return;
  const range = line.querySelector("input[type=range]");
  const sure = Number(line.querySelector("select").value);
  const [low, high] = [Math.max(0, Number(range.value) - sure), Math.min(100, Number(range.value) + sure)];
  line.querySelector("output").textContent = sure ? `${low} to ${high} of 100, most likely ${range.value}` : `${range.value} of 100`;
  line.querySelector("input[type=hidden]").value = "true";
});

function ordered(list) {
  const form = list.closest("form");
  form.elements.order.value = [...list.children].map((item) => item.dataset.option).join(",");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-up], [data-down]");
  if (!button) return;
  const item = button.closest("li");
  const up = button.hasAttribute("data-up");
  const other = up ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (up) other.before(item); else other.after(item);
  ordered(item.parentElement);
  button.focus();
});

let dragged = null;
document.addEventListener("dragstart", (event) => { dragged = event.target.closest?.(".order li") || null; });
document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.(".order li");
  if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  if (over === dragged) return;
  const { top, height } = over.getBoundingClientRect();
  if (event.clientY < top + height / 2) over.before(dragged); else over.after(dragged);
});
document.addEventListener("dragend", () => { if (dragged) ordered(dragged.parentElement); dragged = null; });
