// Light or dark: as the system, until the reader chooses.

import { button, icon } from "./dom.js";
import { words } from "./words.js";

const KEY = "entente-theme";
const wish = matchMedia("(prefers-color-scheme: dark)");
const told = new Set();
let chosen = null;
try { chosen = localStorage.getItem(KEY); } catch { /* A browser may keep nothing. */ }

export const theme = () => chosen ?? (wish.matches ? "dark" : "light");

function dress() {
  document.documentElement.dataset.theme = theme();
  told.forEach((act) => act());
}

export function onTheme(act) {
  told.add(act);
  return () => told.delete(act);
}

export function switchTheme() {
  chosen = theme() === "dark" ? "light" : "dark";
  try { localStorage.setItem(KEY, chosen); } catch { /* A browser may keep nothing. */ }
  dress();
}

export function themeButton() {
  const node = button("", switchTheme, { class: "quiet only" });
  const draw = () => {
    const to = theme() === "dark" ? words.toLight : words.toDark;
    node.replaceChildren(icon(theme() === "dark" ? "sun" : "moon"));
    node.setAttribute("aria-label", to);
    node.title = to;
  };
  onTheme(draw);
  draw();
  return node;
}

wish.addEventListener("change", dress);
dress();
