// The sound of a call for help: off until somebody asks for it (browsers want a hand on a button first), remembered
// in this browser. The tone is made here, two soft notes; while a call waits unanswered it comes again.
"use strict";

(() => {
  const KEPT = "examday-sound";
  const AGAIN_MS = 30000;
  const NOTES = [[659.25, 0], [523.25, 0.28]];
  let speaker = null;
  let heard = 0;
  let again = 0;

  const wanted = () => localStorage.getItem(KEPT) === "on";
  const calls = () => Number(document.querySelector("[data-calls]")?.dataset.calls ?? 0);

  const tone = async () => {
    speaker ??= new AudioContext();
    if (speaker.state === "suspended") await speaker.resume();
    if (speaker.state !== "running") return;
    document.body.dataset.tones = String(Number(document.body.dataset.tones ?? 0) + 1);
    for (const [pitch, after] of NOTES) {
      const at = speaker.currentTime + after;
      const voice = new OscillatorNode(speaker, { type: "sine", frequency: pitch });
      const loudness = new GainNode(speaker, { gain: 0 });
      loudness.gain.setValueAtTime(0, at);
      loudness.gain.linearRampToValueAtTime(0.35, at + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
      voice.connect(loudness).connect(speaker.destination);
      voice.start(at);
      voice.stop(at + 0.55);
    }
  };

  const look = () => {
    const now = calls();
    clearTimeout(again);
    if (now && wanted()) {
      if (now > heard) tone();
      again = setTimeout(() => { heard = 0; look(); }, AGAIN_MS);
    }
    heard = now;
  };

  const button = document.querySelector("[data-sound]");
  const show = () => {
    button?.setAttribute("aria-pressed", String(wanted()));
    const told = document.querySelector("[data-sound-state]");
    if (told) told.textContent = wanted() ? "on" : "off";
  };
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      localStorage.setItem(KEPT, wanted() ? "off" : "on");
      show();
      heard = calls();
      if (wanted()) tone();
    });
    show();
  }
  // A browser lets a page sound only after somebody touched it: the first touch of a page wakes the speaker.
  document.addEventListener("pointerdown", () => {
    if (!wanted()) return;
    speaker ??= new AudioContext();
    speaker.resume();
  });
  new MutationObserver(look).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-calls"],
  });
  look();
})();
