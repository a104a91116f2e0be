// Rooms and seats without a reload: a press is sent as the form it is, and the parts of the page that changed are
// exchanged in place. Without this script every press loads the page and does the same.
"use strict";

(() => {
  const DRAG_FROM_PX = 6;
  const keyOf = (element) => element?.dataset?.key || element?.id || "";
  const find = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"], #${CSS.escape(key)}`);

  // The browser reads the answer as a page by itself, so no text ever becomes markup here.
  const load = (method, address, body) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = "document";
    request.setRequestHeader("Accept", "text/html");
    if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = () => (request.response ? resolve(request) : reject(new Error("no page")));
    request.onerror = () => reject(new Error("no answer"));
    request.send(body);
  });

  const parts = (page) => [...page.querySelectorAll("[data-part]")];

  const exchange = (page, address) => {
    const focused = keyOf(document.activeElement);
    const field = document.activeElement?.matches("input, select, textarea") ? document.activeElement : null;
    const typed = field ? [field.value, field.selectionStart] : null;
    const here = parts(document);
    const same = here.length > 0 && here.map((part) => part.id).join() === parts(page).map((part) => part.id).join();
    const scrolled = new Map([...document.querySelectorAll(".scroll")].map((box, at) => [at, [box.scrollLeft, box.scrollTop]]));
    if (same) {
      for (const part of here) {
        const fresh = page.getElementById(part.id);
        if (!part.isEqualNode(fresh)) part.replaceWith(document.adoptNode(fresh));
      }
    } else {
      document.getElementById("main").replaceWith(document.adoptNode(page.getElementById("main")));
    }
    document.title = page.title;
    if (address && new URL(address).pathname !== location.pathname) history.pushState(null, "", address);
    else if (address) history.replaceState(null, "", address);
    document.querySelectorAll(".scroll").forEach((box, at) => { [box.scrollLeft, box.scrollTop] = scrolled.get(at) ?? [0, 0]; });
    dress();
    const wanted = document.querySelector("[data-focus]") ?? (focused ? find(focused) : null);
    if (same && wanted && wanted !== document.activeElement) {
      wanted.focus({ preventScroll: !wanted.matches("[data-focus]") });
      if (typed && wanted.matches("input:not([type=radio], [type=checkbox])") && wanted.id === field.id) wanted.value = typed[0];
    } else if (!same) {
      (document.querySelector("[data-focus]") ?? document.getElementById("main")).focus();
      scrollTo(0, 0);
    }
  };

  let working = Promise.resolve();
  const inTurn = (work, otherwise) => {
    document.body.setAttribute("aria-busy", "true");
    working = working.then(work).catch(otherwise).finally(() => document.body.removeAttribute("aria-busy"));
  };

  const send = (form, submitter) => {
    const address = submitter?.formAction && submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
    inTurn(async () => {
      // The button that was pressed may have been exchanged by the answer before: it is said by name and value.
      const body = new URLSearchParams(new FormData(form));
      if (submitter?.name) body.append(submitter.name, submitter.value);
      const method = form.method.toUpperCase();
      const answer = method === "GET" ? await load("GET", `${address.split("?")[0]}?${body}`) : await load("POST", address, body);
      if (answer.status === 401 || new URL(answer.responseURL).pathname === "/sign-in") { location.assign(answer.responseURL); return; }
      if (!form.hasAttribute("data-redraw")) {
        // An answer to the form itself, a question or a refusal, has no address of its own.
        const asked = method === "POST" && new URL(answer.responseURL).pathname === new URL(address).pathname;
        exchange(answer.response, asked ? "" : answer.responseURL);
        return;
      }
      unsaved(true);
      if (answer.response.getElementById("drawing")) { exchange(answer.response, ""); return; }
      // Refused as a whole: what was drawn stays on the page, and the reason stands above it.
      const why = document.createElement("p");
      why.className = "notice bad";
      why.setAttribute("role", "alert");
      why.textContent = answer.response.querySelector("main")?.textContent.replace(/\s+/g, " ").trim() ?? "";
      document.getElementById("told").replaceChildren(why);
    }, () => { leaving = true; HTMLFormElement.prototype.submit.call(form); });
  };

  // Rooms: what is drawn but not kept yet.
  let pending = false;
  let leaving = false;
  const unsaved = (is) => {
    pending = is;
    for (const mark of document.querySelectorAll(".unsaved")) mark.hidden = !is;
  };
  addEventListener("beforeunload", (event) => { if (pending && !leaving) event.preventDefault(); });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const drawing = form.matches("[data-redraw]") && event.submitter?.value !== "save";
    if (drawing || form.matches("[data-swap]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      send(form, event.submitter);
    } else {
      leaving = true;
    }
  }, true);
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-redraw]")) {
      if (event.target.matches("[data-draws]")) send(form); else unsaved(true);
    } else if (event.target.matches("[data-sends]")) {
      form.requestSubmit();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-leave]")) leaving = true;
    const link = event.target.closest("a[data-swap]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (dragged) { dragged = false; return; }
    inTurn(async () => {
      const answer = await load("GET", link.href);
      exchange(answer.response, answer.responseURL);
    }, () => location.assign(link.href));
  });
  addEventListener("popstate", () => location.reload());

  // One stop for the Tab key in every drawing; the arrow keys go from place to place.
  const places = (grid) => [...grid.querySelectorAll("td a, td button")];
  const dress = () => {
    for (const grid of document.querySelectorAll("[data-grid]")) {
      const all = places(grid);
      const current = all.find((one) => one.matches("[data-focus]")) ?? all.find((one) => one === document.activeElement)
        ?? all.find((one) => one.matches(".place, .seat")) ?? all[0];
      for (const one of all) one.tabIndex = one === current ? 0 : -1;
    }
  };
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const next = (from, [down, across]) => {
    const cell = from.closest("td");
    const rows = [...cell.closest("table").rows];
    let row = rows.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    for (;;) {
      row += down;
      column += across;
      const found = rows[row]?.cells[column];
      if (!found) return null;
      const stop = found.querySelector("a, button:not(:disabled)");
      if (stop) return stop;
    }
  };
  document.addEventListener("focusin", (event) => {
    const grid = event.target.closest("[data-grid]");
    if (grid && event.target.closest("td")) for (const one of places(grid)) one.tabIndex = one === event.target ? 0 : -1;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (ghost) { drop(); return; }
      document.querySelector("[data-cancel]")?.click();
      return;
    }
    const from = event.target.closest?.("[data-grid] td a, [data-grid] td button");
    if (!from || !STEPS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    next(from, STEPS[event.key])?.focus();
  });

  // Seats: a candidate is dragged to a seat of this room, or onto another room to look for a seat there.
  let start = null;
  let ghost = null;
  let dragged = false;
  const targetAt = (x, y) => document.elementFromPoint(x, y)?.closest("[data-seat], [data-room]");
  const drop = () => {
    ghost?.remove();
    document.querySelector(".drop-here")?.classList.remove("drop-here");
    ghost = start = null;
  };
  document.addEventListener("pointerdown", (event) => {
    const held = event.target.closest("[data-number]");
    dragged = false;
    if (!held || event.button || event.pointerType === "touch" || !document.getElementById("move-form")) return;
    start = { held, x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointermove", (event) => {
    if (!start) return;
    if (!ghost) {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < DRAG_FROM_PX) return;
      ghost = document.createElement("div");
      ghost.className = "ghost";
      ghost.textContent = start.held.dataset.who;
      document.body.append(ghost);
      dragged = true;
    }
    event.preventDefault();
    ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    const over = targetAt(event.clientX, event.clientY);
    const before = document.querySelector(".drop-here");
    if (before !== over) { before?.classList.remove("drop-here"); over?.classList.add("drop-here"); }
  });
  document.addEventListener("pointerup", (event) => {
    if (!ghost) { start = null; return; }
    const over = targetAt(event.clientX, event.clientY);
    const number = start.held.dataset.number;
    const from = start.held;
    drop();
    setTimeout(() => { dragged = false; }, 0);
    if (!over || over === from) return;
    if (over.dataset.room) {
      const link = over.matches("a") ? over : over.querySelector("a");
      const address = new URL(link.href);
      address.searchParams.set("pick", number);
      inTurn(async () => { const answer = await load("GET", address.href); exchange(answer.response, answer.responseURL); }, () => location.assign(address.href));
      return;
    }
    const form = document.getElementById("move-form");
    form.elements.number.value = number;
    form.elements.room.value = over.dataset.inRoom;
    form.elements.seat.value = over.dataset.seat;
    send(form);
  });
  document.addEventListener("dragstart", (event) => { if (event.target.closest("[data-number]")) event.preventDefault(); });

  dress();
})();
