// The form of a new case: one more issue, and documents that are added or dropped.
import { put } from "/static/workbench.js";

const form = document.querySelector("[data-start]");

form.querySelector("[data-another]").addEventListener("click", () => {
  const last = [...form.querySelectorAll(".issue")].at(-1);
  const number = Number(last.querySelector("input").name.split("-")[1]) + 1;
  const next = last.cloneNode(true);
  for (const element of next.querySelectorAll("label, input, textarea")) {
    for (const name of ["id", "name", "for"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/-[0-9]+$/, `-${number}`));
    }
    if ("value" in element) element.value = "";
    element.removeAttribute("placeholder");
  }
  next.querySelector("label").textContent = `Issue ${number}`;
  last.after(next);
  next.querySelector("input").focus();
});

async function add(files) {
  for (const file of files) {
    const headers = { "content-type": "application/octet-stream", "x-winset-name": encodeURIComponent(file.name) };
    const response = await fetch("/start/document", { method: "POST", body: file, headers, credentials: "same-origin" });
    const html = await response.text();
    if (response.headers.has("x-winset-append")) document.getElementById("documents").insertAdjacentHTML("beforeend", html);
    else put(html);
  }
}

const input = document.getElementById("files");
input.addEventListener("change", () => { add(input.files); input.value = ""; });
const drop = form.querySelector("[data-drop]");
drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); add(event.dataTransfer.files); });
