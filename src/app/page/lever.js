// One lever: what it is now, what it was, its range, and where its value comes from.

import { button, el, icon, invalid, speak, unbroken } from "./dom.js";
import { words } from "./words.js";

// A drag speaks this often, in milliseconds; the newest value wins.
const PACE = 120;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)$/;

// What was typed as a number; as text where it is none, so that the server says what would be right.
export function typed(text) {
  const bare = text.trim().replace(/[\s\u202f\u00a0]/g, "").replace("\u2212", "-");
  const number = bare.replace(/%$/, "");
  return PLAIN.test(number) ? Number(number) : text.trim();
}

const isNumber = (lever) => lever.kind === "number" || lever.kind === "percent" || lever.kind === "switch_number";
const numberOf = (value) => (value !== null && typeof value === "object" ? value.number : value);
const shownNumber = (value) => (typeof value === "number" ? String(Number(value.toPrecision(8))) : value ?? "");

function numbers(view, desk) {
  const { lever } = view;
  const wrap = (number) => (view.lever.kind === "switch_number" ? { on: true, number } : number);
  let last = null, dragging = false, timer = 0, next = null;
  const send = () => {
    timer = 0;
    if (next === null || next === last) return;
    desk.play({ lever: view.lever.id, value: wrap(next), ...(dragging ? { joins: true } : {}) });
    last = next;
    dragging = true;
  };
  const entry = el("input", {
    type: "text", inputmode: "decimal", class: "entry", autocomplete: "off", data: { key: `entry-${lever.id}` },
    "aria-label": [lever.label, lever.unit].filter(Boolean).join(", "), "aria-describedby": `about-${view.dom}`,
  });
  const commit = () => {
    const value = typed(entry.value);
    if (entry.value.trim() === "" || value === numberOf(view.lever.value)) return view.update(view.lever);
    desk.play({ lever: view.lever.id, value: typeof value === "number" ? wrap(value) : value });
  };
  entry.addEventListener("change", commit);
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { entry.value = shownNumber(numberOf(view.lever.value)); entry.blur(); }
  });
  const hasRange = typeof lever.min === "number" && typeof lever.max === "number" && lever.max > lever.min;
  const slider = hasRange && el("input", {
    type: "range", class: "slider", "aria-label": lever.label, data: { key: `slider-${lever.id}` }, "aria-describedby": `about-${view.dom}`,
  });
  const tick = el("span", { class: "tick", "aria-hidden": "true" });
  if (slider) {
    slider.addEventListener("input", () => {
      entry.value = slider.value;
      next = Number(slider.value);
      slider.setAttribute("aria-valuetext", `${slider.value} ${view.lever.unit ?? ""}`);
      view.paint();
      desk.stale();
      if (!timer) timer = setTimeout(send, dragging ? PACE : 0);
    });
    slider.addEventListener("change", () => { clearTimeout(timer); send(); dragging = false; next = last = null; });
    slider.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!way || !event.shiftKey) return;
      event.preventDefault();
      slider.value = String(Number(slider.value) + way * 10 * (view.lever.step || 1));
      slider.dispatchEvent(new Event("input"));
      slider.dispatchEvent(new Event("change"));
    });
  }
  const unit = el("span", { class: "unit", "aria-hidden": "true" });
  view.paint = () => {
    if (!slider) return;
    const place = (value) => String(Math.max(0, Math.min(1, (value - slider.min) / (slider.max - slider.min))));
    slider.style.setProperty("--place", place(Number(slider.value)));
    tick.style.setProperty("--place", place(Number(numberOf(view.lever.was))));
    tick.hidden = view.lever.was === undefined || view.lever.was === null || typeof numberOf(view.lever.was) !== "number";
  };
  view.fill = (now) => {
    unit.textContent = now.unit === "year" ? "" : now.unit ?? "";
    const value = numberOf(now.value);
    if (document.activeElement !== entry || entry.value === "" || typed(entry.value) === value) entry.value = shownNumber(value);
    else if (!view.refused) entry.value = shownNumber(value);
    if (slider && !dragging) {
      Object.assign(slider, { min: now.min, max: now.max, step: now.step || "any" });
      slider.value = value ?? now.min;
      slider.setAttribute("aria-valuetext", now.text ?? String(value));
    }
    view.paint();
  };
  return el("div", { class: "line" }, slider && el("span", { class: "track" }, slider, tick), el("span", { class: "typed" }, entry, unit));
}

