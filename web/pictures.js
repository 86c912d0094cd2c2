// Pictures of the archive, as SVG with the numbers beside them in a table.

import { codeName, count, say } from "./words.js";
import { button, el, svg } from "./dom.js";
import { archive } from "./data.js";
import { MODALITIES, wanted } from "./filter.js";
import { tally } from "./panel.js";

const WIDE = 720;
const number = (n) => n.toLocaleString("en-US");

// A picture with its caption, and its numbers for whoever does not see it or wants them exactly.
function figure(title, picture, head, rows) {
  return el("figure", {}, el("figcaption", {}, title), picture,
    el("details", {}, el("summary", {}, say("numbers")), el("div", { class: "scroll" }, el("table", {},
      el("thead", {}, el("tr", {}, head.map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, el("bdi", {}, first)),
        rest.map((n) => el("td", {}, typeof n === "number" ? number(n) : n ?? "")))))))));
}

const drawing = (height, label, children) =>
  svg("svg", { viewBox: `0 0 ${WIDE} ${height}`, role: "img", "aria-label": label, class: "picture" }, children);

const short = (text, length) => (Array.from(text).length > length ? `${Array.from(text).slice(0, length - 1).join("")}…` : text);

// Lying bars: [label, value, class, go].
function bars(title, rows, unit) {
  const [left, step] = [190, 24];
  const most = Math.max(1, ...rows.map(([, n]) => n));
  const picture = drawing(rows.length * step + 4, title, rows.map(([label, n, hue, go], i) => {
    const width = Math.max(1, (n / most) * (WIDE - left - 80));
    return svg("g", { class: go ? "go" : undefined, onclick: go },
      svg("text", { x: left - 10, y: i * step + 16, "text-anchor": "end" }, short(label, 14)),
      svg("rect", { x: left, y: i * step + 4, width, height: step - 9, rx: 1.5, class: `fill ${hue ?? ""}` }),
      svg("text", { x: left + width + 8, y: i * step + 16, class: "value" }, number(n)),
      svg("title", {}, `${label}: ${number(n)}`));
  }));
  return figure(title, picture, ["", unit], rows.map(([label, n]) => [label, n]));
}

// Round numbers for the lines behind a picture.
function grid(most) {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = Math.max(1, [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough));
  return Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step);
}

// Standing bars: keys along the bottom, each a pile of [class, n].
function columns(title, keys, piles, head, row) {
  const [left, bottom, height] = [48, 28, 230];
  const sums = piles.map((pile) => pile.reduce((sum, [, n]) => sum + n, 0));
  const most = Math.max(1, ...sums);
  const step = (WIDE - left - 6) / Math.max(1, keys.length);
  const y = (n) => height - bottom - (n / most) * (height - bottom - 14);
  const every = Math.ceil(keys.length / 14);
  const picture = drawing(height, title, [
    grid(most).map((n) => svg("g", {}, svg("line", { x1: left, x2: WIDE, y1: y(n), y2: y(n), class: "rule" }),
      svg("text", { x: left - 8, y: y(n) + 4, "text-anchor": "end", class: "value" }, number(n)))),
    piles.map((pile, i) => {
      let base = 0;
      const width = Math.max(1, Math.min(42, step - (step > 4 ? 2 : 0)));
      return svg("g", {}, svg("title", {}, `${keys[i]}: ${number(sums[i])}`), pile.map(([hue, n]) => {
        const [top, foot] = [y(base + n), y(base)];
        base += n;
        return svg("rect", { x: left + i * step + (step - width) / 2, y: top, width, height: Math.max(0, foot - top), class: `fill ${hue}` });
      }));
    }),
    keys.map((key, i) => i % every === 0 && svg("text", { x: left + (i + 0.5) * step, y: height - 8, "text-anchor": "middle", class: "value" }, key)),
    svg("line", { x1: left, x2: WIDE, y1: height - bottom, y2: height - bottom, class: "axis" }),
  ]);
  return figure(title, picture, head, piles.map((pile, i) => row(keys[i], pile, sums[i])));
}

function overTime() {
  const { ledger, index } = archive;
  const dates = ledger.speech.map((row) => index.speeches.date[row]);
  const days = dates.filter(Boolean).sort();
  if (days.length === 0) return undefined;
  const byMonth = Number(days.at(-1).slice(0, 4)) - Number(days[0].slice(0, 4)) < 3;
  const size = byMonth ? 7 : 4;
  const cells = new Map();
  dates.forEach((date, r) => {
    if (!date || date.length < size) return;
    const key = date.slice(0, size);
    if (!cells.has(key)) cells.set(key, new Map());
    cells.get(key).set(ledger.modality[r], (cells.get(key).get(ledger.modality[r]) ?? 0) + 1);
  });
  const keys = every([...cells.keys()].sort(), byMonth);
  const piles = keys.map((key) => MODALITIES.map((m) => [m, cells.get(key)?.get(m) ?? 0]));
  const picture = columns(say("over_time"), keys, piles, ["", ...MODALITIES.map(say), say("sum")],
    (key, pile, sum) => [key, ...pile.map(([, n]) => n), sum]);
  picture.querySelector("figcaption").append(el("span", { class: "legend" }, MODALITIES.map((m) => el("span", { class: `hue ${m}` }, say(m)))));
  const dated = dates.filter(Boolean).length;
  if (dated < dates.length) picture.append(el("p", { class: "faint" }, `${say("undated")}: ${count("requirements", dates.length - dated)}`));
  return picture;
}

