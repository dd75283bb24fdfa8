// Candidates are decided on by one key each, where the focus is in no field and the keys are on.
const KEYS = "winset-candidate-keys";
const BUTTONS = { a: "candidate-accept", c: "candidate-change", x: "candidate-reject", n: "candidate-next", z: "candidate-back" };
const at = (id) => document.getElementById(id);
let said = "";

const isTyped = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]");

function ofIssue() {
  const form = at("candidate");
  if (!form) return;
  const issue = form.elements.issue.value;
  for (const name of ["option", "wants"]) {
    for (const group of form.elements[name].querySelectorAll("optgroup")) {
      group.hidden = group.disabled = group.dataset.issue !== issue;
      if (group.disabled) for (const option of group.children) if (option.selected) form.elements[name].value = "";
    }
  }
  const field = form.elements.field.value;
  const shows = (name, is) => { form.elements[name].closest(".field").hidden = !is; };
  shows("option", ["ideal", "rejects", "precondition", ""].includes(field));
  shows("wants", field === "rejects");
  shows("other", ["delegates_to", "lever", ""].includes(field));
}

function fields(focus) {
  at("candidate-fields").open = true;
  (at(`candidate-${focus}`) || at("candidate-party")).focus();
}

// What has to be chosen first is come to; Enter in a field accepts, as in every form.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id !== "candidate") return;
  const open = missing(form);
  if (open) { event.preventDefault(); event.stopImmediatePropagation(); fields(open); }
}, true);

function missing(form) {
  const value = (name) => form.elements[name].value;
  const field = value("field");
  if (!field) return "field";
  const position = ["ideal", "rejects", "precondition"].includes(field);
  if ((position || ["delegates_to", "consent"].includes(field)) && !value("issue")) return "issue";
  if (position && !value("option")) return "option";
  if (["delegates_to", "lever"].includes(field) && !value("other")) return "other";
  if (field === "rejects" && form.dataset.missing === "wants" && !value("wants")) return "wants";
  return field === "note" && !value("reading") ? "reading" : "";
}

document.addEventListener("click", (event) => { if (event.target.id === "candidate-change") fields("party"); });
document.addEventListener("change", (event) => {
  if (event.target.closest?.("#candidate")) ofIssue();
  if (event.target.id === "candidate-keys") sessionStorage.setItem(KEYS, event.target.checked ? "on" : "off");
});
document.addEventListener("keydown", (event) => {
  const id = BUTTONS[event.key];
  if (!id || event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target) || !at("candidate-keys")?.checked) return;
  const button = at(id);
  if (!button) return;
  event.preventDefault();
  button.click();
});

function begin() {
  const keys = at("candidate-keys");
  if (keys) keys.checked = sessionStorage.getItem(KEYS) !== "off";
  ofIssue();
  const section = at("candidates");
  const words = section?.dataset.said || "";
  if (words && words !== said && said) document.getElementById("status").textContent = words;
  // The next candidate has fields of the same names: the focus goes to its heading, so that a key is not typed into one.
  if (words !== said && said && document.activeElement?.closest("#candidates")) at("candidates-title").focus({ preventScroll: true });
  const isChosen = said || new URLSearchParams(location.search).has("candidate");
  if (isChosen) document.querySelector("#text mark.candidate")?.scrollIntoView({ block: "center" });
  said = words || " ";
}

document.addEventListener("winset:put", begin);
begin();