function order(view, desk) {
  const list = el("ol", { class: "order" });
  const move = (from, to) => {
    const ids = [...view.lever.value];
    if (to < 0 || to >= ids.length || from === to) return;
    const [id] = ids.splice(from, 1);
    ids.splice(to, 0, id);
    const label = view.lever.options.find((option) => option.value === id)?.label ?? id;
    speak(words.moved(label, to + 1, ids.length));
    desk.play({ lever: view.lever.id, value: ids });
  };
  let held = null;
  view.fill = (now) => {
    const focused = document.activeElement?.dataset?.key;
    list.replaceChildren(...now.value.map((id, at) => {
      const label = now.options.find((option) => option.value === id)?.label ?? id;
      const item = el("li", { draggable: "true", data: { id } }, icon("grip"), el("span", { class: "goal" }, label),
        button(words.up(label), () => move(at, at - 1), { icon: "up", only: true, class: "quiet", data: { key: `up-${id}` }, "aria-disabled": at === 0 ? "true" : undefined }),
        button(words.down(label), () => move(at, at + 1), { icon: "down", only: true, class: "quiet", data: { key: `down-${id}` }, "aria-disabled": at === now.value.length - 1 ? "true" : undefined }),
        now.value.length > 1 && button(words.dropGoal(label), () => desk.play({ lever: view.lever.id, value: now.value.filter((each) => each !== id) }), { icon: "close", only: true, class: "quiet", data: { key: `drop-${id}` } }));
      item.addEventListener("dragstart", (event) => { held = at; event.dataTransfer.setData("text/plain", id); item.dataset.held = ""; });
      item.addEventListener("dragend", () => { held = null; delete item.dataset.held; });
      item.addEventListener("dragover", (event) => { if (held !== null) { event.preventDefault(); item.dataset.over = held > at ? "above" : "below"; } });
      item.addEventListener("dragleave", () => delete item.dataset.over);
      item.addEventListener("drop", (event) => { event.preventDefault(); event.stopPropagation(); if (held !== null) move(held, at); });
      item.addEventListener("keydown", (event) => {
        const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (way) { event.preventDefault(); move(at, at + way); }
      });
      return item;
    }));
    if (focused) list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    const further = now.options.filter((option) => !now.value.includes(option.value));
    more.replaceChildren(el("option", { value: "" }, words.addGoal), ...further.map((option) => el("option", { value: option.value }, option.label)));
    more.hidden = further.length === 0;
  };
  const more = el("select", { class: "add-goal", "aria-label": words.addGoal, data: { key: "add-goal" }, on: { change: () => { if (more.value) desk.play({ lever: view.lever.id, value: [...view.lever.value, more.value] }); } } });
  return el("div", {}, el("p", { class: "muted small" }, words.orderHelp), list, more);
}

function text(view, desk) {
  const entry = el("input", { type: "text", class: "expression", "aria-label": view.lever.label, autocomplete: "off", spellcheck: "false", data: { key: `text-${view.lever.id}` } });
  entry.addEventListener("change", () => { if (entry.value.trim() !== view.lever.value) desk.play({ lever: view.lever.id, value: entry.value.trim() }); });
  view.fill = (now) => { if (document.activeElement !== entry || entry.value.trim() === now.value) entry.value = now.value; };
  return el("div", { class: "line" }, entry);
}

function choice(view, desk) {
  const { lever } = view;
  const select = el("select", { "aria-label": lever.label, data: { key: `choice-${lever.id}` }, on: { change: () => desk.play({ lever: lever.id, value: select.value }) } });
  view.fill = (now) => {
    select.replaceChildren(...(now.options ?? []).map((option) => el("option", { value: String(option.value) }, option.label)));
    select.value = String(now.value);
  };
  return select;
}

