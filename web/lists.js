// The two lists: speeches, and requirements.

import { count, percent, say } from "./words.js";
import { announce, el } from "./dom.js";
import { archive } from "./data.js";
import { MODALITIES, UNSURE, select, wanted } from "./filter.js";
import { VirtualList } from "./virtual.js";

export const titleOf = (row) => {
  const { title, nth } = archive.index.speeches;
  return title[row] ?? say(nth[row] < 0 ? "no_speech" : "untitled");
};

export const pathOf = (row) => archive.index.files.path[archive.index.speeches.file[row]];

// The words looked for, set off.
export function marked(text, query = wanted.query) {
  const words = query.split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (words.length === 0) return [text];
  const parts = text.split(new RegExp(`(${words.join("|")})`, "giu"));
  return parts.map((part, i) => (i % 2 === 1 ? el("mark", {}, part) : part));
}

// A bar of what a speech asks for, by kind; its words are in the label.
function bar(row) {
  const { ledger } = archive;
  const counts = new Map();
  for (let r = ledger.first[row]; r < ledger.first[row + 1]; r += 1)
    counts.set(ledger.modality[r], (counts.get(ledger.modality[r]) ?? 0) + 1);
  const strips = MODALITIES.filter((m) => counts.has(m)).map((m) => {
    const strip = el("i", { class: m });
    strip.style.flexGrow = counts.get(m);
    return strip;
  });
  return el("span", { class: "bar", "aria-hidden": "true" }, strips);
}

function flags(row) {
  const { codes, confidence } = archive.index.speeches;
  const out = [];
  const done = archive.progress?.[archive.index.speeches.file[row]]?.done.length;
  if (done > 0) out.push(el("span", { class: "flag done" }, `${say("reviewed")} ${done}`));
  const severities = codes[row].map((code) => archive.index.codes[code].split(" ")[0]);
  for (const severity of ["error", "warning"]) {
    const n = severities.filter((s) => s === severity).length;
    if (n > 0) out.push(el("span", { class: `flag ${severity}` }, `${say(severity)} ${n}`));
  }
  if (confidence[row] < UNSURE) out.push(el("span", { class: "flag" }, `${say("borders")} ${percent(confidence[row])}`));
  return out;
}

function speechRow(row) {
  const { date, speaker, kind, requirements, chars } = archive.index.speeches;
  return el("div", { class: "row speech" },
    el("span", { class: "day" }, date[row] ?? "—"),
    el("span", { class: "what" },
      el("bdi", { class: "title" }, marked(titleOf(row))),
      el("span", { class: "under" },
        kind[row] !== "speech" && el("span", { class: "chip" }, say(kind[row])),
        speaker[row] && el("bdi", {}, marked(speaker[row])), el("bdi", { class: "path" }, marked(pathOf(row))))),
    el("span", { class: "flags" }, flags(row)),
    el("span", { class: "counts" }, bar(row),
      el("span", { class: "n" }, count("requirements", requirements[row])),
      el("span", { class: "n faint" }, count("chars", chars[row]))));
}

function requirementRow(r) {
  const { ledger, index } = archive;
  const row = ledger.speech[r];
  const addressee = ledger.addressee[r];
  return el("div", { class: "row requirement" },
    el("span", { class: `hue ${ledger.modality[r]}` }, say(ledger.modality[r])),
    el("span", { class: "what" },
      el("bdi", { class: "words" }, marked(ledger.text[r])),
      el("span", { class: "under" }, el("span", {}, index.speeches.date[row] ?? "—"),
        el("bdi", {}, titleOf(row)))),
    el("bdi", { class: "who" }, addressee === null ? "" : index.addressees[addressee]),
    el("span", { class: "when" }, el("bdi", {}, ledger.deadline[r] ?? ""),
      ledger.iso[r] && el("span", { class: "faint" }, ledger.iso[r])),
    el("span", { class: ledger.confidence[r] < UNSURE ? "sure low" : "sure" }, percent(ledger.confidence[r])));
}

// A list over what is selected now; `go` opens a place.
function list(name, rowHeight, pick, render, go) {
  let found = [];
  const head = el("p", { class: "summary" });
  const empty = el("p", { class: "empty", hidden: true });
  const virtual = new VirtualList({
    label: say(name), rowHeight, id: name, render: (i) => render(found[i]), open: (i) => go(found[i]),
  });
  const node = el("section", { class: "list", "aria-label": say(name) }, head, empty, virtual.node);
  const refresh = (keep) => {
    const selection = select();
    found = pick(selection);
    head.textContent = `${count("speeches", selection.rows.filter((row) => archive.index.speeches.nth[row] >= 0).length)} · ${
      count("requirements", selection.requirements.length)}${archive.ledger.done ? "" : ` · ${say("loading")}`}`;
    empty.hidden = found.length > 0;
    empty.textContent = archive.ledger.done ? say("nothing") : say("loading");
    if (!keep) {
      virtual.active = 0;
      virtual.node.scrollTop = 0;
    }
    virtual.setLength(found.length);
    announce(head.textContent);
  };
  return { node, refresh, virtual, found: () => found };
}

export const speechList = (go) =>
  list("speeches", 64, ({ rows }) => rows, speechRow, (row) => go(`#/speech/${row}`));

export const requirementList = (go) =>
  list("requirements", 72, ({ requirements }) => requirements, requirementRow, (r) => {
    const row = archive.ledger.speech[r];
    go(`#/speech/${row}/${r - archive.ledger.first[row]}`);
  });
