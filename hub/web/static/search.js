// Finds a candidate from any page: "/" goes to the box, the first few appear while somebody types, arrows and Enter
// choose. Without this script the box is an ordinary form that opens the page of results.
"use strict";

(() => {
  const WAIT_MS = 120;
  const form = document.getElementById("search");
  const box = document.getElementById("search-text");
  const list = document.getElementById("search-found");
  if (!form || !box || !list) return;

  let asked = null;
  let timer = 0;
  let chosen = -1;

  const fill = (element, text, name = "") => {
    const part = document.createElement("span");
    part.textContent = text;
    if (name) part.className = name;
    element.append(part);
  };

  const mark = (place) => {
    const options = [...list.children].filter((one) => one.dataset.href);
    chosen = options.length ? (place + options.length) % options.length : -1;
    options.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  };

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const option = (one, place) => {
    const item = document.createElement("li");
    item.id = `search-option-${place}`;
    item.setAttribute("role", "option");
    item.dataset.href = one.href;
    fill(item, one.number || "–", "option-number");
    fill(item, one.name, "option-name");
    fill(item, `${one.room}${one.seat ? `, ${one.seat}` : ""} · ${one.state_words}${one.listed ? "" : " · unlisted"}`, "option-place");
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => { location.assign(one.href); });
    return item;
  };

  const note = (text) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.className = "option-note";
    item.textContent = text;
    return item;
  };

  const show = (told) => {
    const items = told.found.map(option);
    const more = told.count - told.found.length;
    if (!items.length) items.push(note("Nobody fits. Try a part of the surname or the number."));
    else if (more > 0) items.push(note(`and ${more} more: Enter shows all`));
    list.replaceChildren(...items);
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    chosen = -1;
    if (told.count === 1) mark(0);
  };

  const ask = async () => {
    const text = box.value.trim();
    if (!text) { close(); return; }
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`/api/office/search?${query}`, { signal: asked.signal });
      if (answer.ok && box.value.trim() === text) show(await answer.json());
      else if (!answer.ok) close();
    } catch (error) {
      if (!(error instanceof TypeError) && error.name !== "AbortError") throw error;
    }
  };

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT_MS); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { if (list.hidden) box.blur(); close(); event.preventDefault(); }
    if (list.hidden) return;
    if (event.key === "ArrowDown") { mark(chosen + 1); event.preventDefault(); }
    if (event.key === "ArrowUp") { mark(chosen < 0 ? -1 : chosen - 1); event.preventDefault(); }
    if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.href);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (localStorage.getItem("examday-keys") === "off") return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
