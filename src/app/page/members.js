// Who buys together: an expression with completion, a map to click on, and the nations one by one.

import { button, el, invalid, svg } from "./dom.js";
import { words } from "./words.js";

const PARTS = /^(.*?)(?:\s*-\s*\{([^{}]*)\})?(?:\s*\+\s*\{([^{}]*)\})?\s*$/;
const codes = (text) => (text ?? "").split(",").map((code) => code.trim()).filter(Boolean);

// The expression with one nation more or less: a set, those taken out, those taken in.
export function toggled(text, code, isIn) {
  const [, base, less, more] = PARTS.exec(text.trim()) ?? [null, text.trim(), "", ""];
  let out = codes(less), into = codes(more);
  if (isIn && into.includes(code)) into = into.filter((each) => each !== code);
  else if (isIn) out.push(code);
  else if (out.includes(code)) out = out.filter((each) => each !== code);
  else into.push(code);
  const taken = into.length ? `{${into.join(", ")}}` : "";
  if (!base) return out.length ? `{} - {${out.join(", ")}}` : taken;
  return [base, out.length ? `- {${out.join(", ")}}` : "", taken && `+ ${taken}`].filter(Boolean).join(" ");
}

let outlines = null;
export async function europe() {
  outlines ??= fetch(new URL("./europe.json", import.meta.url)).then((response) => response.json());
  return outlines;
}

function path(geometry) {
  const lists = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return lists.flat().map((ring) => `M${ring.map(([x, y]) => `${x} ${-y}`).join("L")}Z`).join("");
}

// A window around those who can buy.
function frame(features) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of features) {
    const lists = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const [x, y] of lists.flat(2)) {
      left = Math.min(left, x); right = Math.max(right, x);
      top = Math.min(top, -y); bottom = Math.max(bottom, -y);
    }
  }
  return `${left - 60} ${top - 40} ${right - left + 120} ${bottom - top + 80}`;
}

function map(toggle) {
  const node = svg("svg", { class: "pick", "aria-hidden": "true" });
  const shapes = new Map();
  async function update(state) {
    const drawn = await europe().catch(() => null);
    if (!drawn) return;
    const nations = new Map(state.members.nations.map((nation) => [nation.code, nation]));
    if (!shapes.size) {
      node.setAttribute("viewBox", frame(drawn.features.filter((each) => nations.get(each.properties.name)?.can_buy)));
      for (const { properties, geometry } of drawn.features) {
        const title = svg("title");
        const shape = svg("path", { d: path(geometry) }, title);
        shape.addEventListener("click", () => { if (shape.dataset.is) toggle(properties.name); });
        shapes.set(properties.name, { shape, title });
        node.append(shape);
      }
    }
    for (const [code, { shape, title }] of shapes) {
      const nation = nations.get(code);
      if (!nation?.can_buy) { delete shape.dataset.is; title.textContent = nation?.name ?? ""; continue; }
      shape.dataset.is = nation.is_in ? "in" : "out";
      title.textContent = `${nation.name}: ${nation.is_in ? words.isIn : words.isOut}`;
    }
  }
  return { node, update };
}

