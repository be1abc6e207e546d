// The answer: its first sentence and numbers stay in view; the rest, what is proven and the ways out stand below.

import { button, el, rebuilt, speak, unbroken } from "./dom.js";
import { figure, table } from "./table.js";
import { words } from "./words.js";

// So many further sentences stand there before all are asked for.
const FEW = 3;
// So many numbers stay in view; further ones stand below.
const TILES = 4;

const GLYPHS = { shown: "○", kept: "○", decided: "○", proven: "●", stopped: "■", no_plan: "▲", refused: "▲" };

export function markText(answer) {
  return answer.mark || words.marks[answer.status] || words.marks.shown;
}

export const glyph = (status) => GLYPHS[status] ?? "○";

export function answerPart(desk) {
  const mark = el("p", { class: "status" });
  const lead = el("p", { class: "sentence-first", id: "sentence-first" });
  const leadWhy = el("span");
  const whole = button(words.whole, () => unfold(!lead.hasAttribute("data-whole")), { class: "link whole", hidden: true, "aria-expanded": "false", "aria-controls": "sentence-first", data: { key: "whole" } });
  const tiles = el("dl", { class: "tiles" });
  const others = el("dl", { class: "tiles others" });
  const top = el("div", { class: "answer-top" }, el("div", { class: "answer-lead" }, mark, lead, el("div", { class: "lead-tools" }, leadWhy, whole)), tiles);
  const ways = el("div", { class: "ways" });
  const sentences = el("ul", { class: "sentences short" });
  const all = button(words.allSentences, () => {
    const short = sentences.classList.toggle("short");
    all.setAttribute("aria-expanded", String(!short));
    all.replaceChildren(short ? words.allSentences : words.shorter);
  }, { class: "link", "aria-expanded": "false", data: { key: "all-sentences" } });
  const proof = el("details", { class: "proof" }, el("summary", {}, words.goals), el("div", { class: "proof-body" }));
  const notes = el("details", { class: "proof" }, el("summary", {}), el("ul", { class: "sentences" }));
  const rest = el("div", { class: "answer-rest" }, ways, others, el("div", {}, sentences, all), proof, notes);

  // A long opening sentence is cut after some lines, so that the pictures keep their room; it opens on demand.
  function unfold(is) {
    lead.toggleAttribute("data-whole", is);
    whole.setAttribute("aria-expanded", String(is));
    whole.replaceChildren(is ? words.shorter : words.whole);
  }
  const measure = () => { if (!lead.hasAttribute("data-whole")) whole.hidden = lead.scrollHeight <= lead.clientHeight + 2; };

  const why = (sentence, key) => sentence?.why && el("button", {
    type: "button", class: "why", data: { why: sentence.why, key }, "aria-label": words.whyOf(sentence.text), on: { click: () => desk.why(sentence.why) },
  }, words.why);
  // Sentences that are cut still say everything under the pointer.
  const cut = () => {
    const texts = [...sentences.querySelectorAll(".text")];
    all.hidden = sentences.classList.contains("short") && sentences.children.length <= FEW && texts.every((text) => text.scrollHeight <= text.clientHeight + 2);
  };

  function goals(answer) {
    const column = (id, label, numeric) => ({ id, label, numeric });
    return table({
      name: "goals", title: words.goals,
      columns: [column("goal", words.goal), column("value", words.value, true), column("bound", words.bound, true), column("gap", words.optimalityGap, true), column("proven", "")],
      rows: answer.goals.map((goal) => [{ text: goal.label }, { text: goal.text ?? "", why: goal.why, label: goal.label }, { text: goal.bound_text ?? "" }, { text: goal.gap_text ?? "" }, { text: goal.proven ? `● ${words.isProven}` : `○ ${words.notProven}` }]),
    }, desk, { caption: false });
  }

  function stale(is) {
    for (const node of [top, rest]) node.toggleAttribute("data-stale", is);
    if (is) mark.dataset.status = "stale";
    if (is && desk.answer) rebuilt(mark, el("span", { class: "glyph", "aria-hidden": "true" }, "○"), " ", words.computing);
  }

  function update(answer) {
    if (!answer) {
      rebuilt(mark, el("span", { class: "glyph", "aria-hidden": "true" }, "○"), " ", words.computing);
      mark.dataset.status = "stale";
      rest.hidden = true;
      return;
    }
    rest.hidden = false;
    stale(false);
    mark.dataset.status = answer.status;
    rebuilt(mark, el("span", { class: "glyph", "aria-hidden": "true" }, glyph(answer.status)), " ", el("span", {}, markText(answer)),
      typeof answer.took_ms === "number" && answer.status !== "shown" && el("span", { class: "took" }, ` · ${words.took(answer.took_ms)}`));
    const [first, ...further] = answer.sentences ?? [];
    rebuilt(lead, first && unbroken(first.text));
    rebuilt(leadWhy, why(first, "why-0"));
    lead.title = first?.text ?? "";
    measure();
    const tile = (each) => el("div", { class: "tile", data: { number: each.id } },
      el("dt", {}, each.label),
      el("dd", {}, figure(each, desk, `tile-${each.id}`)), each.margin_text && el("dd", { class: "margin" }, unbroken(each.margin_text.trim())));
    const numbers = answer.headline ?? [];
    rebuilt(tiles, numbers.slice(0, TILES).map(tile));
    rebuilt(others, numbers.slice(TILES).map(tile));
    others.hidden = numbers.length <= TILES;
    tiles.hidden = numbers.length === 0;
    rebuilt(sentences, further.map((sentence, at) => el("li", {}, el("span", { class: "text", title: sentence.text }, unbroken(sentence.text)), why(sentence, `why-${at + 1}`))));
    cut();
    sentences.hidden = further.length === 0;
    rebuilt(ways, answer.ways_out?.length > 0 && [el("h3", {}, words.waysOut), el("div", { class: "row wrap" }, answer.ways_out.map((way, at) =>
      button(way.text, () => desk.play(way.edits), { class: "primary", data: { key: `way-${at}` } })))]);
    ways.hidden = !answer.ways_out?.length;
    proof.hidden = !answer.goals?.length;
    if (answer.goals?.length) rebuilt(proof.lastChild, goals(answer));
    const warnings = [...new Set([...(desk.state?.warnings ?? []), ...(answer.warnings ?? [])])];
    notes.hidden = warnings.length === 0;
    notes.firstChild.textContent = words.notes(warnings.length);
    rebuilt(notes.lastChild, warnings.map((each) => el("li", {}, each)));
    speak(first ? `${first.text} ${markText(answer)}` : markText(answer));
  }
  // What gets the focus below never hides behind what stays in view.
  new ResizeObserver(() => {
    measure();
    cut();
    const held = top.offsetHeight || top.firstChild.offsetHeight;
    if (top.parentNode) top.parentNode.style.scrollPaddingTop = `${held + 8}px`;
  }).observe(top.firstChild);
  const ended = () => { mark.lastChild.textContent = words.endedEarly; };
  return { top, rest, update, stale, ended };
}
