// The tour: five steps beside the thing that each is about. It can be skipped at any time and is offered once.

import { button, el } from "./dom.js";
import { words } from "./words.js";

const KEY = "entente-tour";

export function tourWasSeen() {
  try { return localStorage.getItem(KEY) !== null; } catch { return true; }
}

export function startTour(desk) {
  document.querySelector(".tour")?.remove();
  const title = el("h2", { tabindex: "-1" });
  const text = el("p");
  const count = el("span", { class: "muted small" });
  const next = button(words.next, () => show(at + 1), { class: "primary" });
  const card = el("div", { class: "tour", role: "dialog", "aria-label": words.tour }, title, text, el("div", { class: "row" }, count, button(words.skip, () => end(), { class: "quiet" }), next));
  const held = document.activeElement;
  let at = 0, lit = null;
  const light = (node) => {
    lit?.removeAttribute("data-lit");
    lit = node;
    lit?.setAttribute("data-lit", "");
  };
  function end() {
    try { localStorage.setItem(KEY, "seen"); } catch { /* A browser may keep nothing. */ }
    light(null);
    card.remove();
    removeEventListener("resize", place);
    desk.tab("answer");
    if (held?.isConnected) held.focus();
  }
  // Beside what is lit where there is room, else at the lower edge.
  function place() {
    const box = lit?.getBoundingClientRect();
    const { width, height } = card.getBoundingClientRect();
    const gap = 14;
    const sides = box ? [[box.right + gap, box.top], [box.left - width - gap, box.top], [box.left, box.bottom + gap]] : [];
    const fits = ([left, top]) => left >= 8 && left + width <= innerWidth - 8 && top >= 0 && top + height <= innerHeight - 8;
    const [left, top] = sides.map(([x, y]) => [x, Math.max(60, Math.min(y, innerHeight - height - 60))]).find(fits) ?? [(innerWidth - width) / 2, innerHeight - height - 72];
    card.style.left = `${left}px`;
    card.style.top = `${top}px`;
  }
  function show(step) {
    if (step >= words.steps.length) return end();
    at = step;
    const told = words.steps[at];
    desk.tab(told.tab);
    light(document.querySelector(told.at));
    lit?.scrollIntoView({ block: "nearest" });
    title.textContent = told.title;
    text.textContent = told.text;
    count.textContent = words.step(at + 1, words.steps.length);
    next.lastChild.textContent = at + 1 === words.steps.length ? words.done : words.next;
    place();
    title.focus({ preventScroll: true });
  }
  card.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); end(); } });
  document.body.append(card);
  addEventListener("resize", place);
  show(0);
}
