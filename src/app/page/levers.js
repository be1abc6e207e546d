// The column of levers: who buys together, then the sections that the model gives.

import { button, el, unbroken } from "./dom.js";
import { leverRow } from "./lever.js";
import { membersPanel } from "./members.js";
import { words } from "./words.js";

// A section shows as many levers before it asks.
const FEW = 7;
const OPEN = ["who", "money", "rules", "denials"];

export function leversColumn(desk) {
  const views = new Map();
  const members = membersPanel(desk);
  const changes = el("div", { class: "changes" });
  const list = el("div", { class: "sections" });
  const finding = el("p", { class: "finding", role: "alert", hidden: true });
  const node = el("section", { class: "levers", "aria-label": words.levers, tabindex: "-1" }, changes, finding, members.node, list);
  const opened = new Map(), all = new Set();
  let shape = "";

  function hide(section, rows) {
    const many = section.levers.filter((lever) => lever.more).length > 0 || section.levers.length > FEW + 2;
    if (!many) return null;
    const isFew = (lever, at) => (section.levers.some((each) => each.more) ? !lever.more : at < FEW);
    const more = button("", () => {
      all.has(section.id) ? all.delete(section.id) : all.add(section.id);
      show();
    }, { class: "link more", data: { key: `more-${section.id}` } });
    const show = () => {
      const every = all.has(section.id);
      rows.forEach((row, at) => { row.node.hidden = !every && !isFew(row.lever, at) && !row.lever.changed; });
      more.replaceChildren(every ? words.showLess : words.showAll(section.levers.length));
      more.setAttribute("aria-expanded", String(every));
    };
    show();
    return { more, show };
  }

  const folds = new Map();
  function build(state) {
    views.clear();
    folds.clear();
    list.replaceChildren(...state.sections.map((section) => {
      const rows = section.levers.map((lever) => {
        const view = leverRow(lever, desk);
        views.set(lever.id, view);
        return view;
      });
      const fold = hide(section, rows);
      const count = el("span", { class: "count" });
      const details = el("details", { class: "section", open: opened.get(section.id) ?? OPEN.includes(section.id), data: { section: section.id } },
        el("summary", {}, el("h2", {}, section.title), count), rows.map((row) => row.node), fold?.more);
      details.addEventListener("toggle", () => opened.set(section.id, details.open));
      folds.set(section.id, { rows, fold, count, details });
      return details;
    }));
  }

  // The proposal stands in the bar, and the first pool's members have a panel of their own.
  const elsewhere = (lever) => lever.id === "proposal" || lever.id === "members";
  function update(given) {
    const sections = given.sections.map((section) => ({ ...section, levers: section.levers.filter((lever) => !elsewhere(lever)) }));
    const state = { ...given, sections: sections.filter((section) => section.levers.length) };
    const now = JSON.stringify(state.sections.map((section) => [section.id, section.levers.map((lever) => [lever.id, lever.kind])]));
    if (now !== shape) {
      const key = document.activeElement?.dataset?.key;
      build(state);
      if (key) list.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    }
    shape = now;
    members.update(state);
    for (const section of state.sections) {
      for (const lever of section.levers) views.get(lever.id).update(lever);
      const { rows, fold, count } = folds.get(section.id);
      const changed = rows.filter((row) => row.lever.changed).length;
      count.textContent = changed ? words.changed(changed) : "";
      fold?.show();
    }
    const moved = state.changed ?? [];
    changes.replaceChildren(
      el("div", { class: "changes-head" }, el("strong", {}, moved.length ? words.changed(moved.length) : words.unchanged),
        moved.length > 0 && button(words.resetAll, () => desk.act("reset"), { class: "link", data: { key: "reset-all" } })),
      el("ul", {}, moved.map((each) => el("li", {}, el("button", { type: "button", class: "link", on: { click: () => focus(each.lever) } }, unbroken(each.text))))));
  }

  function clear() {
    finding.hidden = true;
    members.find("");
    views.forEach((view) => view.find(""));
  }

  // Says each finding at its lever, or above all where it has none.
  function find(findings) {
    clear();
    for (const each of findings) {
      const view = each.lever === "members" ? members : views.get(each.lever);
      if (view) { view.find(each.text); reveal(each.lever); continue; }
      finding.textContent = [finding.hidden ? "" : finding.textContent, each.text].filter(Boolean).join(" ");
      finding.hidden = false;
    }
  }

  function reveal(id) {
    const view = views.get(id);
    if (!view) return;
    const details = view.node.closest("details");
    details.open = true;
    if (view.node.hidden) all.add(details.dataset.section), folds.get(details.dataset.section).fold.show();
    return view;
  }

  function focus(id) {
    desk.tab("levers");
    if (id === "members") return members.focus();
    if (id === "proposal") return document.querySelector('[data-key="proposal"]').focus();
    const view = reveal(id);
    if (!view) return node.focus();
    view.node.scrollIntoView({ block: "center" });
    view.focus();
  }

  return { node, update, find, clear, focus };
}
