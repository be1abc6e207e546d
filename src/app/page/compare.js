// The comparison: pinned states, what differs between their inputs, then the results on common scales, then reasons.

import { button, dialog, el, rebuilt, unbroken } from "./dom.js";
import { get } from "./wire.js";
import { words } from "./words.js";

const letter = (at) => String.fromCharCode(65 + (at % 26));

export function comparePart(desk) {
  const pins = el("ol", { class: "pins" });
  const empty = el("p", { class: "muted small" }, words.pinsEmpty);
  const add = button(words.pin, () => desk.pin(), { icon: "pin", class: "primary", data: { key: "pin-side" } });
  const body = el("div", { class: "compare-body" });
  const node = el("section", { class: "compare", "aria-labelledby": "compare-title" },
    el("div", { class: "side-head" }, el("h2", { id: "compare-title" }, words.compare), add), empty, pins, body);
  let asked = 0, told = null;

  function rename(pin, at) {
    const item = pins.children[at];
    const entry = el("input", { type: "text", value: pin.name, "aria-label": words.pinName, maxlength: "80" });
    const done = (keep) => {
      entry.replaceWith(item.named);
      const name = entry.value.trim();
      if (keep && name && name !== pin.name) desk.act("rename", { pin: pin.pin, name });
    };
    entry.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { entry.onblur = null; done(true); }
      if (event.key === "Escape") { event.stopPropagation(); entry.onblur = null; done(false); }
    });
    entry.onblur = () => done(true);
    item.named.replaceWith(entry);
    entry.select();
  }

  function state(now) {
    empty.hidden = now.pins.length > 0;
    rebuilt(pins, now.pins.map((pin, at) => {
      const named = el("button", { type: "button", class: "pin-name", title: words.show(pin.name), data: { key: `show-${pin.pin}`, pin: pin.pin }, on: { click: () => desk.act("show", { pin: pin.pin }) } }, unbroken(pin.name));
      const item = el("li", { title: pin.sentence ?? "" }, el("span", { class: "letter", "aria-hidden": "true", data: { at: at % 8 } }, letter(at)), named,
        button(words.rename(pin.name), () => rename(pin, at), { icon: "edit", only: true, class: "quiet", data: { key: `rename-${pin.pin}` } }),
        button(words.unpin(pin.name), () => desk.act("unpin", { pin: pin.pin }), { icon: "close", only: true, class: "quiet", data: { key: `unpin-${pin.pin}` } }));
      item.named = named;
      return item;
    }));
    body.hidden = now.pins.length === 0;
  }

  // Fetches what is compared; only the newest answer counts.
  async function load() {
    if (!desk.state?.pins.length) return rebuilt(body);
    const own = (asked += 1);
    try {
      const fresh = await get(`/api/desk/${desk.id}/compare`);
      if (own === asked) { told = fresh; draw(); }
    } catch { /* The next answer asks again. */ }
  }

  const short = (column, at) => (column.pin === null || column.pin === undefined ? words.now : letter(at));

  const shown = (cell) => unbroken(`${cell.text}${cell.margin_text ? ` ${cell.margin_text.trim()}` : ""}`);

  function scale(result) {
    // One scale for all, with room for what is not proven.
    const ends = result.cells.filter((cell) => typeof cell.value === "number").flatMap((cell) => [cell.value - (cell.margin ?? 0), cell.value + (cell.margin ?? 0)]);
    const [lowest, highest] = [Math.min(result.min ?? Infinity, ...ends), Math.max(result.max ?? -Infinity, ...ends)];
    // What is nearly the same looks nearly the same: a scale spans two percent of its values at least.
    const wider = Math.max(0, 0.02 * Math.max(Math.abs(lowest), Math.abs(highest)) - (highest - lowest)) / 2;
    const [least, most] = [lowest - wider, highest + wider];
    const edge = (most - least) * 0.06 || 1;
    const place = (value) => Math.max(0, Math.min(100, ((value - least + edge) / (most - least + 2 * edge)) * 100));
    const lines = result.cells.map((cell, at) => {
      const column = told.columns[at];
      const dot = el("i", { class: "dot" }), whisker = el("i", { class: "whisker" });
      if (typeof cell.value === "number") {
        dot.style.left = `${place(cell.value)}%`;
        const margin = cell.margin ?? 0;
        const [from, to] = [place(cell.value - margin), place(cell.value + margin)];
        whisker.style.left = `${from}%`;
        whisker.style.width = `${to - from}%`;
      }
      return el("div", { class: "scale-line", data: { at: column.pin ? at % 8 : "now" } },
        el("span", { class: "letter", data: { at: column.pin ? at % 8 : "now" }, title: column.name }, short(column, at)),
        el("span", { class: "scale", "aria-hidden": "true" }, typeof cell.value === "number" && [whisker, dot]), el("span", { class: "scale-text" }, shown(cell)));
    });
    return el("div", { class: "result" }, el("h4", {}, result.label), lines,
      result.tell_apart === false && el("p", { class: "muted small" }, words.cannotTell));
  }

  function inputs() {
    if (!told.inputs.length) return el("p", { class: "muted small" }, words.sameInputs);
    return el("ul", { class: "inputs" }, told.inputs.map((input) => el("li", { data: { kind: input.kind } },
      el("span", { class: "kind" }, words.kinds[input.kind] ?? input.kind), el("strong", {}, input.label),
      el("dl", {}, input.cells.map((cell, at) => el("div", {}, el("dt", {}, short(told.columns[at], at)), el("dd", {}, cell)))))));
  }

  function grid() {
    const head = el("tr", {}, el("td", {}), told.columns.map((column, at) => el("th", { scope: "col" }, `${short(column, at)} · ${column.name}`, el("span", { class: "unit" }, ` ${column.mark ?? ""}`))));
    const line = (label, cells, numeric) => el("tr", {}, el("th", { scope: "row" }, label), cells.map((cell) => el("td", { class: numeric ? "number" : undefined }, cell)));
    const part = (title, rows) => rows.length > 0 && el("tbody", {}, el("tr", { class: "part" }, el("th", { scope: "rowgroup", colspan: told.columns.length + 1 }, title)), rows);
    return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.compare }, el("table", { class: "grid-table" }, el("thead", {}, head),
      part(words.inputs, told.inputs.map((input) => line(input.label, input.cells, false))),
      part(words.results, told.results.map((result) => line(result.label, result.cells.map(shown), true)))));
  }

  function draw() {
    const open = () => dialog(words.compare, grid(), told.reasons?.length > 0 && el("ul", { class: "sentences" }, told.reasons.map((reason) => el("li", {}, unbroken(reason))))).classList.add("wide");
    rebuilt(body,
      el("h3", {}, words.inputs), inputs(),
      told.results.length > 0 && el("h3", {}, words.results), told.results.map(scale),
      told.reasons?.length > 0 && [el("h3", {}, words.reasons), el("ul", { class: "sentences" }, told.reasons.map((reason) => el("li", {}, unbroken(reason))))],
      button(words.asTable, open, { class: "link", data: { key: "grid" } }));
  }
  return { node, state, load };
}
