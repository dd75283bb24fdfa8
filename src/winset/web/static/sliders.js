// An address that ends with the name of a slider leads there, once the slider is on the page.
const named = () => (/^#(at|start|row)-/.test(location.hash) ? location.hash.slice(1) : "");
let asked = named();
function lead() {
  const slider = asked && document.getElementById(asked);
  if (!slider) return;
  asked = "";
  const group = slider.closest("details");
  if (group) group.open = true;
  slider.scrollIntoView({ block: "center" });
  slider.focus({ preventScroll: true });
}
lead();
addEventListener("hashchange", () => { asked = named(); lead(); });
document.addEventListener("winset:put", lead);
