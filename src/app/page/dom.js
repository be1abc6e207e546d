// Elements from plain data. Text always becomes a text node, so that no text of a model is ever taken for markup.

import { words } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

function dress(node, props) {
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key === "value" && "value" in node) node.value = value;
    else if (key === "checked") node.checked = true;
    else if (value === true) node.setAttribute(key, "");
    else node.setAttribute(key, String(value));
  }
}

function fill(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  // A select takes its value only when its options are there.
  const { value, ...rest } = props;
  dress(node, rest);
  fill(node, children);
  if (value !== undefined) dress(node, { value });
  return node;
}

export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  dress(node, props);
  return fill(node, children);
}

const ICONS = {
  mark: "M9 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12M15 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12",
  undo: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 0 12",
  redo: "m15 7 5 5-5 5M20 12H10a6 6 0 0 0 0 12",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4",
  moon: "M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5",
  pin: "M12 15v6M8 3h8l-1 6 3 3v3H6v-3l3-3z",
  share: "M12 15V3M8 7l4-4 4 4M5 12v8h14v-8",
  take: "M12 3v12M8 11l4 4 4-4M5 20h14",
  reset: "M4 4v6h6M4.6 10a8 8 0 1 1-.4 5",
  close: "M6 6l12 12M18 6 6 18",
  up: "m6 14 6-6 6 6",
  down: "m6 10 6 6 6-6",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  info: "M12 11v6M12 7.5v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l4.5 4.5",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  sliders: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  answer: "M4 5h16M4 10h16M4 15h10",
  scales: "M5 20V9M12 20V4M19 20v-8",
};

export function icon(name) {
  const shift = name === "undo" || name === "redo" ? "translate(0 -3)" : undefined;
  const lines = svg("path", { d: ICONS[name], transform: shift });
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, lines);
}

export function button(text, act, props = {}) {
  const { icon: drawn, only, ...rest } = props;
  const told = only ? { "aria-label": text, title: text } : {};
  return el("button", { type: "button", ...told, ...rest, class: [rest.class, only && "only"].filter(Boolean).join(" ") || undefined, on: { click: act } }, drawn && icon(drawn), !only && el("span", {}, text));
}

// Rebuilds what a node holds and gives the focus back to the control with the same key.
export function rebuilt(node, ...children) {
  const held = document.activeElement;
  const key = held && node.contains(held) ? held.dataset.key : undefined;
  node.replaceChildren();
  fill(node, children);
  if (key) node.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  return node;
}

// Reads a text aloud once it has stood for a moment; the newest wins.
let spoken = "", waiting = 0;
export function speak(text) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (!text || text === spoken) return;
    spoken = text;
    document.getElementById("live").textContent = text;
  }, 400);
}

export function toast(text) {
  document.querySelector(".toast")?.remove();
  const note = el("div", { class: "toast" }, text);
  document.body.append(note);
  speak(text);
  setTimeout(() => note.remove(), 4000);
}

// A modal dialog that leaves the page when it is closed.
export function dialog(title, ...children) {
  const head = el("div", { class: "dialog-head" }, el("h2", {}, title));
  const box = el("dialog", { class: "dialog", "aria-label": title }, head, ...children);
  head.append(button(words.close, () => box.close(), { icon: "close", only: true, class: "quiet" }));
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  document.body.append(box);
  box.showModal();
  return box;
}

export function save(name, text, type) {
  const blob = text instanceof Blob ? text : new Blob([text], { type });
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function invalid(entry, is) {
  if (is) entry.setAttribute("aria-invalid", "true");
  else entry.removeAttribute("aria-invalid");
}

// Numbers keep their units on the same line.
export const unbroken = (text) => text.replace(/([\d)]) (?=%|bn\b|m\b|EUR\b|\d{3}\b)/g, "$1\u00a0").replace(/([±−]) (?=\d)/g, "$1\u00a0").replace(/(bn|m) (?=EUR)/g, "$1\u00a0");
