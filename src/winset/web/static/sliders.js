// An address that ends with the name of a slider leads there, once the slider is on the page.
const named = () => (location.hash.startsWith("#at-") ? location.hash.slice(1) : "");
let asked = named();
function lead() {
  const slider = asked && document.getElementById(asked);
  if (!slider) return;
  asked = "";
  slider.closest("details").open = true;
  slider.scrollIntoView({ block: "center" });
  slider.focus({ preventScroll: true });
}
lead();
addEventListener("hashchange", () => { asked = named(); lead(); });
document.addEventListener("winset:put", lead);
