// While a step is dragged, the period at which it stands is said beside it; what follows is answered by the server.
document.addEventListener("input", (event) => {
  if (event.target.matches(".plan input[type=range]")) event.target.closest("label").querySelector("output").textContent = event.target.value;
});
