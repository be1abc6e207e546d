// The first screen: three questions, the models with their proposals, and a place to drop a file.

import { button, el, icon, speak, toast } from "./dom.js";
import { themeButton } from "./theme.js";
import { get, post } from "./wire.js";
import { words } from "./words.js";

// So many models are shown with their proposals; the others by name.
const CARDS = 3;
const LARGEST = 16 * 1024 * 1024;

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export async function startScreen(root, { open, tour, isNew }) {
  const findings = el("div", { class: "findings", role: "alert", hidden: true });
  const tell = (list) => {
    findings.replaceChildren(...list.map((finding) => el("p", {}, finding.text)));
    findings.hidden = list.length === 0;
  };
  let busy = false;
  // Opens a desk and plays what the reader chose before it is shown.
  const begin = async (model, edits = [], source = null) => {
    if (busy) return;
    busy = true;
    root.dataset.busy = "";
    tell([]);
    speak(words.opening);
    try {
      const made = await post("/api/desk", model);
      if (edits.length) await post(`/api/desk/${made.desk}/edit`, edits.length === 1 ? edits[0] : edits);
      if (made.warnings?.length) toast(made.warnings.join(" "));
      open(made.desk);
    } catch (refused) {
      tell(refused.findings ?? [{ text: refused.message }]);
      source?.focus();
    } finally {
      busy = false;
      delete root.dataset.busy;
    }
  };
  const take = async (file) => {
    if (!file) return;
    if (file.size > LARGEST) return tell([{ text: words.tooLarge }]);
    await begin({ name: file.name, content_base64: await base64(file) });
  };

  const picker = el("input", { type: "file", id: "file", class: "unseen", accept: ".yaml,.yml,.xlsx,.ods", on: { change: (event) => take(event.target.files[0]) } });
  const drop = el("div", { class: "drop" }, icon("take"), el("p", {}, words.drop, " ", el("label", { for: "file", class: "link" }, words.choose), picker));
  for (const name of ["dragenter", "dragover"]) {
    root.addEventListener(name, (event) => { event.preventDefault(); drop.dataset.over = ""; });
  }
  for (const name of ["dragleave", "drop"]) root.addEventListener(name, () => delete drop.dataset.over);
  root.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); });

  const list = el("div", { class: "models" }, el("p", { class: "muted" }, words.opening));
  const questions = el("div", { class: "questions" });
  const asked = el("section", { class: "ask", "aria-labelledby": "ask-title", hidden: true }, el("h2", { id: "ask-title" }, words.ask), questions);
  root.className = "start";
  root.replaceChildren(
    el("header", { class: "start-head" }, el("span", { class: "mark" }, icon("mark"), words.title), el("div", { class: "row" },
      button(words.tour, () => begin(root.first ?? {}, [], null).then(tour), { class: isNew ? "primary" : "quiet", data: { tour: "" } }), themeButton())),
    el("main", { id: "main", tabindex: "-1" }, el("h1", {}, words.lead), findings, asked,
      el("section", { "aria-labelledby": "models-title" }, el("h2", { id: "models-title" }, words.models), list, drop, el("p", { class: "muted small" }, words.local))));
  document.title = words.title;

  let told;
  try {
    told = await get("/api/start");
  } catch (refused) {
    list.replaceChildren();
    return tell(refused.findings);
  }
  const first = told.models[0];
  root.first = first && { model: first.file };
  asked.hidden = !told.questions?.length || !first;
  questions.replaceChildren(...(told.questions ?? []).map((question) => el("button", {
    type: "button", class: "question", data: { question: question.id },
    on: { click: (event) => begin({ model: question.model ?? first.file }, [{ question: question.id }], event.currentTarget) },
  }, el("strong", {}, question.title), el("span", {}, question.text))));
  const card = (model) => el("article", { class: "model" },
    el("h3", {}, model.title || model.file, " ", el("code", {}, model.file)), model.description && el("p", { class: "muted" }, model.description),
    el("div", { class: "proposals" }, button(words.asModelled, (event) => begin({ model: model.file }, [], event.currentTarget), { class: "primary", "aria-label": `${model.title}: ${words.asModelled}`, data: { model: model.file } }),
      model.proposals.map((proposal) => button(proposal.title, (event) => begin({ model: model.file }, [{ lever: "proposal", value: proposal.name }], event.currentTarget)))));
  const brief = (model) => el("li", {}, el("button", { type: "button", class: "brief-model", title: model.description ?? "", data: { model: model.file }, on: { click: (event) => begin({ model: model.file }, [], event.currentTarget) } },
    el("strong", {}, model.title || model.file), el("code", {}, model.file)));
  const others = told.models.slice(CARDS);
  list.replaceChildren(...told.models.slice(0, CARDS).map(card));
  if (others.length) list.append(el("details", { class: "other-models" }, el("summary", {}, words.otherModels(others.length)), el("ul", {}, others.map(brief))));
  if (told.program) root.querySelector("main").append(el("footer", { class: "muted small" }, told.program));
}
