// A table as the server gives it. Numbers with a reason open it.

import { el } from "./dom.js";
import { words } from "./words.js";

// A browser bears more rows, but no reader does; the CSV file has all.
const ROWS = 200;

// A number that answers "why" when there is a reason to give.
export function figure(cell, desk, key) {
  if (!cell.why || !desk) return el("span", {}, cell.text);
  const label = words.whyOf(cell.label ? `${cell.label}, ${cell.text}` : cell.text);
  return el("button", {
    type: "button", class: "figure", title: words.why, "aria-label": label, data: { why: cell.why, key: key ?? `why-${cell.why}` },
    on: { click: () => desk.why(cell.why) },
  }, cell.text);
}

export function table(told, desk, { caption = true } = {}) {
  const wide = (column) => (column.numeric ? "number" : undefined);
  const head = told.columns.map((column) => el("th", { scope: "col", class: wide(column) },
    column.label, column.unit && !column.label.includes(`(${column.unit})`) && el("span", { class: "unit" }, ` ${column.unit}`)));
  const rows = told.rows.slice(0, ROWS).map((row, at) => el("tr", {}, row.map((cell, place) => {
    const column = told.columns[place] ?? {};
    const tag = place === 0 ? "th" : "td";
    return el(tag, { scope: place === 0 ? "row" : undefined, class: wide(column) }, figure(cell, desk, `${told.name}-${at}-${place}`));
  })));
  const count = told.rows.length > ROWS ? words.firstRows(ROWS, told.rows.length) : words.rows(told.rows.length);
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": told.title },
    el("table", {}, el("caption", { class: caption ? undefined : "unseen" }, told.title, " · ", count),
      el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)));
}
