// What can be taken away: the address, the YAML, the command, and the files that the server makes.

import { button, dialog, el, toast } from "./dom.js";
import { post } from "./wire.js";
import { words } from "./words.js";

async function copy(text, done, title) {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    const entry = el("input", { type: "text", readonly: true, value: text, "aria-label": title, class: "wide-entry" });
    dialog(title, entry);
    entry.select();
  }
}

export function share(desk) {
  const view = desk.picture ? `;view=${desk.picture}` : "";
  return copy(`${location.origin}/#${desk.state.address}${view}`, words.shared, words.shareBy);
}

function saveYaml(desk) {
  const finding = el("p", { class: "finding", role: "alert", hidden: true });
  const entry = el("input", { type: "text", value: `${desk.state.proposal || "proposal"}-edited.yaml`.replace(/\s+/g, "-"), id: "save-name", class: "wide-entry" });
  const form = el("form", { class: "form" }, el("label", { for: "save-name" }, words.saveAs), entry, finding, el("button", { type: "submit", class: "primary" }, words.saveYaml.replace("…", "")));
  const box = dialog(words.saveYaml.replace("…", ""), form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const file = entry.value.trim();
      const saved = await post(`/api/desk/${desk.id}/save`, { file });
      box.close();
      toast(words.saved(saved.file ?? file));
    } catch (refused) {
      finding.textContent = refused.message;
      finding.hidden = false;
    }
  });
  entry.select();
}

// A button that opens a list of actions; Escape and a click elsewhere close it.
export function takeMenu(desk) {
  const list = el("div", { class: "menu-list", hidden: true });
  const opener = button(words.take, () => flip(), { icon: "take", class: "quiet", "aria-expanded": "false", data: { key: "take" } });
  const node = el("div", { class: "menu" }, opener, list);
  const flip = (to = list.hidden) => {
    if (to) fill();
    list.hidden = !to;
    opener.setAttribute("aria-expanded", String(to));
    if (to) list.querySelector("a, button")?.focus();
  };
  const act = (text, run) => el("button", { type: "button", on: { click: () => { flip(false); opener.focus(); run(); } } }, text);
  function fill() {
    const link = (label, href, file) => el("a", { href, download: file ?? "", on: { click: () => flip(false) } }, label);
    const given = desk.state.exports ?? [];
    const yaml = given.some((each) => each.href.endsWith("/export.yaml")) ? [] : [link(words.yaml, `/api/desk/${desk.id}/export.yaml`)];
    list.replaceChildren(...yaml, ...given.map((each) => link(each.label, each.href, each.file)), act(words.saveYaml, () => saveYaml(desk)),
      act(words.command, () => copy(desk.state.command, words.commandCopied, words.command)));
  }
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); flip(false); opener.focus(); }
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way || list.hidden) return;
    event.preventDefault();
    const items = [...list.children];
    items[(items.indexOf(document.activeElement) + way + items.length) % items.length].focus();
  });
  node.addEventListener("focusout", (event) => { if (!node.contains(event.relatedTarget)) flip(false); });
  return node;
}

