// Keys of the desk. While somebody types, only Escape is ours.

import { dialog, button, el } from "./dom.js";
import { openFinder } from "./finder.js";
import { startTour } from "./tour.js";
import { words } from "./words.js";

export function help(desk) {
  const pair = ([key, text]) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, text));
  const box = dialog(words.help, el("dl", { class: "keys" }, words.keys.map(pair)), el("h3", {}, words.readMarks), el("dl", { class: "keys" }, words.markHelp.map(pair)),
    desk && button(words.tour, () => { box.close(); startTour(desk); }, { class: "primary" }));
}

const types = (node) => node.matches?.("input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]");

export function keys(desk) {
  const acts = {
    "/": () => openFinder(desk),
    z: () => desk.act("undo"),
    Z: () => desk.act("redo"),
    p: () => desk.pin(),
    t: () => desk.gallery.flip(),
    "?": () => help(desk),
    w: () => {
      const focused = document.activeElement?.closest?.("[data-why]")?.dataset.why;
      const first = desk.answer?.sentences?.find((sentence) => sentence.why)?.why ?? [...(desk.answer?.headline ?? []), ...(desk.answer?.goals ?? [])].find((each) => each.why)?.why;
      if (focused ?? first) desk.why(focused ?? first);
    },
  };
  const press = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      if (desk.panel.close()) return;
      if (types(event.target)) return event.target.blur();
      if (desk.solving) desk.act("stop");
      return;
    }
    if (types(event.target)) return;
    const place = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
    const pin = desk.state?.pins[place];
    const act = pin ? () => desk.act("show", { pin: pin.pin }) : acts[event.key];
    if (!act || !desk.state) return;
    event.preventDefault();
    act();
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}