export function membersPanel(desk) {
  let members = null;
  // Where nobody buys together there is no pool to change yet: all buy together first.
  const send = (value) => desk.play(members.lever === null ? [{ lever: "proposal", value: "together" }, { lever: "members", value }] : { lever: "members", value });
  const toggle = (code) => {
    const nation = members.nations.find((each) => each.code === code);
    if (nation) send(toggled(members.text, code, nation.is_in));
  };
  const entry = el("input", {
    type: "text", id: "members", class: "expression", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false",
    "aria-controls": "members-list", "aria-autocomplete": "list", "aria-describedby": "members-help", data: { key: "members" },
  });
  const list = el("ul", { id: "members-list", class: "options", role: "listbox", "aria-label": words.membersText, hidden: true });
  const finding = el("p", { class: "finding", role: "alert", hidden: true });
  const reset = button(words.reset(words.members), () => send(null), { icon: "reset", only: true, class: "quiet reset", data: { key: "reset-members" } });
  const count = el("span", { class: "was" });
  const groups = el("div", { class: "groups" });
  const nations = el("div", { class: "nations" });
  const drawn = map(toggle);

  let offers = [], at = -1;
  const close = () => {
    list.hidden = true;
    at = -1;
    entry.setAttribute("aria-expanded", "false");
    entry.removeAttribute("aria-activedescendant");
  };
  const before = () => /[\p{L}_0-9]*$/u.exec(entry.value.slice(0, entry.selectionStart))[0];
  const choose = (offer) => {
    const caret = entry.selectionStart, word = before();
    const head = entry.value.slice(0, caret - word.length) + offer.code;
    entry.value = head + entry.value.slice(caret);
    entry.setSelectionRange(head.length, head.length);
    close();
    entry.focus();
  };
  const mark = () => {
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at >= 0) entry.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const suggest = () => {
    const word = before().toLowerCase();
    if (!word || !members) return close();
    const known = [...members.groups.map((group) => ({ code: group.name, name: group.about || words.membersCount(group.count) })), ...members.nations];
    const starts = (each) => each.code.toLowerCase().startsWith(word) || each.name.toLowerCase().startsWith(word);
    offers = known.filter((each) => starts(each) && each.code.toLowerCase() !== word).slice(0, 8);
    if (!offers.length) return close();
    list.replaceChildren(...offers.map((offer, place) => el("li", { role: "option", id: `member-${place}`, on: { mousedown: (event) => { event.preventDefault(); choose(offer); } } },
      el("strong", {}, offer.code), el("span", {}, offer.name))));
    list.hidden = false;
    at = -1;
    entry.setAttribute("aria-expanded", "true");
    mark();
  };
  entry.addEventListener("input", suggest);
  entry.addEventListener("blur", close);
  entry.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && !list.hidden) { event.preventDefault(); at = (at + move + offers.length) % offers.length; return mark(); }
    if ((event.key === "Enter" || event.key === "Tab") && at >= 0) { event.preventDefault(); return choose(offers[at]); }
    if (event.key === "Enter") { event.preventDefault(); close(); if (entry.value.trim() !== members.text) send(entry.value.trim()); }
    if (event.key === "Escape") { if (list.hidden) entry.value = members.text; else event.stopPropagation(); close(); }
  });

  const node = el("div", { class: "lever members", data: { lever: "members" } },
    el("div", { class: "head" }, el("h2", {}, el("label", { for: "members" }, words.members)), count, reset),
    el("div", { class: "line combo" }, entry, button(words.apply, () => { if (entry.value.trim() !== members.text) send(entry.value.trim()); }, { class: "apply" }), list),
    el("p", { class: "about", id: "members-help" }, words.membersHelp), finding, groups,
    drawn.node, el("p", { class: "about" }, words.mapHelp),
    el("details", { class: "one-by-one" }, el("summary", {}, words.nations), nations));

  function update(state) {
    const fresh = state.members;
    if (document.activeElement !== entry || entry.value === members?.text || entry.value.trim() === fresh.text) entry.value = fresh.text;
    members = fresh;
    const isIn = fresh.nations.filter((nation) => nation.is_in).length;
    count.textContent = isIn ? words.membersCount(isIn) : words.membersNone;
    const changed = (state.changed ?? []).some((each) => each.lever === "members");
    reset.hidden = !changed;
    node.toggleAttribute("data-changed", changed);
    const focused = document.activeElement?.dataset?.key;
    groups.replaceChildren(...fresh.groups.slice(0, 6).map((group) => button(group.name, () => send(group.name), {
      class: "chip", data: { key: `group-${group.name}` }, title: words.membersCount(group.count), "aria-pressed": String(fresh.text === group.name) })));
    nations.replaceChildren(...fresh.nations.filter((nation) => nation.can_buy).map((nation) => button(nation.name, () => toggle(nation.code), {
      class: "chip", data: { key: `nation-${nation.code}` }, "aria-pressed": String(nation.is_in) })));
    if (focused) node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    drawn.update(state);
  }
  const find = (text) => {
    finding.textContent = text;
    finding.hidden = !text;
    invalid(entry, text);
  };
  return { node, update, find, focus: () => { node.scrollIntoView({ block: "nearest" }); entry.focus(); } };
}
