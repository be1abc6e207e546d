// The pictures of an answer behind one row of tabs.

import { el } from "./dom.js";
import { pictureView } from "./pictures.js";
import { words } from "./words.js";

const LOSERS = "who-loses";

export function gallery(desk) {
  const tabs = el("div", { class: "picture-tabs", role: "tablist", "aria-label": words.pictures });
  const view = pictureView(desk);
  const panel = el("div", { class: "picture-panel", role: "tabpanel", id: "picture", tabindex: "-1" }, view.node);
  const none = el("p", { class: "muted" }, words.noPictures);
  const node = el("section", { class: "gallery", "aria-label": words.pictures }, tabs, none, panel);
  let list = [], tables = [], shape = "";

  function show(id, focus = false) {
    const picture = list.find((each) => each.id === id) ?? list[0];
    if (!picture) return;
    desk.picture = picture.id;
    for (const tab of tabs.children) {
      const is = tab.dataset.id === picture.id;
      tab.setAttribute("aria-selected", String(is));
      tab.tabIndex = is ? 0 : -1;
      if (is) {
        panel.setAttribute("aria-labelledby", tab.id);
        if (focus) tab.focus();
        if (tab.offsetLeft < tabs.scrollLeft || tab.offsetLeft + tab.offsetWidth > tabs.scrollLeft + tabs.clientWidth) tabs.scrollLeft = tab.offsetLeft - 40;
      }
    }
    view.update(picture, tables);
    desk.address();
  }
  tabs.addEventListener("keydown", (event) => {
    const at = list.findIndex((each) => each.id === desk.picture);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(list[(to + list.length) % list.length].id, true);
  });

  function update(answer) {
    list = [...(answer?.pictures ?? [])];
    tables = answer?.tables ?? [];
    const losers = answer?.who_loses;
    if (losers && !list.some((each) => each.id === LOSERS)) {
      const says = losers.rows.length ? undefined : words.nobodyLoses;
      list.push({ id: LOSERS, title: losers.title ?? words.whoLoses, says, panels: [], table: losers });
    }
    // A table that stands behind no picture has a tab of its own.
    const drawn = new Set(list.map((each) => each.table?.name ?? each.table));
    for (const each of tables) if (!drawn.has(each.name)) list.push({ id: `table-${each.name}`, title: each.title, says: each.about, tab: words.tabs[each.name], panels: [], table: each });
    none.hidden = list.length > 0;
    panel.hidden = tabs.hidden = list.length === 0;
    const now = JSON.stringify(list.map((each) => each.id));
    if (now !== shape) {
      const held = tabs.contains(document.activeElement);
      tabs.replaceChildren(...list.map((each) => el("button", { type: "button", role: "tab", id: `tab-${each.id}`, data: { id: each.id }, "aria-controls": "picture", on: { click: () => show(each.id) } },
        each.tab ?? words.tabs[each.id] ?? each.title.split(":")[0])));
      if (held) tabs.querySelector(`[data-id="${CSS.escape(desk.picture ?? "")}"]`)?.focus();
    }
    shape = now;
    show(desk.picture);
  }
  const stale = (is) => node.toggleAttribute("data-stale", is);
  return { node, update, show, stale, flip: () => view.flip(), list: () => list };
}
