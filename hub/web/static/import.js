// Choosing files: dropping them anywhere on the field, how many and how much, and what is too large before it is sent.
// Everything works without it.
"use strict";

(() => {
  const zone = document.querySelector("[data-drop]");
  if (!zone) return;
  const input = zone.querySelector("input[type=file]");
  const told = zone.querySelector("[data-chosen]");
  const most = Number(zone.dataset.most) * 1000000;

  const size = (bytes) => bytes >= 1000000 ? `${(bytes / 1000000).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;

  const tell = () => {
    const files = [...input.files];
    const large = files.find((file) => file.size > most);
    const total = files.reduce((sum, file) => sum + file.size, 0);
    told.textContent = large
      ? `${large.name} has ${size(large.size)}: too large.`
      : files.length === 1 ? `${files[0].name}, ${size(total)}`
        : files.length ? `${files.length} files, ${size(total)}` : "";
    input.setCustomValidity(large ? "This file is too large." : "");
  };

  input.addEventListener("change", tell);
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    zone.addEventListener(kind, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    tell();
  });
  input.form.addEventListener("submit", () => {
    const button = input.form.querySelector("button.main");
    button.textContent = "Sending …";
    button.setAttribute("aria-busy", "true");
  });
})();
