// What a change came to is read out once nothing changes any more. data-aloud: where the words stand.
const WAIT = 800;
let timer = null;
document.addEventListener("winset:put", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    for (const said of document.querySelectorAll("[data-aloud]")) {
      const words = document.querySelector(said.dataset.aloud)?.textContent.trim();
      if (words && said.textContent !== words) said.textContent = words;
    }
  }, WAIT);
});
