// Drives a running `entente app` in headless Chromium as a reader would, and fails on anything that a reader should never meet:
// a line on the console, a request that leaves the machine, a serious finding of axe, a page that scrolls sideways.
// How to run it stands in README.md beside this file.

import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [address, ...flags] = process.argv.slice(2);
if (!address) {
  console.error("usage: node tools/app/browser.mjs ADDRESS [--out DIR] [--modules DIR] [--chromium FILE] [--only PATTERN] [--first EDIT] [--patience SECONDS]");
  process.exit(2);
}
const flag = (name, fallback) => (flags.includes(name) ? flags[flags.indexOf(name) + 1] : fallback);
const out = resolve(flag("--out", "target/app-browser"));
const need = createRequire(join(resolve(flag("--modules", "target/app-browser")), "package.json"));
const puppeteer = need("puppeteer-core");
const axeSource = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const only = new RegExp(flag("--only", ""));
// Played before all else, for example a shorter horizon on a slow machine: {"lever":"horizon","value":2028}.
const first = flag("--first", "");
mkdirSync(out, { recursive: true });

// Solving may take long on a busy machine; nothing here measures seconds.
const PATIENCE = 1000 * Number(flag("--patience", "600"));
const SIZES = [[1280, 800], [768, 1024], [390, 844]];
const origin = new URL(address).origin;
const faults = [];
let step = "start";
const fault = (told) => {
  const line = `${step}: ${told.slice(0, 420)}`;
  if (!faults.includes(line)) faults.push(line);
};
const must = (holds, text) => { if (!holds) fault(text); };

const browser = await puppeteer.launch({ protocolTimeout: 2 * PATIENCE, executablePath: flag("--chromium", "/usr/bin/chromium"), headless: true, args: ["--no-sandbox", "--force-prefers-reduced-motion"] });
const context = browser.defaultBrowserContext();
await context.overridePermissions(origin, ["clipboard-read", "clipboard-sanitized-write"]);

