// The bar above: model and proposal, undo and redo, pin, share, export; and the line below that tells what the solver does.

import { button, el, icon, rebuilt } from "./dom.js";
import { help } from "./keys.js";
import { openFinder } from "./finder.js";
import { share, takeMenu } from "./take.js";
import { themeButton } from "./theme.js";
import { words } from "./words.js";

export function topBar(desk) {
  const model = el("span", { class: "model-name" });
  const proposal = el("select", { "aria-label": words.proposal, data: { key: "proposal" }, on: { change: () => desk.play({ lever: "proposal", value: proposal.value }) } });
  const undo = button(words.undo, () => desk.act("undo"), { icon: "undo", only: true, class: "quiet", data: { key: "undo" } });
  const redo = button(words.redo, () => desk.act("redo"), { icon: "redo", only: true, class: "quiet", data: { key: "redo" } });
  const home = el("a", { href: "/", class: "mark", title: words.home, "aria-label": `${words.title}: ${words.home}`, on: { click: (event) => { event.preventDefault(); desk.leave(); } } }, icon("mark"), el("span", {}, words.title));
  const node = el("header", { class: "bar" }, home, el("h1", { class: "where" }, model), proposal,
    el("div", { class: "row" }, undo, redo),
    el("div", { class: "row end" },
      button(words.finder, () => openFinder(desk), { icon: "search", only: true, class: "quiet", data: { key: "finder" } }),
      button(words.pin, () => desk.pin(), { icon: "pin", class: "quiet wordy", title: words.pinTitle, data: { key: "pin" } }),
      button(words.share, () => share(desk), { icon: "share", class: "quiet wordy", data: { key: "share" } }),
      takeMenu(desk), themeButton(), button("?", () => help(desk), { class: "quiet", "aria-label": words.help, title: words.help, data: { key: "help" } })));
  let shape = "";
  function update(state) {
    model.textContent = state.model.title;
    model.title = `${state.model.file} · ${state.model.digest}`;
    const list = state.proposals.some((each) => each.name === state.proposal) ? state.proposals : [{ name: state.proposal ?? "", title: state.proposal || words.asModelled }, ...state.proposals];
    const now = JSON.stringify(list);
    if (now !== shape) proposal.replaceChildren(...list.map((each) => el("option", { value: each.name }, each.title)));
    shape = now;
    proposal.value = state.proposal ?? "";
    // A control that goes out of use keeps the focus: it says so instead of being taken away.
    undo.setAttribute("aria-disabled", String(!state.undo));
    redo.setAttribute("aria-disabled", String(!state.redo));
    document.title = `${state.model.title} · ${words.title}`;
  }
  return { node, update };
}

export function progressLine(desk) {
  const text = el("span", { class: "progress-text" });
  const facts = el("span", { class: "progress-facts" });
  const stop = button(words.stop, () => desk.act("stop"), { class: "stop", data: { key: "stop" }, hidden: true });
  const meter = el("span", { class: "meter", "aria-hidden": "true" });
  const node = el("footer", { class: "progress" }, meter, text, facts, stop);
  function update({ progress, solving, connected }) {
    node.toggleAttribute("data-solving", solving);
    stop.hidden = !solving;
    node.toggleAttribute("data-lost", !connected);
    if (!connected) { rebuilt(text, words.lost); rebuilt(facts); return; }
    if (!solving) { rebuilt(text, words.idle); rebuilt(facts); return; }
    rebuilt(text, progress ? words.progress(progress.goal, progress.of, progress.goal_label) : words.computing);
    const seconds = progress && (typeof progress.seconds === "number" ? progress.seconds.toFixed(1) : progress.seconds);
    rebuilt(facts, progress && [progress.bound_text, progress.gap_text, seconds && words.seconds(seconds)].filter(Boolean).join(" · "));
  }
  return { node, update };
}
