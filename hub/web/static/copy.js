// Copies a field of a draft. Without this script its text is selected and copied by hand.
"use strict";

(() => {
  const DONE_MS = 1500;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    if (!field) continue;
    const words = button.firstChild;
    const plain = words.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      if (!navigator.clipboard) { words.textContent = "Selected"; return; }
      try {
        await navigator.clipboard.writeText(field.value);
        words.textContent = "Copied";
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
        words.textContent = "Selected";
      }
      setTimeout(() => { words.textContent = plain; }, DONE_MS);
    });
  }
})();
