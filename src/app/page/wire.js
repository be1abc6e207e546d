// What the page asks of the server. A refusal carries its findings, each with the lever that it is about, where there is one.

import { words } from "./words.js";

export class Refusal extends Error {
  constructor(status, findings) {
    super(findings.map((finding) => finding.text).join("\n"));
    this.status = status;
    this.findings = findings;
  }
}

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok && !body.findings?.length && !body.gone) return body;
  const list = (body.findings ?? []).map((finding) => (typeof finding === "string" ? { text: finding } : finding));
  const status = body.gone ? 404 : response.ok ? 422 : response.status;
  throw new Refusal(status, list.length ? list : [{ text: body.error ?? words.failures[status] ?? words.failed(status) }]);
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Refusal(0, [{ text: words.failures[0] }]);
  }
  return read(response);
}

export const get = (path) => ask(path);
export const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

// Events of a desk. The browser reconnects by itself after a lost line; after a refusal it does not, so we do.
export function listen(desk, on) {
  let source = null, closed = false, again = 0, pause = 500;
  const open = () => {
    source = new EventSource(`/api/desk/${desk}/events`);
    source.addEventListener("open", () => { pause = 500; on.line(true); });
    source.addEventListener("error", () => {
      on.line(false);
      if (source.readyState !== EventSource.CLOSED || closed) return;
      again = setTimeout(open, pause);
      pause = Math.min(pause * 2, 8000);
    });
    for (const name of ["state", "answer", "progress", "asked", "gone"]) {
      source.addEventListener(name, (event) => on[name]?.(event.data ? JSON.parse(event.data) : {}));
    }
  };
  open();
  return () => {
    closed = true;
    clearTimeout(again);
    source.close();
  };
}
