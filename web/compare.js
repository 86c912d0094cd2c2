// Two speeches side by side, with what differs.

import { percent, say } from "./words.js";
import { button, el } from "./dom.js";
import { archive, entryOf, speechOf } from "./data.js";
import { codePoints, cut, paragraphs, repairsOf } from "./annotate.js";
import { pathOf, titleOf } from "./lists.js";

// Requirements shorter than this are phrases that everybody uses.
const LONG = 10;

let shared;

// Speeches that say much the same: they share half of the longer requirements of the smaller one. Marks of the record
// itself count first.
export async function twinsOf(row, speech) {
  const { ledger, index, size } = archive;
  if (!ledger.done) return [];
  if (!shared) {
    shared = new Map();
    for (let r = 0; r < ledger.text.length; r += 1) {
      if (ledger.text[r].length < LONG) continue;
      const rows = shared.get(ledger.text[r]);
      if (!rows) shared.set(ledger.text[r], [ledger.speech[r]]);
      else if (rows.length < 200) rows.push(ledger.speech[r]);
    }
  }
  const own = (of) => new Set(ledger.text.slice(ledger.first[of], ledger.first[of + 1]).filter((t) => t.length >= LONG));
  const mine = own(row);
  const counts = new Map();
  for (const text of mine) for (const other of new Set(shared.get(text))) if (other !== row) counts.set(other, (counts.get(other) ?? 0) + 1);
  const found = [...counts]
    .map(([other, n]) => [other, n / Math.max(1, Math.min(mine.size, own(other).size))])
    .filter(([other, share]) => share >= 0.5 && counts.get(other) >= 2)
    .sort((a, b) => b[1] - a[1]).slice(0, 8);
  const mark = speech?.duplicate_of;
  for (let other = 0; mark && other < size; other += 1) {
    const same = index.speeches.id[other] === mark.speech && pathOf(other) === mark.path;
    if (same && other !== row && !found.some(([o]) => o === other)) found.unshift([other, mark.similarity]);
  }
  return found;
}

// The longest common sequence, as pairs of places; `undefined` where that would take too long.
function common(a, b) {
  let [start, endA, endB] = [0, a.length, b.length];
  while (start < endA && start < endB && a[start] === b[start]) start += 1;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const [n, m] = [endA - start, endB - start];
  if (n * m > 9_000_000) return undefined;
  const best = Array.from({ length: n + 1 }, () => new Uint16Array(m + 1));
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let j = m - 1; j >= 0; j -= 1)
      best[i][j] = a[start + i] === b[start + j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  }
  const pairs = [];
  for (let k = 0; k < start; k += 1) pairs.push([k, k]);
  for (let [i, j] = [0, 0]; i < n && j < m;) {
    if (a[start + i] === b[start + j]) pairs.push([start + i++, start + j++]);
    else if (best[i + 1][j] >= best[i][j + 1]) i += 1;
    else j += 1;
  }
  for (let k = 0; endA + k < a.length; k += 1) pairs.push([endA + k, endB + k]);
  return pairs;
}

// Rows of both sides: equal lines stand beside one another, and what lies between them is paired in order.
export function aligned(a, b) {
  const pairs = [...(common(a, b) ?? []), [a.length, b.length]];
  const rows = [];
  let [i, j] = [0, 0];
  for (const [x, y] of pairs) {
    while (i < x || j < y) rows.push([i < x ? a[i++] : undefined, j < y ? b[j++] : undefined]);
    if (x < a.length && y < b.length) rows.push([a[i++], b[j++]]);
  }
  return rows;
}

// A line with what the other does not have set off.
function differing(text, other) {
  if (other === undefined) return [el("ins", {}, text)];
  if (text === other) return [text];
  const [a, b] = [Array.from(text), Array.from(other)];
  const pairs = common(a, b);
  if (!pairs || pairs.length < 0.45 * Math.max(a.length, b.length)) return [el("ins", {}, text)];
  const kept = new Set(pairs.map(([i]) => i));
  const out = [];
  for (let i = 0; i < a.length;) {
    const same = kept.has(i);
    const from = i;
    while (i < a.length && kept.has(i) === same) i += 1;
    const part = a.slice(from, i).join("");
    out.push(same ? part : el("ins", {}, part));
  }
  return out;
}

async function linesOf(row) {
  const entry = await entryOf(archive.index.speeches.file[row]);
  const speech = speechOf(entry, row);
  if (entry.text === null) return (speech?.requirements ?? []).map((r) => r.text);
  const points = codePoints(entry.text);
  const [from, to] = speech?.span ?? [0, points.length];
  return paragraphs(cut(points, from, to, [], repairsOf(entry.record), true)).map((line) => line.map((p) => p.text).join("").trim());
}

export class CompareView {
  constructor(left, right, go) {
    Object.assign(this, { left, right, go });
    this.node = el("main", { class: "reader", tabindex: "-1" }, el("p", { class: "loading" }, say("loading")));
  }

  async load() {
    const [a, b] = await Promise.all([linesOf(this.left), linesOf(this.right)]);
    const rows = aligned(a, b);
    const same = rows.filter(([x, y]) => x === y).length;
    const side = (row) => el("div", {}, el("h1", {}, el("bdi", {}, titleOf(row))), el("p", { class: "faint" }, el("bdi", {}, pathOf(row)),
      " · ", archive.index.speeches.date[row] ?? "—", " ", button(say("open"), () => this.go(`#/speech/${row}`), { class: "quiet" })));
    const table = el("table", { class: "pair", lang: "zh-CN" },
      el("tbody", {}, rows.map(([x, y]) => el("tr", { class: x === y ? "same" : "other" },
        el("td", {}, x === undefined ? "" : differing(x, y)), el("td", {}, y === undefined ? "" : differing(y, x))))));
    this.node.replaceChildren(
      el("header", { class: "head" }, el("div", { class: "tools" }, button(`← ${say("back")}`, () => this.go(`#/speech/${this.left}`), { class: "quiet" }),
        el("span", { class: "faint" }, `${say("same_lines")} ${same}/${rows.length} · ${percent(same / Math.max(1, rows.length))}`)),
      el("div", { class: "sides" }, side(this.left), side(this.right))),
      el("div", { class: "scroll pairs", tabindex: "0" }, table));
  }

  key(event) {
    if (event.key !== "Escape") return false;
    this.go(`#/speech/${this.left}`);
    return true;
  }
}
