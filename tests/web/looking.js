() => {
  const faults = [];
  const say = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && style.display !== "none";
  };
  const readerOnly = (element) => element.closest(".hidden-text, .skip") !== null;

  // Colours as the browser computed them, drawn on a canvas so that every notation is understood.
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a: a / 255 };
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a),
    g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a),
    a: 1,
  });
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a >= 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const luminance = ({ r, g, b }) => {
    const linear = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (one, other) => {
    const [high, low] = [luminance(one), luminance(other)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const checked = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || checked.has(element)) continue;
    checked.add(element);
    if (!shown(element) || readerOnly(element)) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    // Taken off the page on purpose, such as the name beside a logo where there is no room for it.
    if (size === 0) continue;
    if (size < 13) say(`text of ${size} px`, element);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    const back = behind(element);
    const ratio = contrast(over(rgba(style.color), back), back);
    if (ratio < (large ? 3 : 4.5)) say(`contrast ${ratio.toFixed(2)}`, element);
  }

  // Names.
  const nameOf = (element) =>
    (element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent || "").trim();
  const named = new Map();
  for (const element of document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")) {
    if (!nameOf(element)) say("no name", element);
    if (element.matches("input, select, textarea") && !element.labels?.length) say("no label", element);
    if (!shown(element) || readerOnly(element)) continue;
    if (element.matches("button, a.button")) {
      const target = element.href ?? `${element.form?.action ?? ""}?${element.name}=${element.value}`;
      const name = nameOf(element);
      if (named.has(name) && named.get(name) !== target) say(`two targets named “${name}”`, element);
      named.set(name, target);
    }
    // Targets of 48 px; links within a sentence and names in tables are text.
    const inline = element.matches("a:not(.button)") && element.closest("p, td, th, li:not(:has(> a:only-child)), h2, h3");
    const box = (element.matches("[type=radio], [type=checkbox]") ? element.closest("label") : element).getBoundingClientRect();
    if (!inline && (box.height < 47.5 || box.width < 47.5)) say(`target of ${box.width.toFixed(0)} × ${box.height.toFixed(0)} px`, element);
  }
  for (const image of document.querySelectorAll("img:not([alt]), svg[role=img]:not([aria-label])")) say("picture without words", image);
  for (const cell of document.querySelectorAll("table:not(.seatmap) thead th")) {
    if (!cell.getAttribute("scope")) say("heading cell without scope", cell);
    if (!cell.textContent.trim()) say("empty heading cell", cell);
  }

  // Structure.
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  if (headings.filter((h) => h.tagName === "H1").length !== 1) faults.push("not exactly one h1");
  headings.reduce((level, heading) => {
    const here = Number(heading.tagName[1]);
    if (here > level + 1) say(`heading jumps from ${level} to ${here}`, heading);
    return here;
  }, 0);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) faults.push(`id twice: ${id}`);
  for (const part of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
    const id = part.getAttribute("aria-labelledby") ?? part.getAttribute("aria-describedby");
    if (!document.getElementById(id)) say("points to nothing", part);
  }
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title) faults.push("no title");
  if (document.querySelectorAll("main").length !== 1) faults.push("not exactly one main");
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth > box.clientWidth + 1 && box.tabIndex !== 0) say("scrolls, but not by keyboard", box);
  }
  const tooWide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (tooWide > 1) faults.push(`the page is ${tooWide} px wider than the window`);
  return faults;
}
