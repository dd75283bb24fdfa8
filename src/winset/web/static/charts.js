// Charts are drawn where they are looked at, from specifications that the server makes; scripts for them are loaded once.
const SCRIPTS = ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js"];
let loaded = null;

const load = (name) => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = `/static/vendor/${name}`;
  script.onload = resolve;
  script.onerror = reject;
  document.head.append(script);
});

const ready = () => (loaded ||= SCRIPTS.reduce((before, name) => before.then(() => load(name)), Promise.resolve()));

const options = {
  mode: "vega", ast: true, defaultStyle: false, actions: false, renderer: "svg",
  tooltip: { disableDefaultStyle: true },
};

// One chart after the other, and each in steps between which the page is free: nothing stands still while they are drawn.
const free = () => new Promise((resolve) => (window.requestIdleCallback ? requestIdleCallback(resolve, { timeout: 300 }) : setTimeout(resolve)));
let drawing = Promise.resolve();
export function draw(figure) {
  const asked = fetch(figure.dataset.chart, { credentials: "same-origin" });
  drawing = drawing.then(() => drawn(figure, asked)).catch((error) => { figure.classList.add("missing"); console.error(error); });
}

async function drawn(figure, asked) {
  if (!figure.isConnected) return;
  const at = figure.querySelector(".drawing");
  const [response] = await Promise.all([asked, ready()]);
  if (!response.ok) { at.replaceChildren(); figure.classList.add("missing"); return; }
  const spec = await response.json();
  await free();
  const compiled = window.vegaLite.compile(spec).spec;
  await free();
  if (!figure.isConnected) return;
  const { view } = await window.vegaEmbed(at, compiled, options);
  at.querySelector("svg")?.setAttribute("aria-hidden", "true"); // the caption says it, and the picture's own label
  figure.classList.add("ready");
  view.addEventListener("click", (_, item) => {  // what can be opened stands in the list below as well
    const key = item?.datum?.key;
    if (key !== undefined) figure.querySelector(`[data-mark="${CSS.escape(key)}"]`)?.click();
  });
  figure.dispatchEvent(new CustomEvent("winset:drawn", { bubbles: true, detail: { view } }));
}