// All years or months from the first to the last, if that is not absurd.
function every(keys, byMonth) {
  const [first, last] = [keys[0], keys.at(-1)].map((key) => (byMonth ? Number(key.slice(0, 4)) * 12 + Number(key.slice(5)) - 1 : Number(key)));
  if (!(last - first < 120)) return keys;
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const n = first + i;
    return byMonth ? `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}` : String(n);
  });
}

// Deadlines: a row a year, a field a month; a field leads to its requirements.
function calendar(go) {
  const { ledger } = archive;
  const months = tally(ledger.iso.map((iso) => /^\d{4}-\d{2}/.exec(iso?.split("/").at(-1) ?? "")?.[0]));
  if (months.size === 0) return undefined;
  const years = [...new Set([...months.keys()].map((m) => m.slice(0, 4)))].sort();
  const [left, width, tall] = [64, (WIDE - 64) / 12, 34];
  const most = Math.max(...months.values());
  const picture = drawing((years.length + 1) * tall, say("calendar"), [
    Array.from({ length: 12 }, (_, i) => svg("text", { x: left + (i + 0.5) * width, y: 20, "text-anchor": "middle", class: "value" }, i + 1)),
    years.map((year, j) => [
      svg("text", { x: left - 12, y: (j + 1) * tall + 20, "text-anchor": "end" }, year),
      Array.from({ length: 12 }, (_, i) => {
        const key = `${year}-${String(i + 1).padStart(2, "0")}`;
        const n = months.get(key) ?? 0;
        const cell = svg("rect", { x: left + i * width + 1, y: (j + 1) * tall + 1, width: width - 2, height: tall - 2, rx: 2, class: n ? "cell" : "cell none" });
        if (n) cell.style.fillOpacity = 0.12 + 0.6 * (n / most);
        return svg("g", { class: n ? "go" : undefined, onclick: n ? () => go(key) : undefined }, cell,
          n > 0 && svg("text", { x: left + (i + 0.5) * width, y: (j + 1) * tall + 21, "text-anchor": "middle" }, number(n)),
          svg("title", {}, `${key}: ${number(n)}`));
      }),
    ]),
  ]);
  return figure(say("calendar"), picture, ["", say("requirements")], [...months].sort());
}

function lengths() {
  const { chars, nth } = archive.index.speeches;
  const edges = [0, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000, Infinity];
  const counts = new Array(edges.length - 1).fill(0);
  chars.forEach((n, row) => {
    if (nth[row] >= 0) counts[edges.findIndex((edge, i) => n >= edge && n < edges[i + 1])] += 1;
  });
  const keys = counts.map((_, i) => (edges[i + 1] === Infinity ? `≥ ${number(edges[i])}` : `< ${number(edges[i + 1])}`));
  return columns(say("lengths"), keys, counts.map((n) => [["ink", n]]), [say("characters"), say("speeches")], (key, _, sum) => [key, sum]);
}

const top = (counts, n) => [...counts].sort((a, b) => b[1] - a[1]).slice(0, n);

export function pictures(go) {
  const { index, ledger } = archive;
  const open = (change) => () => {
    Object.assign(wanted, change);
    go("#/requirements");
  };
  const codes = tally(index.speeches.codes.flat());
  const figures = [
    overTime(),
    bars(say("by_addressee"), top(tally(ledger.addressee), 16).map(([a, n]) => [index.addressees[a], n, "ink", open({ addressee: index.addressees[a] })]), say("requirements")),
    calendar((month) => open({ month })()),
    lengths(),
    bars(say("kinds"), top(tally(index.speeches.kind), 9).map(([kind, n]) => [say(kind), n, "ink"]), say("speeches")),
    codes.size > 0 && bars(say("damage"), top(codes, 16).map(([code, n]) => [codeName(index.codes[code].split(" ")[1]), n, "ink"]), say("speeches")),
    bars(say("repairs_by_rule"), top(Object.entries(index.repairs), 16).map(([rule, n]) => [codeName(rule), n, "ink"]), say("places")),
    bars(say("noise_by_kind"), top(Object.entries(index.noise), 12).map(([kind, n]) => [codeName(kind), n, "ink"]), say("characters")),
  ];
  const node = el("main", { class: "pictures", tabindex: "-1", "aria-label": say("pictures") },
    el("p", { class: "summary" }, ledger.done ? `${count("files", index.files.path.length)} · ${count("requirements", ledger.text.length)}` : say("loading"),
      button(say("print"), () => print(), { class: "quiet" })),
    el("div", { class: "figures" }, figures.filter(Boolean)));
  return { node };
}
