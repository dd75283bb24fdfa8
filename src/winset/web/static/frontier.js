// The packages that can be taken, drawn as points and lines: what is pointed at stands out in both, a click takes it.
import { take } from "/static/builder.js";

let view = null;

function tried() {
  const found = document.querySelector("#tried .found");
  if (!view || !found) return;
  const values = JSON.parse(found.dataset.values);
  const row = Object.fromEntries(values.map(([party, , value]) => [`v${party}`, value]));
  view.data("tried", values.length ? [{ ...row, package: found.dataset.package }] : []);
  view.data("tried_lines", values.map(([, party, value]) => ({ party, value })));
  view.runAsync();
}

document.addEventListener("winset:drawn", (event) => {
  if (!event.target.matches(".packages-chart")) return;
  view = event.detail.view;
  const point = (item) => { view.signal("hovered", item?.datum?.package || "").runAsync(); };
  view.addEventListener("pointerover", (_, item) => point(item));
  view.addEventListener("pointerout", () => point(null));
  view.addEventListener("click", (_, item) => { if (item?.datum?.package) take(item.datum.package); });
  tried();
});
document.addEventListener("winset:put", tried);