let made = 0;

export function leverRow(first, desk) {
  const view = { lever: first, dom: `l${made += 1}`, fill: () => {}, paint: () => {}, refused: false };
  const switches = first.kind === "switch" || first.kind === "switch_number";
  const box = switches && el("input", { type: "checkbox", id: `on-${view.dom}`, data: { key: `on-${first.id}` } });
  const was = el("span", { class: "was" });
  const reset = button(words.reset(first.label), () => desk.play({ lever: first.id, value: null }), { icon: "reset", only: true, class: "quiet reset", data: { key: `reset-${first.id}` } });
  const label = switches ? el("label", { for: box.id, class: "label" }, box, el("span", {}, first.label)) : el("span", { class: "label" }, first.label);
  const told = el("div", { class: "told", hidden: true });
  const info = button(`${words.source}: ${first.label}`, () => {
    told.hidden = !told.hidden;
    info.setAttribute("aria-expanded", String(!told.hidden));
  }, { icon: "info", only: true, class: "quiet info", "aria-expanded": "false" });
  const about = el("p", { class: "about", id: `about-${view.dom}` });
  const finding = el("p", { class: "finding", role: "alert", hidden: true });
  const control = first.kind === "order" ? order(view, desk) : first.kind === "choice" ? choice(view, desk) : first.kind === "text" ? text(view, desk) : isNumber(first) ? numbers(view, desk) : null;
  if (box) box.addEventListener("change", () => {
    const { kind, value } = view.lever;
    desk.play({ lever: first.id, value: kind === "switch" ? box.checked : { ...value, on: box.checked } });
  });
  const node = el("div", { class: "lever", data: { lever: first.id, kind: first.kind } },
    el("div", { class: "head" }, label, was, reset, info), control, about, told, finding);
  node.addEventListener("dblclick", (event) => {
    if (view.lever.changed && !event.target.closest("input[type=text], button, select")) desk.play({ lever: first.id, value: null });
  });

  view.node = node;
  view.update = (lever) => {
    view.lever = lever;
    lever.changed = JSON.stringify(lever.value) !== JSON.stringify(lever.was) && lever.was !== undefined;
    if (box) box.checked = typeof lever.value === "object" && lever.value !== null ? Boolean(lever.value.on) : Boolean(lever.value);
    if (lever.kind === "switch_number") node.toggleAttribute("data-off", !lever.value?.on);
    view.fill(lever);
    node.toggleAttribute("data-changed", lever.changed);
    was.textContent = lever.changed && lever.was_text && lever.kind !== "order" ? words.was(lever.was_text) : "";
    reset.hidden = !lever.changed;
    const bounded = typeof lever.min === "number" && typeof lever.max === "number";
    const range = lever.kind === "percent" && lever.text ? lever.text : lever.range_text || (bounded ? words.range(lever.min, lever.max, lever.unit === "year" ? "" : lever.unit ?? "") : "");
    about.textContent = unbroken([range, lever.confidence].filter(Boolean).join(" · "));
    about.hidden = about.textContent === "";
    const lines = [lever.kind === "percent" && lever.range_text && words.rangeIs(lever.range_text), lever.source && `${words.source}: ${lever.source}`, lever.note].filter(Boolean);
    told.replaceChildren(...lines.map((line) => el("p", {}, line)));
    info.hidden = lines.length === 0;
  };
  view.find = (text) => {
    view.refused = Boolean(text);
    finding.textContent = text ?? "";
    finding.hidden = !text;
    for (const entry of node.querySelectorAll("input")) invalid(entry, text);
  };
  const reached = ["input[type=range]", "input[type=text]", "select", "input", ".order button", "button"];
  view.focus = () => reached.map((each) => node.querySelector(each)).find((each) => each?.offsetParent)?.focus();
  view.update(first);
  return view;
}
