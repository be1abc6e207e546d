// Pictures as tabs, each with the table behind it, and as SVG or PNG to take away.

import { button, el, save, unbroken } from "./dom.js";
import { europe } from "./members.js";
import { table } from "./table.js";
import { onTheme, theme } from "./theme.js";
import { words } from "./words.js";
import "./drawing.js";

const { ententeDrawing: drawing } = globalThis;

let library = null;
// The drawing library comes when the first picture is wanted, so that the levers are there before it.
export function charts() {
  library ??= Promise.all([europe(), new Promise((done, fail) => {
    document.head.append(el("script", { src: new URL("./charts.js", import.meta.url).href, on: { load: done, error: fail } }));
  })]).then(([outlines]) => {
    globalThis.echarts.registerMap("europe", outlines);
    return globalThis.echarts;
  });
  return library;
}

const font = () => getComputedStyle(document.body).fontFamily;

// One chart in a box of the page: follows width and theme.
export function chart(panel, desk) {
  const box = el("div", { class: "chart", role: "img" });
  box.style.height = `${panel.height}px`;
  let drawn = null, now = panel, width = 0;
  async function draw() {
    const echarts = await charts();
    width = box.clientWidth;
    if (!width || !box.isConnected) return;
    const height = drawing.height(now, width);
    box.style.height = `${height}px`;
    if (!drawn) {
      drawn = echarts.init(box, null, { renderer: "svg", width, height });
      drawn.on("click", (event) => { if (desk && event.data?.edits) desk.play(event.data.edits); });
    }
    drawn.resize({ width, height });
    drawn.setOption(drawing.option(now.option, { width, theme: theme(), font: font() }), true);
  }
  const watch = new ResizeObserver(() => { if (box.clientWidth !== width) draw(); });
  watch.observe(box);
  const still = onTheme(draw);
  return {
    box,
    update(fresh) { now = fresh; if (width) draw(); },
    end() { watch.disconnect(); still(); drawn?.dispose(); },
  };
}

const GAP = 16, EDGE = 24, WIDE = 900;

// The whole picture on one canvas: title, sentence, charts, and where it comes from.
async function sheet(picture, source) {
  const echarts = await charts();
  const columns = Math.max(1, Math.min(picture.panels.length, Math.floor(WIDE / Math.max(picture.least ?? WIDE, 1)), 2));
  const width = Math.floor((WIDE - GAP * (columns - 1)) / columns);
  const palette = drawing.colours.light;
  const says = wrapped(picture.says ?? "", 118);
  let top = EDGE + 34 + says.length * 19 + 12;
  const parts = [];
  for (let at = 0; at < picture.panels.length; at += columns) {
    const row = picture.panels.slice(at, at + columns);
    const height = Math.max(...row.map((panel) => drawing.height(panel, width)));
    row.forEach((panel, place) => parts.push({ panel, left: EDGE + place * (width + GAP), top, height: drawing.height(panel, width) }));
    top += height + 30;
  }
  const foot = wrapped(source, 135);
  const size = { width: WIDE + 2 * EDGE, height: top + foot.length * 16 + EDGE };
  const texts = [
    { x: EDGE, y: EDGE + 18, size: 20, weight: 600, text: picture.title, fill: palette.ink },
    ...says.map((text, at) => ({ x: EDGE, y: EDGE + 46 + at * 19, size: 14, text, fill: palette.ink })),
    ...parts.filter((part) => picture.panels.length > 1 && part.panel.name).map((part) => ({ x: part.left, y: part.top + 14, size: 13, weight: 600, text: part.panel.name, fill: palette.ink })),
    ...foot.map((text, at) => ({ x: EDGE, y: top + 14 + at * 16, size: 11, text, fill: palette.muted })),
  ];
  const render = (part, renderer) => {
    const canvas = renderer === "canvas" ? el("canvas") : null;
    const { height } = part;
    const made = echarts.init(canvas, null, { renderer, width, height, ssr: renderer === "svg", devicePixelRatio: 2 });
    made.setOption(drawing.option(part.panel.option, { width, theme: "light", patterns: true, font: "sans-serif" }));
    return { made, canvas };
  };
  return { size, texts, parts, render, palette };
}

function wrapped(text, letters) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    if (lines.at(-1) && lines.at(-1).length + word.length + 1 > letters) lines.push(word);
    else lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
  }
  return lines.filter(Boolean);
}

const CAPTION = 22;

const escaped = (text) => String(text).replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);

// Put together as text: a document of its own would fall under the policy of the page, which permits no style in markup.
async function asSvg(picture, source) {
  const { size, texts, parts, render, palette } = await sheet(picture, source);
  const inner = parts.map((part) => {
    const { made } = render(part, "svg");
    const drawn = made.renderToSVGString();
    made.dispose();
    return drawn.replace("<svg ", `<svg x="${part.left}" y="${part.top + CAPTION}" `);
  });
  const words = texts.map((line) => `<text x="${line.x}" y="${line.y}" font-size="${line.size}" font-weight="${line.weight ?? 400}" font-family="sans-serif" fill="${line.fill}">${escaped(line.text)}</text>`);
  return [`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">`,
    `<rect width="${size.width}" height="${size.height}" fill="${palette.paper}"/>`, ...inner, ...words, "</svg>"].join("\n");
}

