// Keying in paper: letters move on, arrows move between lines, and what is typed survives a lost sign-in.
"use strict";

(() => {
  const form = document.getElementById("sheet");
  if (!form) return;
  const key = `examday-paper:${form.dataset.draft}`;
  const columns = {};
  form.querySelectorAll("[data-column]").forEach((field) => {
    const column = (columns[field.dataset.column] ??= []);
    field.dataset.line = column.length;
    column.push(field);
  });

  const go = (column, line) => {
    const field = columns[column]?.[line];
    if (!field) return;
    field.focus();
    if (field.select && field.type !== "checkbox") field.select();
  };

  form.addEventListener("keydown", (event) => {
    const { column, line } = event.target.dataset;
    if (column === undefined) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? (event.key === "Enter" ? 1 : 0);
    if (!step) return;
    event.preventDefault();
    go(column, Number(line) + step);
  });

  form.addEventListener("input", (event) => {
    const { column, line } = event.target.dataset;
    if (column === "m") {
      event.target.value = event.target.value.toUpperCase();
      if ("LT".includes(event.target.value) && event.target.value) go("t", Number(line));
      else if ("PAW".includes(event.target.value) && event.target.value) go("m", Number(line) + 1);
    } else if (column === "t" && /^\d{4}$|^\d{1,2}:\d{2}$/.test(event.target.value)) {
      const letter = columns.m[Number(line)].value;
      if (letter !== "T") go("m", Number(line) + 1);
    }
    keep();
  });

  // For this tab only, and without names: a sign-in that ended must not cost a hall's worth of typing.
  const kept = () => [...form.elements].filter((f) => f.name && f.name !== "csrf" && f.name !== "mark" && f.type !== "submit" && f.dataset.noDraft === undefined);
  const keep = () => {
    const values = {};
    kept().forEach((f) => { if (f.type === "checkbox" ? f.checked : f.value) values[f.name] = f.type === "checkbox" ? true : f.value; });
    sessionStorage.setItem(key, JSON.stringify(values));
  };
  form.addEventListener("change", keep);

  if (form.dataset.recorded !== undefined) { sessionStorage.removeItem(key); return; }
  const outcome = document.getElementById("outcome");
  if (outcome) { outcome.focus(); return; }
  const stored = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  kept().forEach((f) => {
    if (!(f.name in stored)) return;
    if (f.type === "checkbox") f.checked = true;
    else f.value = stored[f.name];
  });
})();
