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
  let touched = false;
  let source = null;
  let refused = 0;

  const say = (state) => {
    body.dataset.connection = state;
    for (const mark of document.querySelectorAll("[data-connection-text]")) {
      mark.textContent = state === "live" ? "Live" : "Not connected to the hub. Trying again …";
    }
  };

  const keyOf = (element) => element?.dataset?.key || element?.id || "";

  const isTouched = (field) =>
    field === document.activeElement
    || (field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT"
        ? [...field.options].some((option) => option.selected !== option.defaultSelected)
        : field.value !== field.defaultValue);

  // What somebody is filling in stays as it is, and stays even where its place is gone.
  const beingFilledIn = (part) =>
    [...part.querySelectorAll("input:not([type=hidden]), textarea, select")]
      .filter(isTouched)
      .map((field) => field.form ?? field);

  const OWN_STATE = ["open", "data-sent"];

  const takeAttributes = (old, fresh) => {
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !OWN_STATE.includes(name)) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value && !OWN_STATE.includes(name)) old.setAttribute(name, value);
    }
  };

  // Changes only what differs: what has the focus, is open or is scrolled stays the same element.
  const takeOver = (old, fresh, kept) => {
    if (old.nodeType !== Node.ELEMENT_NODE) { if (old.data !== fresh.data) old.data = fresh.data; return; }
    if (kept.includes(old)) return;
    takeAttributes(old, fresh);
    const named = new Map([...old.children].filter(keyOf).map((child) => [keyOf(child), child]));
    let at = old.firstChild;
    for (const wanted of fresh.childNodes) {
      const key = keyOf(wanted);
      const twin = key ? named.get(key) : at && !keyOf(at) ? at : null;
      if (twin && twin.nodeName === wanted.nodeName) {
        if (twin === at) at = at.nextSibling; else old.insertBefore(twin, at);
        named.delete(key);
        takeOver(twin, wanted, kept);
      } else old.insertBefore(document.importNode(wanted, true), at);
    }
    while (at) {
      const next = at.nextSibling;
      if (!kept.some((form) => at.contains(form))) at.remove();
      at = next;
    }
  };

  const exchange = (part, fresh) => {
    if (part.isEqualNode(fresh)) return;
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    takeOver(part, fresh, beingFilledIn(part));
    if (!focused || document.activeElement === focused) return;
    const key = CSS.escape(keyOf(focused));
    const again = key ? part.querySelector(`#${key}, [data-key="${key}"]`) : null;
    (again ?? part.closest("main"))?.focus({ preventScroll: true });
  };

  // What somebody typed stays on the page, to be sent after signing in beside it.
  const signedOut = () => {
    if (!beingFilledIn(body).length) { location.reload(); return; }
    say("lost");
    if (document.getElementById("signed-out")) return;
    const told = document.createElement("p");
    told.id = "signed-out";
    told.className = "notice bad";
    told.setAttribute("role", "alert");
    const link = document.createElement("a");
    link.href = "/sign-in";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in again in another window";
    told.append("You were signed out. What you typed is still here: ", link, ", then come back and send it.");
    document.getElementById("main").prepend(told);
  };

  // After signing in elsewhere the forms of this page need that sign-in's token.
  const renew = (page) => {
    const token = page.querySelector("input[name=csrf]")?.value;
    if (token) for (const field of document.querySelectorAll("input[name=csrf]")) field.value = token;
    document.getElementById("signed-out")?.remove();
  };

  const refresh = async () => {
    if (document.hidden) { wanted = true; return; }
    if (busy) { wanted = true; return; }
    busy = true;
    wanted = false;
    try {
      // "1": the page asks by itself. Where somebody touched it since, the sign-in goes on for that.
      const mark = touched ? "touched" : "1";
      touched = false;
      const answer = await fetch(location.href, { redirect: "manual", headers: { "X-Live": mark } });
      if (answer.type === "opaqueredirect" || answer.status === 401) { signedOut(); return; }
      if (!answer.ok) { say("lost"); return; }
      const text = await answer.text();
      const page = new DOMParser().parseFromString(policy.createHTML(text), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const fresh = page.getElementById(part.id);
        if (fresh) exchange(part, fresh);
      }
      renew(page);
      const status = document.getElementById("announcement");
      const told = page.getElementById("announcement");
      if (status && told && status.textContent !== told.textContent) status.textContent = told.textContent;
      body.dataset.revision = page.body.dataset.revision ?? "";
      document.title = page.title;
      say("live");
      if (source?.readyState === EventSource.CLOSED) follow();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      say("lost");
    } finally {
      setTimeout(() => { busy = false; if (wanted) refresh(); }, QUIET_MS);
    }
  };

  const follow = () => {
    const session = body.dataset.session ?? "";
    source = new EventSource(session ? `/events?session=${encodeURIComponent(session)}` : "/events");
    source.onopen = () => { refused = 0; say("live"); };
    source.onmessage = (event) => {
      if (String(JSON.parse(event.data).revision) !== body.dataset.revision) refresh();
    };
    source.addEventListener("tick", refresh);
    source.addEventListener("signed-out", () => { source.close(); refresh(); });
    source.onerror = () => {
      say("lost");
      // A stream that the hub refuses: signed out, most likely; the page itself tells. Never in a tight circle.
      if (source.readyState === EventSource.CLOSED) setTimeout(refresh, refused++ ? 10000 : 0);
    };
  };

  if ("live" in body.dataset) {
    follow();
    globalThis.addEventListener("pagehide", () => source.close());
    globalThis.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && (wanted || document.getElementById("signed-out"))) refresh();
    });
    globalThis.addEventListener("focus", () => { if (document.getElementById("signed-out")) refresh(); });
    for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
      globalThis.addEventListener(kind, () => { touched = true; }, { capture: true, passive: true });
    }
  }
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
    setTimeout(() => { delete event.target.dataset.sent; }, 5000);
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => print());
  }
})();