async function asPng(picture, source) {
  const { size, texts, parts, render, palette } = await sheet(picture, source);
  const canvas = el("canvas", { width: size.width * 2, height: size.height * 2 });
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  pen.fillStyle = palette.paper;
  pen.fillRect(0, 0, size.width, size.height);
  for (const part of parts) {
    const { made, canvas: own } = render(part, "canvas");
    pen.drawImage(own, part.left, part.top + CAPTION, own.width / 2, own.height / 2);
    made.dispose();
  }
  for (const line of texts) {
    pen.font = `${line.weight ?? 400} ${line.size}px sans-serif`;
    pen.fillStyle = line.fill;
    pen.fillText(line.text, line.x, line.y);
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// A picture with its sentence, its charts, its table and the buttons to take it away.
export function pictureView(desk, { open = false } = {}) {
  const title = el("h3", { class: "picture-title" });
  const says = el("p", { class: "says" });
  const panels = el("div", { class: "panels" });
  const reading = el("p", { class: "reading" });
  const behind = el("div", { class: "behind" });
  const failed = el("p", { class: "finding", role: "alert", hidden: true });
  let drawn = [], picture = null, told = null, shown = open, shape = "";
  const source = () => picture.source ?? [desk.state?.model.title, desk.answer?.mark, desk.state?.program].filter(Boolean).join(" · ");
  const file = (ending) => `${picture.id}.${ending}`;
  const guarded = (act) => async () => {
    failed.hidden = true;
    try { await act(); } catch (error) { failed.textContent = error.message; failed.hidden = false; }
  };
  const toggle = button(words.table, () => flip(), { class: "link", "aria-expanded": "false", data: { key: "table" } });
  const svgButton = button(words.svg, guarded(async () => save(file("svg"), await asSvg(picture, source()), "image/svg+xml")), { class: "link", data: { key: "svg" } });
  const pngButton = button(words.png, guarded(async () => save(file("png"), await asPng(picture, source()))), { class: "link", data: { key: "png" } });
  const csv = el("a", { class: "link", data: { key: "csv" } }, words.csv);
  const tools = el("div", { class: "tools" }, toggle, csv, svgButton, pngButton);
  const node = el("figure", { class: "picture" }, el("figcaption", {}, title, says), panels, reading, tools, failed, behind);

  function flip(to = !shown) {
    shown = to;
    paint();
  }
  function paint() {
    const only = !picture?.panels?.length;
    const visible = Boolean(told) && (shown || only);
    behind.hidden = !visible;
    behind.replaceChildren(...(visible ? [table(told, desk, { caption: !only })] : []));
    toggle.hidden = only || !told;
    toggle.setAttribute("aria-expanded", String(visible));
    toggle.replaceChildren(visible ? words.hideTable : words.table);
  }
  function update(fresh, tables) {
    picture = fresh;
    told = typeof fresh.table === "object" && fresh.table ? fresh.table : tables?.find((each) => each.name === fresh.table) ?? null;
    title.textContent = fresh.title;
    says.textContent = unbroken(fresh.says ?? "");
    says.hidden = !fresh.says;
    reading.textContent = fresh.reading ?? "";
    reading.hidden = !fresh.reading;
    const list = fresh.panels ?? [];
    panels.style.setProperty("--least", `${fresh.least ?? 400}px`);
    const now = `${fresh.id} ${list.length}`;
    if (now === shape) drawn.forEach((each, at) => each.update(list[at]));
    else {
      drawn.forEach((each) => each.end());
      drawn = list.map((panel) => chart(panel, desk));
      panels.replaceChildren(...drawn.map((each) => el("div", { class: "panel" }, el("p", { class: "panel-name" }), each.box)));
    }
    shape = now;
    list.forEach((panel, at) => {
      drawn[at].box.setAttribute("aria-label", [fresh.title, panel.name, fresh.says].filter(Boolean).join(". "));
      const name = panels.children[at].firstChild;
      name.textContent = panel.name ?? "";
      name.hidden = list.length < 2 || !panel.name;
    });
    for (const each of [svgButton, pngButton]) each.hidden = list.length === 0;
    csv.hidden = !told || !desk.id;
    if (told) { csv.href = `/api/desk/${desk.id}/table/${encodeURIComponent(told.name)}.csv`; csv.setAttribute("download", `${told.name}.csv`); }
    paint();
  }
  function end() {
    drawn.forEach((each) => each.end());
    drawn = [];
  }
  return { node, update, flip, end };
}
