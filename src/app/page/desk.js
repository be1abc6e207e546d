// The desk: one state, its answer, and everything that moves them. The server holds the state; this page draws it.

import { answerPart, glyph, markText } from "./answer.js";
import { progressLine, topBar } from "./bar.js";
import { comparePart } from "./compare.js";
import { button, dialog, el, icon, rebuilt, toast, unbroken } from "./dom.js";
import { furtherPart } from "./further.js";
import { gallery } from "./gallery.js";
import { keys } from "./keys.js";
import { leversColumn } from "./levers.js";
import { sidePanel } from "./panel.js";
import { get, listen, post } from "./wire.js";
import { words } from "./words.js";

// Longest name that a pin gets by itself, in letters; the server takes no longer one.
const NAME = 60;

// Answers that the solver still betters.
const OPEN = ["shown", "kept", "decided"];

export function deskScreen(root, id, { leave, picture }) {
  const desk = { id, state: null, answer: null, picture, solving: false, leave };
  let waiting = 0, progress = null, connected = true, ended = false, searched = -1;

  desk.levers = null;
  const bar = topBar(desk), answer = answerPart(desk), compare = comparePart(desk), further = furtherPart(desk), line = progressLine(desk);
  desk.levers = leversColumn(desk);
  desk.gallery = gallery(desk);
  desk.panel = sidePanel(desk);
  const main = el("main", { id: "main", class: "answer", tabindex: "-1", "aria-label": words.answer }, answer.top, answer.rest, desk.gallery.node);
  const side = el("div", { class: "side" }, compare.node, further.more, further.further);
  const tabs = el("nav", { class: "tabs", "aria-label": words.title }, [["levers", "sliders"], ["answer", "answer"], ["compare", "scales"]].map(([tab, drawn]) =>
    el("button", { type: "button", data: { tab }, on: { click: () => desk.tab(tab) } }, icon(drawn), el("span", {}, words[tab]))));
  const brief = el("div", { class: "brief", "aria-hidden": "true" });
  root.className = "desk";
  root.replaceChildren(bar.node, brief, el("div", { class: "columns" }, desk.levers.node, main, side, desk.panel.node), line.node, tabs);

  desk.tab = (tab) => {
    root.dataset.tab = tab;
    for (const each of tabs.children) each.setAttribute("aria-current", String(each.dataset.tab === tab));
  };
  const told = () => line.update({ progress, solving: desk.solving, connected });

  // The answer before is greyed at once, before the server has said anything.
  desk.stale = () => {
    answer.stale(true);
    desk.gallery.stale(true);
    brief.dataset.stale = "";
    desk.solving = true;
    progress = null;
    told();
  };
  function fresh() {
    const behind = waiting > 0 || !desk.answer || desk.answer.revision < desk.state.revision;
    desk.solving = behind || (OPEN.includes(desk.answer.status) && searched < desk.state.revision);
    if (behind) desk.stale();
    // A search that ended before its first plan leaves the plan before: say so, and do not call it an answer to these levers.
    else if (!desk.solving && desk.answer.status === "shown") answer.ended();
    told();
  }

  // Sends something and says its findings where they belong.
  async function send(path, body, moves) {
    waiting += moves ? 1 : 0;
    if (moves) desk.stale();
    try {
      const result = await post(`/api/desk/${id}/${path}`, body);
      if (moves) desk.levers.clear();
      if (moves && desk.state && result.revision > desk.state.revision) desk.state.awaited = result.revision;
      return result;
    } catch (refused) {
      if (refused.status === 404) return gone();
      if (!refused.findings) throw refused;
      if (moves) {
        desk.levers.find(refused.findings);
        if (desk.answer) restore();
      } else toast(refused.message);
      return null;
    } finally {
      waiting -= moves ? 1 : 0;
      if (desk.state && desk.answer && !waiting && desk.answer.revision >= desk.state.revision && !(desk.state.awaited > desk.answer.revision)) restore();
    }
  }
  // After a refusal the last answer stands as it was.
  function restore() {
    answer.update(desk.answer);
    desk.gallery.stale(false);
    delete brief.dataset.stale;
    fresh();
  }

  desk.play = (edits) => send("edit", edits, true);
  desk.act = (name, body = {}) => {
    if ((name === "undo" && !desk.state?.undo) || (name === "redo" && !desk.state?.redo)) return null;
    return send(name, body, ["undo", "redo", "reset", "show"].includes(name));
  };
  desk.pin = async () => {
    if (!desk.state) return;
    const number = desk.state.pins.length;
    const changed = (desk.state.changed ?? []).filter((each) => each.lever !== "proposal");
    const title = desk.state.proposals.find((each) => each.name === desk.state.proposal)?.title ?? (desk.state.proposal || words.asModelled);
    const long = [title, ...changed.slice(0, 2).map((each) => each.text.split(" instead of ")[0])].join(", ");
    const name = long.length > NAME ? `${long.slice(0, NAME - 1).replace(/\s+\S*$/, "")}…` : long;
    const made = await desk.act("pin", { name });
    if (made) toast(words.pinned(String.fromCharCode(65 + (number % 26)), name));
  };
  desk.why = async (of) => {
    try { desk.panel.open(await get(`/api/desk/${id}/why?of=${encodeURIComponent(of)}`)); } catch (refused) { toast(refused.message); }
  };
  desk.ask = async (question, title) => {
    const taken = await send("ask", { question }, false);
    if (taken) toast(words.asked(title));
    return taken;
  };
  // The address holds the state and what is looked at, so that a reload and a copied address show the same.
  desk.address = () => {
    if (!desk.state || ended) return;
    history.replaceState(history.state, "", `/desk/${id}#${desk.state.address ?? ""}${desk.picture ? `;view=${desk.picture}` : ""}`);
  };

  let compared = "", helped = "";
  function onState(state) {
    desk.state = state;
    bar.update(state);
    desk.levers.update(state);
    compare.state(state);
    const now = JSON.stringify([state.revision, state.pins]);
    if (now !== compared) compare.load();
    compared = now;
    desk.address();
    fresh();
  }
  function onAnswer(told) {
    if (!told || (desk.state && told.revision < desk.state.revision)) return;
    desk.answer = told;
    answer.update(told);
    desk.gallery.update(told);
    desk.gallery.stale(false);
    delete brief.dataset.stale;
    rebuilt(brief, el("span", { title: markText(told) }, `${glyph(told.status)} ${unbroken(told.sentences?.[0]?.text ?? markText(told))}`));
    if (!OPEN.includes(told.status)) progress = null;
    if (desk.state) fresh();
    if (desk.state?.pins.length) compare.load();
    const asked = `${told.revision} ${told.status}`;
    if (told.status !== "shown" && told.status !== "kept" && helped !== asked) further.load();
    helped = asked;
  }
  function gone() {
    if (ended) return null;
    const address = desk.state?.address ?? location.hash.slice(1).split(";")[0];
    end();
    const box = dialog(words.gone, el("p", {}, words.goneHelp), el("div", { class: "row" },
      address && button(words.reopen, () => { box.close(); leave(address); }, { class: "primary" }), button(words.toStart, () => { box.close(); leave(); })));
    return null;
  }

  const deaf = keys(desk);
  const hush = listen(id, {
    state: onState, answer: onAnswer, gone, asked: (result) => { further.done(result); desk.panel.open(result); },
    progress: (now) => {
      if (!desk.state || now.revision < desk.state.revision) return;
      if (now.done) { searched = now.revision; progress = null; return fresh(); }
      progress = now;
      desk.solving = true;
      told();
    },
    line: (is) => { connected = is; told(); },
  });
  function end() {
    ended = true;
    deaf();
    hush();
  }
  desk.end = end;
  desk.tab("answer");
  answer.update(null);
  told();
  return desk;
}
