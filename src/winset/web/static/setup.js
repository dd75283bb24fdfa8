// Forms of parts of the case: rows are added and taken out by the server, which puts the form there anew as it is
// filled in; the address follows, and the focus goes to what is new or wrong.
import { send } from "/static/workbench.js";

const FIELD = ":is(input:not([type=hidden]), select, textarea)";

async function act(form, what = {}) {
  const from = document.activeElement?.id;
  const response = await send(form.getAttribute("action"), { ...Object.fromEntries(new FormData(form)), ...what });
  const here = response?.headers.get("x-winset-url");
  if (here) history.replaceState(null, "", here);
  const fresh = document.querySelector(`[data-fresh] ${FIELD}`);
  const wrong = document.querySelector(`[aria-invalid], .wrong ${FIELD}`);
  const next = what.do === "more" || what.do === "again" ? fresh : wrong;
  if (next) next.focus();
  else if (!from || document.activeElement?.id !== from) document.getElementById("part-title")?.focus();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-part]")) return;
  event.preventDefault();
  act(event.target);
});
document.addEventListener("click", (event) => {
  const at = event.target.closest("[data-do]");
  if (at) act(at.form, { do: at.dataset.do, row: at.dataset.row || "" });
});
