// One-letter keys on the board: "j" and "k" go from one thing that waits to the next (arrows in other programs), Enter
// presses what is chosen. Somebody whose speech program types letters turns the keys off at the foot of any page.
"use strict";

(() => {
  const KEPT = "examday-keys";
  const on = () => localStorage.getItem(KEPT) !== "off";

  const go = (step) => {
    const actions = [...document.querySelectorAll(".waiting > li")]
      .map((item) => item.querySelector(".act :is(a, button)"))
      .filter(Boolean);
    if (!actions.length) return false;
    const at = actions.findIndex((one) => one.closest("li").contains(document.activeElement));
    const next = at < 0 ? (step > 0 ? 0 : actions.length - 1) : Math.min(Math.max(at + step, 0), actions.length - 1);
    actions[next].focus({ focusVisible: true });
    actions[next].closest("li").scrollIntoView({ block: "nearest" });
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (step && go(step)) event.preventDefault();
  });

  const button = document.querySelector("[data-keys]");
  if (!button) return;
  const show = () => {
    button.setAttribute("aria-pressed", String(on()));
    document.querySelector("[data-keys-state]").textContent = on() ? "on" : "off";
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (on()) localStorage.setItem(KEPT, "off"); else localStorage.removeItem(KEPT);
    show();
  });
  show();
})();
