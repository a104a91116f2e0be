// Keeps a page up to date without a reload. The server tells which revision the record has (server-sent events);
// where the page shows another one, the page is fetched again and its live parts are exchanged in place.
"use strict";

(() => {
  const QUIET_MS = 400;
  const body = document.body;
  const policy = globalThis.trustedTypes?.createPolicy("examday", { createHTML: (text) => text })
    ?? { createHTML: (text) => text };
  let busy = false;
  let wanted = false;

  const say = (state) => {
    body.dataset.connection = state;
    for (const mark of document.querySelectorAll("[data-connection-text]")) {
      mark.textContent = state === "live" ? "Live" : "Not connected to the hub. Trying again …";
    }
  };

  const keyOf = (element) => element?.id || element?.dataset?.key || "";

  const isBeingFilledIn = (part) =>
    [...part.querySelectorAll("input:not([type=hidden]), textarea, select")].some((field) =>
      field === document.activeElement
      || (field.type === "checkbox" || field.type === "radio"
        ? field.checked !== field.defaultChecked
        : field.tagName === "SELECT"
          ? [...field.options].some((option) => option.selected !== option.defaultSelected)
          : field.value !== field.defaultValue));

  const exchange = (part, fresh) => {
    for (const details of part.querySelectorAll("details[id]")) {
      const twin = fresh.querySelector(`#${CSS.escape(details.id)}`);
      if (twin) twin.open = details.open;
    }
    if (part.isEqualNode(fresh) || isBeingFilledIn(part)) return;
    const focused = part.contains(document.activeElement) ? keyOf(document.activeElement) : "";
    const scrolled = [part.scrollLeft, part.scrollTop];
    const next = document.importNode(fresh, true);
    part.replaceWith(next);
    [next.scrollLeft, next.scrollTop] = scrolled;
    if (focused) {
      const again = next.querySelector(`#${CSS.escape(focused)}, [data-key="${CSS.escape(focused)}"]`);
      (again ?? next.closest("main"))?.focus({ preventScroll: true });
    }
  };

  const refresh = async () => {
    if (document.hidden) { wanted = true; return; }
    if (busy) { wanted = true; return; }
    busy = true;
    wanted = false;
    try {
      const answer = await fetch(location.href, { redirect: "manual", headers: { "X-Live": "1" } });
      if (answer.type === "opaqueredirect" || answer.status === 401) { location.reload(); return; }
      if (!answer.ok) { say("lost"); return; }
      const text = await answer.text();
      const page = new DOMParser().parseFromString(policy.createHTML(text), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const fresh = page.getElementById(part.id);
        if (fresh) exchange(part, fresh);
      }
      const status = document.getElementById("announcement");
      const told = page.getElementById("announcement");
      if (status && told && status.textContent !== told.textContent) status.textContent = told.textContent;
      body.dataset.revision = page.body.dataset.revision ?? "";
      document.title = page.title;
      say("live");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      say("lost");
    } finally {
      setTimeout(() => { busy = false; if (wanted) refresh(); }, QUIET_MS);
    }
  };

  const follow = () => {
    const session = body.dataset.session ?? "";
    const source = new EventSource(session ? `/events?session=${encodeURIComponent(session)}` : "/events");
    source.onopen = () => say("live");
    source.onmessage = (event) => {
      if (String(JSON.parse(event.data).revision) !== body.dataset.revision) refresh();
    };
    source.addEventListener("tick", refresh);
    source.onerror = () => {
      say("lost");
      // A stream that the hub refuses: signed out, most likely. Never in a circle of reloads.
      if (source.readyState === EventSource.CLOSED && performance.now() > 10000) location.reload();
    };
    globalThis.addEventListener("pagehide", () => source.close());
    globalThis.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden && wanted) refresh(); });
  };

  if ("live" in body.dataset) follow();
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
    setTimeout(() => { delete event.target.dataset.sent; }, 5000);
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => print());
  }
})();
