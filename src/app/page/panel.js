// The panel beside the answer: reasons of a number, and the results of longer questions.

import { button, el, unbroken } from "./dom.js";
import { pictureView } from "./pictures.js";
import { table } from "./table.js";
import { words } from "./words.js";

export function sidePanel(desk) {
  const title = el("h2", { tabindex: "-1" });
  const body = el("div", { class: "panel-body" });
  const node = el("aside", { class: "drawer", "aria-label": words.why, hidden: true },
    el("div", { class: "side-head" }, title, button(words.close, () => close(), { icon: "close", only: true, class: "quiet" })), body);
  let back = null, view = null;

  function close() {
    if (node.hidden) return false;
    node.hidden = true;
    view?.end();
    view = null;
    const key = back?.dataset?.key;
    const again = back?.isConnected ? back : key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    (again || document.getElementById("main"))?.focus({ preventScroll: true });
    return true;
  }
  function open(told) {
    if (node.hidden) back = document.activeElement;
    view?.end();
    view = null;
    title.textContent = told.title;
    node.setAttribute("aria-label", told.title);
    const asides = [told.mark, told.note].filter(Boolean).map((text) => el("p", { class: "muted" }, text));
    body.replaceChildren(...asides, ...(told.sentences ?? []).map((sentence) => el("p", {}, unbroken(sentence.text ?? sentence))));
    node.hidden = false;
    const tables = told.tables ?? [];
    if (told.picture) {
      view = pictureView(desk);
      body.append(view.node);
      view.update(told.picture, tables);
    }
    body.append(...tables.filter((each) => each.name !== told.picture?.table).map((each) => table(each, desk)));
    body.scrollTop = 0;
    title.focus({ preventScroll: true });
  }
  return { node, open, close };
}
