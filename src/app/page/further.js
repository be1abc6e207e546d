// What would help most, and longer questions that the server works on beside the plan.

import { button, el, rebuilt, unbroken } from "./dom.js";
import { get } from "./wire.js";
import { words } from "./words.js";

// Rows of what helps most; the table of what is scarce has all.
const ROWS = 6;

export function furtherPart(desk) {
  const list = el("ol", { class: "more-list" });
  const note = el("p", { class: "muted small" });
  const more = el("section", { class: "more-part", "aria-labelledby": "more-title" }, el("h2", { id: "more-title" }, words.more), list, note);
  const running = new Map();
  const chips = el("div", { class: "row wrap" });
  const further = el("section", { "aria-labelledby": "further-title" }, el("h2", { id: "further-title" }, words.further), chips);
  let newest = 0;

  async function load() {
    const own = (newest += 1);
    let told;
    try { told = await get(`/api/desk/${desk.id}/more`); } catch { return; }
    if (own !== newest) return;
    const act = (row) => (row.edits ? desk.play(row.edits) : desk.levers.focus(row.lever));
    rebuilt(list, told.rows.length === 0 && !told.note && el("li", { class: "muted" }, words.moreEmpty), told.rows.slice(0, ROWS).map((row, at) => el("li", {},
      row.lever || row.edits ? el("button", { type: "button", class: "link", data: { key: `more-${at}` }, on: { click: () => act(row) } }, unbroken(row.text)) : unbroken(row.text))));
    more.hidden = false;
    note.textContent = told.note ?? "";
    note.hidden = !told.note;
  }

  function draw() {
    rebuilt(chips, Object.entries(words.asks).map(([id, title]) => {
      const asked = running.get(id);
      if (asked === undefined) return button(title, () => ask(id, title), { class: "chip", data: { key: `ask-${id}` } });
      return button(words.asking(title), () => desk.act("stop", { question: asked }), { class: "chip", "aria-busy": "true", title: words.stopAsked(title), icon: "close", data: { key: `ask-${id}` } });
    }));
  }
  async function ask(id, title) {
    const taken = await desk.ask(id, title);
    if (!taken) return;
    running.set(id, taken.id ?? taken.job);
    draw();
  }
  // A result came: its question can be asked again.
  function done(result) {
    for (const [id, asked] of running) if (asked === result.id || id === result.question) running.delete(id);
    draw();
  }
  more.hidden = true;
  draw();
  return { more, further, load, done };
}
