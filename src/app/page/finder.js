// Finds a lever, a number or a picture by name.

import { dialog, el } from "./dom.js";
import { words } from "./words.js";

function everything(desk) {
  const list = [{ label: words.members, kind: words.levers, go: () => desk.levers.focus("members") }];
  for (const section of desk.state.sections) {
    for (const lever of section.levers) list.push({ label: lever.label, kind: section.title, text: lever.text, go: () => desk.levers.focus(lever.id) });
  }
  for (const each of desk.answer?.headline ?? []) {
    list.push({ label: each.label, kind: words.answer, text: each.text, go: () => { desk.tab("answer"); document.querySelector(`[data-key="tile-${CSS.escape(each.id)}"]`)?.focus(); } });
  }
  for (const each of desk.gallery.list()) list.push({ label: each.title, kind: words.pictures, go: () => { desk.tab("answer"); desk.gallery.show(each.id, true); } });
  for (const pin of desk.state.pins) list.push({ label: pin.name, kind: words.pins, go: () => desk.act("show", { pin: pin.pin }) });
  return list;
}

export function openFinder(desk) {
  const all = everything(desk);
  const list = el("ul", { id: "found", class: "options found", role: "listbox", "aria-label": words.finder });
  const entry = el("input", { type: "text", role: "combobox", "aria-label": words.finder, "aria-expanded": "true", "aria-controls": "found", "aria-autocomplete": "list", autocomplete: "off", class: "wide-entry" });
  const none = el("p", { class: "muted", hidden: true }, words.finderEmpty);
  const box = dialog(words.finder, entry, list, none);
  let found = [], at = 0;
  const go = (each) => { box.close(); each.go(); };
  const mark = () => {
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    if (found.length) entry.setAttribute("aria-activedescendant", `found-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const search = () => {
    const wanted = entry.value.trim().toLowerCase().split(/\s+/);
    const rank = (each) => (each.label.toLowerCase().startsWith(wanted[0]) ? 0 : 1);
    found = all.filter((each) => wanted.every((word) => `${each.label} ${each.kind}`.toLowerCase().includes(word))).sort((a, b) => rank(a) - rank(b)).slice(0, 40);
    list.replaceChildren(...found.map((each, place) => el("li", { role: "option", id: `found-${place}`, on: { click: () => go(each) } },
      el("strong", {}, each.label), el("span", {}, [each.text, each.kind].filter(Boolean).join(" · ")))));
    none.hidden = found.length > 0;
    at = 0;
    mark();
  };
  entry.addEventListener("input", search);
  entry.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way && found.length) { event.preventDefault(); at = (at + way + found.length) % found.length; mark(); }
    if (event.key === "Enter" && found[at]) { event.preventDefault(); go(found[at]); }
  });
  search();
  entry.focus();
}
