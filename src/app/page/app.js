// The way between the two screens, by the address: `/` starts, `/desk/ID` plays, and what stands behind `#` is a shared state.

import { speak } from "./dom.js";
import { deskScreen } from "./desk.js";
import { startScreen } from "./start.js";
import { startTour, tourWasSeen } from "./tour.js";
import { get, post } from "./wire.js";
import "./theme.js";

const root = document.getElementById("app");
let desk = null;

function split(hash) {
  const [address, ...views] = hash.replace(/^#/, "").split(";");
  const view = views.find((each) => each.startsWith("view="));
  return { address, picture: view && decodeURIComponent(view.slice(5)) };
}

function leave(address) {
  desk?.end();
  desk = null;
  history.pushState({}, "", address ? `/#${address}` : "/");
  route();
}

function play(id, picture) {
  desk?.end();
  desk = deskScreen(root, id, { leave, picture });
  return desk;
}

function start() {
  delete root.dataset.tab;
  return startScreen(root, {
    open: (id) => { history.pushState({}, "", `/desk/${id}`); play(id); },
    tour: () => { if (desk) startTour(desk); },
    isNew: !tourWasSeen(),
  });
}

async function shared(address, picture) {
  const { desk: id } = await post("/api/desk", { address });
  history.replaceState({}, "", `/desk/${id}`);
  play(id, picture);
}

async function route() {
  const { address, picture } = split(location.hash);
  const id = /^\/desk\/([\w-]+)$/.exec(location.pathname)?.[1];
  try {
    if (id) {
      // Asked before it is played, since a program that was started again knows no desk but the address holds its state.
      await get(`/api/desk/${id}`);
      return play(id, picture);
    }
    if (address) return await shared(address, picture);
  } catch (refused) {
    if (id && address && refused.status === 404) {
      try { return await shared(address, picture); } catch { /* The start says what is wrong. */ }
    }
    await start();
    const box = root.querySelector(".findings");
    box.hidden = false;
    box.textContent = refused.message;
    speak(refused.message);
    return undefined;
  }
  return start();
}

addEventListener("popstate", () => { desk?.end(); desk = null; route(); });
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main")?.focus();
});
route();