async function fresh(width = 1280, height = 800) {
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  page.on("console", (line) => fault(`console ${line.type()}: ${line.text()}`));
  page.on("pageerror", (error) => fault(`error on the page: ${error.stack ?? error}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) fault(`request leaves the machine: ${url}`);
  });
  page.on("response", (response) => { if (response.status() >= 400) fault(`${response.status()} for ${response.url()}`); });
  const session = await page.createCDPSession();
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: out });
  return page;
}

const $ = (page, selector) => page.waitForSelector(selector, { visible: true, timeout: PATIENCE });
const click = async (page, selector) => { await $(page, selector); await page.$eval(selector, (node) => node.scrollIntoView({ block: "center" })); await page.click(selector); };
const text = (page, selector) => page.$eval(selector, (node) => node.textContent ?? "");
const status = (page) => page.$eval(".status", (node) => node.dataset.status);
const rest = (ms) => new Promise((done) => setTimeout(done, ms));
const settled = (page, wanted = ["proven", "stopped", "no_plan"]) =>
  page.waitForFunction((list) => list.includes(document.querySelector(".status")?.dataset.status) && !document.querySelector(".progress").hasAttribute("data-solving"), { timeout: PATIENCE }, wanted);
const state = async (page) => page.evaluate(async () => (await (await fetch(`/api${location.pathname}`)).json()).state);

const play = (page, edits) => page.evaluate(async (body) => {
  await fetch(`/api${location.pathname}/edit`, { method: "POST", headers: { "content-type": "application/json" }, body });
}, JSON.stringify(edits));

async function sound(page, view) {
  await page.evaluate(axeSource);
  for (const theme of ["light", "dark"]) {
    await page.evaluate((name) => { if (document.documentElement.dataset.theme !== name) document.querySelector('button[aria-label="Dark colours"], button[aria-label="Light colours"]').click(); }, theme);
    await rest(60);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    for (const each of violations.filter(({ impact }) => impact === "serious" || impact === "critical")) {
      fault(`axe, ${view}, ${theme}: ${each.id}: ${each.help}: ${each.nodes.slice(0, 4).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
    }
  }
}

async function pictures(page, name, themes = ["light", "dark"], at = "") {
  for (const theme of themes) {
    await page.evaluate((wanted) => { if (document.documentElement.dataset.theme !== wanted) document.querySelector('button[aria-label="Dark colours"], button[aria-label="Light colours"]').click(); }, theme);
    for (const [width, height] of SIZES) {
      await page.setViewport({ width, height });
      await page.evaluate((wanted) => { const node = wanted && document.querySelector(wanted); if (node) { const box = node.closest("main"); box.scrollTop = node.offsetTop - (innerWidth > 700 ? document.querySelector(".answer-top").offsetHeight : document.querySelector(".answer-lead").offsetHeight); } }, at);
      await rest(350);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      must(wide <= 0, `${name} scrolls sideways by ${wide} px at ${width} px`);
      const cut = await page.evaluate(() => [...document.querySelectorAll("button, .tile dd, .scale-text, h1, h2, h3, .head .label, .goal")]
        .filter((node) => node.offsetParent && getComputedStyle(node).overflow === "visible" && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline")
        .map((node) => node.textContent.slice(0, 40)).slice(0, 4));
      must(cut.length === 0, `${name}, ${width} px: text wider than its box: ${cut.join(" | ")}`);
      await page.screenshot({ path: join(out, `${name}-${theme}-${width}.png`) });
    }
  }
  await page.setViewport({ width: SIZES[0][0], height: SIZES[0][1] });
  await rest(200);
}

async function tab(page, name) {
  const shown = await page.$eval(`.tabs [data-tab="${name}"]`, (node) => node.offsetParent !== null);
  if (shown) await page.click(`.tabs [data-tab="${name}"]`);
}

async function inTurn(list) {
  for (const [name, act] of list) {
    if (!only.test(name) && name !== "open") continue;
    step = name;
    console.log(name);
    try { await act(); } catch (error) {
      fault(error.stack?.split("\n").slice(0, 4).join(" ") ?? String(error));
      // Nothing of what follows can be tried on a page that does not open.
      if (name === "open") return;
    }
  }
}

// What belongs to a first answer: the pictures of a comparison come later than those of the plan.
const page = await fresh();
let before = null;

await inTurn([
  ["open", async () => {
    const begun = Date.now();
    await page.goto(address);
    await $(page, "[data-question]");
    console.log(`  usable after ${Date.now() - begun} ms`);
    must((await page.$$(".model")).length > 0, "no model is listed");
    must((await page.$$("[data-question]")).length === 3, "there are three first-visit questions");
    must(!page.url().includes("token"), "the token stays in the address");
    await sound(page, "start");
    await pictures(page, "start");
    const names = await page.$$eval("[data-question] strong", (list) => list.map((node) => node.textContent));
    const at = names.findIndex((name) => /hungary|poland/i.test(name));
    await page.evaluate((place) => document.querySelectorAll("[data-question]")[place].click(), Math.max(at, 0));
    await page.waitForFunction(() => location.pathname.startsWith("/desk/") && document.querySelector(".lever"), { timeout: PATIENCE });
    if (first) await play(page, JSON.parse(first));
    await $(page, ".tiles .tile");
    await settled(page);
    before = await state(page);
  }],
  ["answer", async () => {
    must((await text(page, ".sentence-first")).length > 20, "the answer has no opening sentence");
    await sound(page, "desk");
    await pictures(page, "desk");
    const ids = await page.$$eval(".picture-tabs [role=tab]", (list) => list.map((node) => node.id));
    must(ids.length >= 5, `only ${ids.length} pictures`);
    for (const id of ids) {
      await click(page, `#${id}`);
      must(await page.$eval(`#${id}`, (node) => node.getAttribute("aria-selected") === "true"), `${id} does not open`);
      await page.waitForFunction(() => [...document.querySelectorAll(".gallery .chart")].every((box) => box.querySelector("svg")) , { timeout: 15_000 });
      await sound(page, id);
      await pictures(page, `picture-${id.replace("tab-", "")}`, ["light"], ".gallery");
    }
    await click(page, `#${ids[0]}`);
    await click(page, '[data-key="table"]');
    await $(page, ".behind table");
    await sound(page, "table");
    await pictures(page, "table", ["light"], ".behind");
    await click(page, '[data-key="table"]');
  }],
  ["move a lever", async () => {
    const slider = await $(page, ".section[open] .slider");
    const key = await slider.evaluate((node) => node.dataset.key);
    await slider.focus();
    const seen = page.evaluate(() => new Promise((done) => {
      const begun = performance.now();
      const told = {};
      const look = () => {
        const is = document.querySelector(".status").dataset.status;
        told[is] ??= Math.round(performance.now() - begun);
        if (told.proven || told.no_plan || performance.now() - begun > 500_000) done(told);
        else requestAnimationFrame(look);
      };
      const start = (event) => { if (event.key === "ArrowRight") { removeEventListener("keydown", start); look(); } };
      addEventListener("keydown", start);
    }));
    await page.keyboard.down("Shift");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.up("Shift");
    console.log(`  ms from the key to each state: ${JSON.stringify(await seen)}`);
    await settled(page);
    must(await page.$eval(`[data-key="${key}"]`, (node) => node.closest(".lever").hasAttribute("data-changed")), "the lever does not show that it was moved");
    must((await state(page)).undo > before.undo, "no step to undo");
    await page.$eval(".levers", (node) => node.querySelectorAll("details").forEach((each) => { each.open = true; }));
    await sound(page, "levers");
    await page.$eval(".levers", (node) => { node.scrollTop = 700; });
    await page.screenshot({ path: join(out, "levers-1280.png") });
  }],
  ["members", async () => {
    const now = await state(page);
    const code = now.members.nations.find((nation) => nation.can_buy && !nation.is_in)?.code ?? "POL";
    await click(page, `.nations [data-key="nation-${code}"]`);
    await page.waitForFunction((wanted) => document.querySelector(`[data-key="nation-${wanted}"]`)?.getAttribute("aria-pressed") === "true", { timeout: PATIENCE }, code);
    const old = await page.$eval("#members", (node) => node.value);
    await page.evaluate(() => document.querySelector('.pick path[data-is="in"]').dispatchEvent(new MouseEvent("click", { bubbles: true })));
    await page.waitForFunction((text) => document.getElementById("members").value !== text, { timeout: PATIENCE }, old);
    const entry = await $(page, "#members");
    await entry.click({ clickCount: 3 });
    await entry.type("EU2");
    await $(page, "#members-list li");
    await sound(page, "completion");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await entry.type(" - {HUN}");
    await page.keyboard.press("Enter");
    await page.waitForFunction(async () => (await (await fetch(`/api${location.pathname}`)).json()).state.members.text.includes("HUN"), { timeout: PATIENCE });
    await settled(page);
    const good = (await state(page)).members.text;
    await entry.click({ clickCount: 3 });
    await entry.type("EU27 - {NOBODY}");
    await page.keyboard.press("Enter");
    await $(page, ".members .finding");
    must((await state(page)).members.text === good, "a refused value changed the state");
    await sound(page, "finding");
    await page.screenshot({ path: join(out, "finding-1280.png") });
    await page.keyboard.press("Escape");
  }],
  ["compare four", async () => {
    await settled(page);
    const proposals = (await state(page)).proposals.map((each) => each.name);
    for (let at = 0; at < 4; at += 1) {
      await page.select('[data-key="proposal"]', proposals[at % proposals.length]);
      await rest(100);
      await settled(page);
      const count = (await page.$$(".pins li")).length;
      await page.focus("#main");
      await page.keyboard.press("p");
      await page.waitForFunction((old) => document.querySelectorAll(".pins li").length > old, { timeout: PATIENCE }, count);
    }
    await page.waitForFunction(() => (document.querySelector(".result")?.querySelectorAll(".scale-line").length ?? 0) >= 5, { timeout: PATIENCE });
    await sound(page, "comparison");
    await pictures(page, "compare-desk");
    await page.setViewport({ width: 390, height: 844 });
    await tab(page, "compare");
    await pictures(page, "compare");
    await page.setViewport({ width: 390, height: 844 });
    await tab(page, "levers");
    await pictures(page, "levers");
    await page.setViewport({ width: 390, height: 844 });
    await tab(page, "answer");
    await page.setViewport({ width: 1280, height: 800 });
    await click(page, '[data-key="grid"]');
    await $(page, "dialog[open] table");
    await sound(page, "comparison as a table");
    await pictures(page, "compare-table");
    await page.keyboard.press("Escape");
  }],
  ["why", async () => {
    await click(page, ".proof summary");
    await click(page, ".why, .figure");
    await $(page, ".drawer h2");
    must((await text(page, ".panel-body")).length > 10, "why says nothing");
    await sound(page, "why");
    await pictures(page, "why");
    await page.keyboard.press("Escape");
    must(await page.$eval(".drawer", (node) => node.hidden), "Escape does not close why");
  }],
  ["undo", async () => {
    const now = await state(page);
    await page.focus("#main");
    await page.keyboard.press("z");
    await page.waitForFunction(async (undo) => (await (await fetch(`/api${location.pathname}`)).json()).state.undo < undo, { timeout: PATIENCE }, now.undo);
    await page.keyboard.press("Z");
    await page.waitForFunction(async (undo) => (await (await fetch(`/api${location.pathname}`)).json()).state.undo === undo, { timeout: PATIENCE }, now.undo);
    must((await state(page)).members.text === now.members.text, "redo does not lead back");
  }],
  ["stop", async () => {
    await settled(page);
    const slider = await $(page, ".section[open] .slider");
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    const pressed = await page.waitForSelector('[data-key="stop"]', { visible: true, timeout: 20_000 }).then((node) => node.click().then(() => true)).catch(() => false);
    must(pressed, "no stop button while it solves");
    await settled(page);
    console.log(`  ${await status(page)}: ${await text(page, ".status")}`);
    await page.screenshot({ path: join(out, "stopped-1280.png") });
  }],
  ["export", async () => {
    await click(page, '[data-key="take"]');
    await $(page, ".menu-list");
    await sound(page, "export menu");
    await page.screenshot({ path: join(out, "menu-1280.png") });
    const yaml = await page.evaluate(async () => { const answer = await fetch(document.querySelector('.menu-list a[href$=".yaml"]').href); return [answer.status, await answer.text()]; });
    must(yaml[0] === 200 && yaml[1].length > 0, "no YAML");
    await page.keyboard.press("Escape");
    for (const kind of ["svg", "png"]) {
      const was = new Set(readdirSync(out));
      await click(page, `[data-key="${kind}"]`);
      let made = null;
      for (let tries = 0; tries < 100 && !made; tries += 1) {
        await rest(100);
        made = readdirSync(out).find((file) => !was.has(file) && file.endsWith(`.${kind}`)) ?? readdirSync(out).find((file) => file.endsWith(`.${kind}`) && /^(gap|map|money|ladder)/.test(file) && Date.now() - statSync(join(out, file)).mtimeMs < 5000);
      }
      must(made, `no ${kind} was saved`);
      if (made) must(statSync(join(out, made)).size > 2000, `${made} is empty`);
    }
    const csv = await page.evaluate(async () => (await fetch(document.querySelector('[data-key="csv"]').href)).status);
    must(csv === 200, `the CSV answers ${csv}`);
  }],
  ["reload", async () => {
    const now = await state(page);
    await page.reload();
    await $(page, ".tiles .tile");
    const again = await state(page);
    must(again.members.text === now.members.text && again.pins.length === now.pins.length && again.undo === now.undo, "a reload loses the state");
  }],
  ["share", async () => {
    await settled(page);
    await page.bringToFront();
    await click(page, '[data-key="share"]');
    await rest(300);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    must(copied.startsWith(origin), `copied: ${copied}`);
    const other = await fresh();
    await other.goto(copied);
    await $(other, ".tiles .tile");
    must((await state(other)).members.text === (await state(page)).members.text, "the shared address opens another state");
    await other.close();
  }],
  ["find, help, tour", async () => {
    await page.focus("#main");
    await page.keyboard.press("/");
    await $(page, "dialog[open] .found li");
    await sound(page, "finder");
    await page.screenshot({ path: join(out, "finder-1280.png") });
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await $(page, "dialog[open] .keys");
    await sound(page, "help");
    await page.screenshot({ path: join(out, "help-1280.png") });
    await page.click("dialog[open] .primary");
    for (const [at, [width, height]] of [[0, SIZES[0]], [1, SIZES[1]], [2, SIZES[2]], [3, SIZES[0]], [4, SIZES[2]]]) {
      await page.setViewport({ width, height });
      await $(page, ".tour");
      await rest(250);
      await page.screenshot({ path: join(out, `tour-${at}-${width}.png`) });
      if (at === 0) await sound(page, "tour");
      await page.click(".tour .primary");
    }
    must((await page.$$(".tour")).length === 0, "the tour does not end");
    await page.setViewport({ width: 1280, height: 800 });
  }],
  ["keyboard only", async () => {
    const own = await fresh();
    await own.goto(origin);
    await $(own, "[data-question]");
    const until = async (holds, most = 80) => {
      for (let tries = 0; tries < most; tries += 1) {
        if (await own.evaluate(holds)) return true;
        await own.keyboard.press("Tab");
        const seen = await own.evaluate(() => document.activeElement === document.body || document.activeElement.matches(":focus-visible"));
        must(seen, "focus is not visible");
      }
      return false;
    };
    must(await until(() => document.activeElement.matches("[data-question]")), "no question by Tab");
    await own.keyboard.press("Enter");
    await own.waitForFunction(() => location.pathname.startsWith("/desk/") && document.querySelector(".lever"), { timeout: PATIENCE });
    if (first) await play(own, JSON.parse(first));
    await $(own, ".tiles .tile");
    await settled(own);
    await own.keyboard.press("/");
    await $(own, "dialog[open] .found li");
    await own.keyboard.type("german");
    await own.keyboard.press("Enter");
    await own.waitForFunction(() => document.activeElement.matches(".lever input"), { timeout: 5000 });
    must(await own.evaluate(() => document.activeElement.matches(".lever input")), "the finder does not lead to the lever");
    await own.keyboard.press("ArrowRight");
    await rest(200);
    await settled(own);
    must((await state(own)).changed.length > 0, "arrows move no slider");
    await own.keyboard.press("p");
    await own.waitForFunction(() => document.querySelectorAll(".pins li").length === 1, { timeout: PATIENCE });
    await own.keyboard.press("z");
    await rest(300);
    await settled(own);
    await own.keyboard.press("1");
    await rest(300);
    await settled(own);
    await own.keyboard.press("w");
    await $(own, ".drawer h2");
    await own.keyboard.press("Escape");
    await own.keyboard.press("t");
    await $(own, ".behind table");
    must(await until(() => document.activeElement.matches("#members"), 160), "the members cannot be reached by Tab");
    await own.close();
  }],
]);

await browser.close();
console.log(faults.length ? `\n${faults.length} faults:\n${faults.join("\n")}` : "\nno faults");
process.exit(faults.length ? 1 : 0);
