// What the reader looks for, and which speeches and requirements fit.

import { archive } from "./data.js";

export const MODALITIES = ["obligation", "prohibition", "commitment", "recommendation", "permission", "exhortation"];
export const UNSURE = 0.8;

const fresh = () => ({
  query: "", from: "", to: "", addressee: "", modalities: new Set(), deadline: "", confidence: 1, codes: new Set(),
  kinds: new Set(), sort: "archive", month: "",
});

export const wanted = fresh();

// Speeches whose full text holds `query`, once the reader has asked for that.
export const deep = { query: "", rows: new Set() };

export const clearFilters = () => Object.assign(wanted, { ...fresh(), sort: wanted.sort });

export const isFiltered = () =>
  Boolean(wanted.query || wanted.from || wanted.to || wanted.addressee || wanted.deadline || wanted.month) ||
  wanted.confidence < 1 || wanted.modalities.size + wanted.codes.size + wanted.kinds.size > 0;

const asksOfRequirements = () =>
  Boolean(wanted.addressee || wanted.deadline || wanted.month) || wanted.modalities.size > 0;

const fold = (text) => text.normalize("NFKC").toLowerCase();
const terms = () => fold(wanted.query).split(/\s+/).filter(Boolean);

// Which addressees' names hold the words.
function addressees() {
  if (!wanted.addressee) return undefined;
  const words = wanted.addressee.trim();
  return new Set(archive.index.addressees.flatMap((name, i) => (name.includes(words) ? [i] : [])));
}

const DEADLINES = {
  with: (ledger, r) => ledger.deadline[r] !== null,
  day: (ledger, r) => ledger.iso[r] !== null,
  without: (ledger, r) => ledger.deadline[r] === null,
};

// The rows and requirements that fit, in the order asked for.
export function select() {
  const { index, ledger, size } = archive;
  const [words, who, rows, requirements] = [terms(), addressees(), [], []];
  const strict = asksOfRequirements();
  const inDeep = words.length > 0 && deep.query === wanted.query;
  for (let row = 0; row < size; row += 1) {
    if (!fitsSpeech(index, row)) continue;
    const hay = words.length > 0
      ? fold(`${index.speeches.title[row] ?? ""}\n${index.speeches.speaker[row] ?? ""}\n${
          index.files.path[index.speeches.file[row]]}\n${ledger.heads[row]}`)
      : "";
    const missing = words.filter((word) => !hay.includes(word));
    let [some, said] = [false, missing.length === 0];
    const low = wanted.confidence < 1 && index.speeches.confidence[row] < wanted.confidence;
    for (let r = ledger.first[row]; r < ledger.first[row + 1]; r += 1) {
      if (wanted.modalities.size > 0 && !wanted.modalities.has(ledger.modality[r])) continue;
      if (who && !who.has(ledger.addressee[r])) continue;
      if (wanted.deadline && !DEADLINES[wanted.deadline](ledger, r)) continue;
      if (wanted.month && !ledger.iso[r]?.split("/").at(-1).startsWith(wanted.month)) continue;
      if (wanted.confidence < 1 && !low && ledger.confidence[r] >= wanted.confidence) continue;
      const text = missing.length > 0 ? fold(ledger.text[r]) : "";
      if (!missing.every((word) => text.includes(word))) continue;
      [some, said] = [true, true];
      requirements.push(r);
    }
    const weak = wanted.confidence >= 1 || low || some;
    if ((said || (inDeep && deep.rows.has(row))) && (some || !strict) && weak) rows.push(row);
  }
  return { rows: sorted(rows, index), requirements: sortedRequirements(requirements, index, ledger) };
}

function fitsSpeech(index, row) {
  const { date, kind, codes } = index.speeches;
  if (wanted.kinds.size > 0 && !wanted.kinds.has(kind[row])) return false;
  if (wanted.codes.size > 0 && !codes[row].some((code) => wanted.codes.has(code))) return false;
  if (wanted.from && !(date[row] && date[row] >= wanted.from.slice(0, date[row].length))) return false;
  if (wanted.to && !(date[row] && date[row] <= wanted.to.slice(0, date[row].length))) return false;
  return true;
}

const ORDERS = {
  date: (s) => (a, b) => (s.date[a] ?? "9999").localeCompare(s.date[b] ?? "9999") || a - b,
  count: (s) => (a, b) => s.requirements[b] - s.requirements[a] || a - b,
  confidence: (s) => (a, b) =>
    Math.min(s.confidence[a], s.weakest[a]) - Math.min(s.confidence[b], s.weakest[b]) || a - b,
};

const sorted = (rows, index) =>
  Object.hasOwn(ORDERS, wanted.sort) ? rows.sort(ORDERS[wanted.sort](index.speeches)) : rows;

function sortedRequirements(list, index, ledger) {
  if (wanted.sort === "confidence") return list.sort((a, b) => ledger.confidence[a] - ledger.confidence[b] || a - b);
  if (wanted.sort === "archive") return list;
  const order = ORDERS[wanted.sort](index.speeches);
  return list.sort((a, b) => (ledger.speech[a] === ledger.speech[b] ? a - b : order(ledger.speech[a], ledger.speech[b])));
}
