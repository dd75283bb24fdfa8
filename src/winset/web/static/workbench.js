// One script for every page: parts of a page are fetched from the server and put in the place of those of the same id.
// data-swap: a link or form whose page replaces the parts here. data-at-once: a form that is sent as it is changed.
// data-live: a form whose answer is fetched while it is dragged. data-post: a button that does something.
// data-about: opens what stands behind a word. data-job: work on its way. data-chart: a chart that is drawn here.
import { draw } from "/static/charts.js";

const status = document.getElementById("status");
const say = (text) => { status.textContent = text; };
const LONG = 300;  // milliseconds after which it is shown that an answer is waited for
const isParts = (response) => (response.headers.get("content-type") || "").startsWith("text/html");

async function fetched(url, options = {}) {
  const headers = { "x-winset-part": "1", ...(options.headers || {}) };
  try {
    const response = await fetch(url, { credentials: "same-origin", ...options, headers });
    return { response, html: await response.text() };
  } catch {
    say("The workbench does not answer: is the command still running?");
    return {};
  }
}

// A chart that is put anew shows what it showed until it is drawn, so that the page keeps its measure.
const chartOf = (figure) => {
  const { pathname, searchParams } = new URL(figure.dataset.chart, location.href);
  return [pathname, searchParams.get("key"), searchParams.get("number")].join();
};
function still(old, fresh) {
  const before = [...old.querySelectorAll("figure[data-chart].ready")];
  for (const figure of fresh.querySelectorAll("figure[data-chart]")) {
    const svg = before.find((each) => chartOf(each) === chartOf(figure))?.querySelector(".drawing svg");
    if (svg) figure.querySelector(".drawing").append(svg);
  }
}

// The parts of an answer, each put in its place when it is asked for.
function* placed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  let before = null;
  for (const fresh of [...holder.content.children]) {
    const focused = document.activeElement?.id, old = fresh.id && document.getElementById(fresh.id);
    if (old) { still(old, fresh); old.replaceWith(fresh); }
    else if (fresh.id && before) before.after(fresh);
    else if (fresh.id) document.getElementById("main").append(fresh);
    if (fresh.id) before = fresh;
    if (focused && document.activeElement.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
    yield;
  }
}
const done = () => { begin(document); document.dispatchEvent(new CustomEvent("winset:put")); };

export function put(html) {
  for (const _ of placed(html));
  done();
}

// The same of a large answer, a part in each picture, so that nothing stands still meanwhile. wanted: whether it still is.
const nextPicture = () => new Promise((resolve) => (document.hidden ? setTimeout : requestAnimationFrame)(() => setTimeout(resolve)));
export async function putInTurn(html, wanted = () => true) {
  for (const _ of placed(html)) { await nextPicture(); if (!wanted()) return; }
  done();
}

export async function swap(url, { keep = false, options } = {}) {
  const busy = setTimeout(() => document.body.classList.add("busy"), LONG);
  try {
    const { response, html } = await fetched(url, options);
    if (!response) return;
    if (!isParts(response)) return say(html || "That was refused.");
    say("");
    put(html);
    const here = response.headers.get("x-winset-url");
    if (here && !keep) history.replaceState(null, "", here);
  } finally { clearTimeout(busy); document.body.classList.remove("busy"); }
}

const urlOf = (form) => {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value !== "") query.append(name, value);
  const text = query.toString();
  return form.getAttribute("action") + (text ? `?${text}` : "");
};

// The last state of a form that is dragged is asked for; while an answer is under way, states between are passed over.
const live = new WeakMap();
export async function follow(form) {
  const state = live.get(form) || { under: false, again: false };
  live.set(form, state);
  if (state.under) { state.again = true; return; }
  state.under = true;
  do { state.again = false; await swap(urlOf(form)); } while (state.again);
  state.under = false;
}

async function whole(url) {
  const { response, html } = await fetched(url, { headers: { "x-winset-part": "page" } });
  if (!response) return;
  if (isParts(response)) await putInTurn(html);
  else say(html);
}

function watch(element) {
  const events = new EventSource(element.dataset.job);
  events.addEventListener("progress", (event) => {
    const { done, total, words } = JSON.parse(event.data);
    const bar = element.querySelector("progress");
    if (total) { bar.max = total; bar.value = done; }
    element.querySelector("[data-said]").textContent = words;
  });
  const page = () => {  // what was chosen meanwhile stays chosen
    const url = new URL(element.dataset.page, location.href), here = new URLSearchParams(location.search);
    for (const name of ["package", "against"]) if (here.has(name)) url.searchParams.set(name, here.get(name));
    return url;
  };
  events.addEventListener("ended", () => { events.close(); if (element.isConnected) whole(page()); });
  events.onerror = () => { events.close(); if (element.isConnected) setTimeout(() => whole(page()), 1000); };
}

function words(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return (holder.content.querySelector(".warning, .first") || holder.content).textContent.trim();
}

async function open(url, from) {
  const { response, html } = await fetched(url);
  if (!response) return;
  if (!response.ok) return say(isParts(response) ? words(html) : html);
  put(html);
  const dialog = document.getElementById("opened");
  if (!dialog.open) dialog.showModal();
  dialog.dataset.from = from || "";
}

function begin(root) {
  for (const element of root.querySelectorAll("[data-job]:not([data-watched])")) { element.dataset.watched = "1"; watch(element); }
  for (const element of root.querySelectorAll("figure[data-chart]:not([data-drawn])")) { element.dataset.drawn = "1"; draw(element); }
}

document.addEventListener("click", (event) => {
  const at = event.target.closest("[data-about], a[data-swap], [data-post], [data-copy]");
  if (!at || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (at.hasAttribute("data-about")) { event.preventDefault(); open(at.href); }
  else if (at.dataset.copy) { navigator.clipboard.writeText(document.getElementById(at.dataset.copy).textContent); say("Copied."); }
  else if (at.dataset.post) { event.preventDefault(); send(at.dataset.post, at.dataset); }
  else { event.preventDefault(); swap(at.href); }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-send]")) { event.preventDefault(); send(form.getAttribute("action"), Object.fromEntries(new FormData(form))); }
  else if (form.matches("[data-swap], [data-live]")) { event.preventDefault(); follow(form); }
});
document.addEventListener("change", (event) => { const form = event.target.form; if (form?.matches("[data-at-once], [data-live]")) follow(form); });
document.addEventListener("input", (event) => { const form = event.target.form; if (form?.matches("[data-live]")) follow(form); });

// Something that is done: sent as JSON, which no page of another origin can send; parts of the page come back.
export async function send(url, data = {}) {
  const body = JSON.stringify({ ...data, page: location.pathname + location.search });
  const { response, html } = await fetched(url, { method: "POST", body, headers: { "content-type": "application/json" } });
  if (!response) return null;
  const next = response.headers.get("x-winset-go");
  if (next !== null) { location.assign(next || location.href); return response; }
  if (isParts(response)) put(html);
  else if (!response.ok) say(html);
  return response;
}

say("");
begin(document);
