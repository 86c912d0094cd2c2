// Correcting: labels of a file as a speech that can be shown, the panel and the keys that change them.

import { percent, say } from "./words.js";
import { announce, button, el, field } from "./dom.js";
import { archive } from "./data.js";
import { codePoints } from "./annotate.js";
import { MODALITIES } from "./filter.js";
import { taste } from "./speech.js";

const ROLES = ["noise", "label", "title", "byline", "salutation", "heading", "runin", "body", "cont"];
const KINDS = ["speech", "report", "news", "essay", "other"];
const DIVISIONS = ["heading", "runin", "point"];

const lineOf = (key) => Number(key.split(".")[0]);
const none = (value) => (value === "" || value === undefined || value === null ? "-" : value);
const some = (value) => (value === "-" ? "" : value);

// Labels as a record has them, for one speech or (without a key) the whole file.
function asSpeech(state, points, first) {
  const { units, lines, labels } = state;
  const find = (words, from, to) => {
    if (words === "-") return undefined;
    const length = Array.from(words).length;
    for (let at = from; at + length <= to; at += 1) if (points.slice(at, at + length) === words) return [at, at + length];
    return undefined;
  };
  const doc = first === undefined ? undefined : labels.docs?.[first]?.[0];
  const [start, last] = doc ? [Number(first), Number(doc[0])] : [1, lines.length - 1];
  const span = [lines[start - 1], Math.min(points.length, lines[last] - 1)];
  const phrase = (words) => (words && words !== "-" ? { text: words, span: find(words, span[0], Math.min(span[1], span[0] + 600)) ?? [span[0], span[0]] } : null);
  const inside = units.filter(([key]) => lineOf(key) >= start && lineOf(key) <= last);
  const sections = [];
  const requirements = [];
  for (const [key, from, to] of inside) {
    let behind = from;
    for (const [kind, level, marker, title] of labels.sections?.[key] ?? []) {
      const at = find(marker, behind, to)?.[0] ?? behind;
      const open = at + (marker === "-" ? 0 : Array.from(marker).length);
      const words = find(title, open, Math.min(points.length, to + 200));
      behind = Math.min(to, (words?.[1] ?? open));
      sections.push({ id: `${key}/${sections.length}`, kind, level: Number(level), marker: some(marker), title: some(title), span: [at, span[1]], title_span: words ?? null });
    }
    const [modality, addressee, deadline, flags] = labels.requirements?.[key]?.[0] ?? ["none"];
    if (modality === "none") continue;
    const place = (words) => (words === "-" ? null : { text: words, span: find(words, from, to) ?? [from, from] });
    requirements.push({
      id: key, span: [from, to], text: points.slice(from, to), modality, addressee: place(addressee), deadline: place(deadline),
      relayed_from: flags.includes("relayed") ? "✓" : null, confidence: state.sure.get(key) ?? 1, unsure: flags.includes("unsure"),
      section: sections.at(-1)?.id,
    });
  }
  return { span, kind: doc?.[4] ?? "none", title: phrase(doc?.[1]), speaker: phrase(doc?.[2]), date: phrase(doc?.[3]), confidence: 1, sections, requirements };
}

export class Review {
  constructor() {
    this.past = [];
    this.unit = 0;
    this.queue = Promise.resolve();
    taste.reading = false;
  }

  async prepare(view) {
    this.view = view;
    this.file = archive.index.speeches.file[view.row];
    const answer = await fetch(`labels/${this.file}`);
    const state = await answer.json();
    if (!answer.ok) throw new Error(state.error);
    state.sure = new Map();
    this.state = state;
    this.points = view.points ?? codePoints("");
    // How sure the program was, beside what the person decides.
    const said = view.entry.record.speeches.flatMap((s) => s.requirements ?? []);
    for (const [key, from, to] of state.units) {
      const same = said.find((r) => r.span[0] < to && r.span[1] > from);
      if (same) state.sure.set(key, same.confidence);
    }
    const span = view.speech?.span;
    this.first = span && this.docs().find(([, from, to]) => from < span[1] && to > span[0])?.[0];
    this.adopt();
    const [from, to] = view.speech.span;
    this.unit = Math.max(0, state.units.findIndex(([, a]) => a >= from && a < to));
  }

  docs() {
    const { labels, lines } = this.state;
    return Object.entries(labels.docs ?? {})
      .map(([first, [row]]) => [first, lines[first - 1], lines[Number(row[0])] - 1, row])
      .sort((a, b) => a[1] - b[1]);
  }

  // The view shows what the labels say.
  adopt() {
    const { view, state, points } = this;
    view.speech = asSpeech(state, points, this.first);
    view.requirements = view.speech.requirements;
    const all = this.docs().map(([first]) => asSpeech(state, points, first));
    const noise = Object.entries(state.labels.lines ?? {})
      .filter(([, [[role]]]) => role === "noise" || role === "label")
      .map(([line, [[kind]]]) => ({ kind, span: [state.lines[line - 1], state.lines[line] - 1] }));
    view.entry = { ...view.entry, record: { ...view.entry.record, speeches: taste.whole ? all : [view.speech], noise } };
    view.units = state.units;
  }

  key() {
    return this.state.units[this.unit]?.[0];
  }

  rows(table, key) {
    return this.state.labels[table]?.[key] ?? [];
  }

  async save(changes, undoing) {
    const before = changes.map(({ table, key }) => ({ table, key, rows: this.rows(table, key) }));
    this.say("saving");
    const answer = await fetch(`labels/${this.file}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(changes),
    }).catch((error) => ({ ok: false, json: async () => ({ error: error.message }) }));
    if (!answer.ok) {
      this.say("not_saved", (await answer.json()).error);
      return false;
    }
    for (const { table, key, rows } of changes) {
      this.state.labels[table] ??= {};
      if (rows.length === 0) delete this.state.labels[table][key];
      else this.state.labels[table][key] = rows;
    }
    archive.progress[this.file] = { done: Object.keys(this.state.labels.done ?? {}) };
    if (!undoing) this.past.push(before);
    this.refresh();
    this.say("saved");
    return true;
  }

  say(name, more = "") {
    const text = `${say(name)}${more && `: ${more}`}`;
    if (this.status) {
      this.status.textContent = text;
      this.status.className = name === "not_saved" ? "status bad" : "status";
    }
    announce(text);
  }

  refresh() {
    this.adopt();
    this.view.redraw();
    this.mark(false);
  }

  // The unit under the cursor, set off in the text.
  mark(scroll) {
    for (const node of this.view.article.querySelectorAll(".unit.cursor")) node.classList.remove("cursor");
    const nodes = this.view.article.querySelectorAll(`[data-u="${this.unit}"]`);
    for (const node of nodes) node.classList.add("cursor");
    if (scroll) {
      nodes[0]?.scrollIntoView({ block: "nearest" });
      const [, from, to] = this.state.units[this.unit] ?? [];
      const row = this.rows("requirements", this.key())[0];
      announce(`${row ? say(row[0]) : say("none")}: ${this.points.slice(from, to)}`);
    }
  }

  go(unit) {
    const { units } = this.state;
    const [from, to] = taste.whole ? [0, Infinity] : this.view.speech.span;
    if (!units[unit] || units[unit][1] < from || units[unit][1] >= to) return;
    this.unit = unit;
    this.view.replaceSide();
    this.mark(true);
  }

  move(step) {
    this.go(this.unit + step);
  }

  requirement(change) {
    const key = this.key();
    const [modality, addressee, deadline, flags] = this.rows("requirements", key)[0] ?? ["obligation", "-", "-", "-"];
    const now = { modality, addressee, deadline, flags, ...change };
    const rows = now.modality === "none" && !now.flags.includes("unsure") ? [] : [[now.modality, none(now.addressee), none(now.deadline), now.flags]];
    return this.save([{ table: "requirements", key, rows }, { table: "checked", key, rows: [[]] }]);
  }

  flag(name) {
    const row = this.rows("requirements", this.key())[0] ?? ["none", "-", "-", "-"];
    const set = new Set(row[3].split(",").filter((f) => f !== "-"));
    if (!set.delete(name)) set.add(name);
    return this.requirement({ modality: row[0], flags: ["relayed", "unsure"].filter((f) => set.has(f)).join(",") || "-" });
  }

  async confirm() {
    const key = this.key();
    if (!this.rows("checked", key).length) await this.save([{ table: "checked", key, rows: [[]] }]);
    this.move(1);
  }

  // A heading, run-in or point at this unit; again takes it away.
  division(rows) {
    const key = this.key();
    const [, from, to] = this.state.units[this.unit];
    const line = String(lineOf(key));
    const changes = [{ table: "sections", key, rows }, { table: "checked", key, rows: [[]] }];
    const opens = this.points.slice(this.state.lines[line - 1], from).trim() === "";
    const role = rows[0]?.[0];
    const now = this.rows("lines", line)[0]?.[0];
    if (opens && (role === "heading" || role === "runin")) changes.push({ table: "lines", key: line, rows: [[role]] });
    else if (opens && !role && (now === "heading" || now === "runin")) changes.push({ table: "lines", key: line, rows: [["body"]] });
    return to > from ? this.save(changes) : false;
  }

  guess() {
    const [, from, to] = this.state.units[this.unit];
    const text = this.points.slice(from, to);
    const [, marker = "-", rest = text] = /^([((]?[一二三四五六七八九十百0-9]+[))]?[、..,,]?|第[一二三四五六七八九十]+[,,、]?|[一二三四五六七八九十](?:是|要))(.+)$/su.exec(text) ?? [];
    const level = /^[一二三四五六七八九十]+、/.test(marker) ? "1" : /^[((]/.test(marker) ? "2" : "3";
    return ["heading", level, marker, none(rest.replace(/[。;;::,,!!??]+$/u, "").split(/[。;;]/u)[0].trim())];
  }

  toggleDivision() {
    const rows = this.rows("sections", this.key());
    return this.division(rows.length > 0 ? [] : [this.guess()]);
  }

  toggleNoise() {
    const line = String(lineOf(this.key()));
    const now = this.rows("lines", line)[0]?.[0];
    return this.save([{ table: "lines", key: line, rows: [[now === "noise" ? "body" : "noise"]] }]);
  }

  // A speech from this line on; the one that held the line ends before it.
  async begin() {
    const line = lineOf(this.key());
    if (this.rows("docs", String(line)).length) return;
    const holder = this.docs().find(([first, , , row]) => Number(first) < line && Number(row[0]) >= line);
    const next = this.docs().find(([first]) => Number(first) > line);
    const last = holder ? holder[3][0] : String(next ? Number(next[0]) - 1 : this.state.lines.length - 1);
    const [, from, to] = this.state.units[this.unit];
    const changes = [{ table: "docs", key: String(line), rows: [[last, this.points.slice(from, to), "-", "-", "speech"]] },
      { table: "lines", key: String(line), rows: [["title"]] }];
    if (holder) changes.push({ table: "docs", key: holder[0], rows: [[String(line - 1), ...holder[3].slice(1)]] });
    this.first = String(line);
    await this.save(changes);
  }

  done() {
    const key = this.first ?? "0";
    const is = this.rows("done", key).length > 0;
    return this.save([{ table: "done", key, rows: is ? [] : [[]] }]);
  }

  async undo() {
    const before = this.past.pop();
    if (before && (await this.save(before, true))) this.say("undone");
  }

  onkey(event) {
    const keys = {
      ArrowDown: () => this.move(1), j: () => this.move(1), ArrowUp: () => this.move(-1), k: () => this.move(-1),
      Enter: () => this.confirm(), u: () => this.flag("unsure"), l: () => this.flag("relayed"),
      h: () => this.toggleDivision(), x: () => this.toggleNoise(), s: () => this.begin(), m: () => this.done(), z: () => this.undo(),
      a: () => this.edit("addressee"), d: () => this.edit("deadline"), t: () => this.edit("title"),
      0: () => this.requirement({ modality: "none", addressee: "-", deadline: "-", flags: "-" }),
    };
    MODALITIES.forEach((modality, i) => {
      keys[i + 1] = () => this.requirement({ modality });
    });
    if (!Object.hasOwn(keys, event.key) || (event.key === "Enter" && event.target.closest?.("button, a"))) return false;
    // One after the other: what is typed while something is being saved counts from what is saved.
    this.queue = this.queue.then(keys[event.key]).catch((error) => this.say("not_saved", error.message));
    return true;
  }

  // What is selected in the text becomes the words; otherwise the field waits for them.
  edit(name) {
    const selected = getSelection().toString().trim();
    if (selected && (name === "addressee" || name === "deadline")) return this.requirement({ [name]: selected });
    return this.view.sideNode.querySelector(`[name="${name}"]`)?.focus();
  }

  input(name, value, save) {
    const node = el("input", { type: "text", name, spellcheck: "false", autocomplete: "off",
      onchange: () => save(node.value.trim()),
      onkeydown: (event) => {
        if (event.key === "Enter") this.view.article.focus();
        if (event.key === "Escape") {
          node.value = value;
          this.view.article.focus();
        }
        event.stopPropagation();
      } });
    node.value = value;
    return node;
  }

  select(name, options, value, save) {
    return el("select", { name, onchange: (event) => save(event.target.value) },
      options.map((o) => el("option", { value: o, selected: o === value }, say(o))));
  }

  tools() {
    const done = this.rows("done", this.first ?? "0").length > 0;
    return button(`${done ? "✓ " : ""}${say("done")}`, () => this.done(), { "aria-pressed": done, title: `${say("done")}  m` });
  }

  side() {
    const key = this.key();
    if (!key) return el("p", { class: "faint" }, say("no_outline"));
    const [, from, to] = this.state.units[this.unit];
    const [modality, addressee, deadline, flags] = this.rows("requirements", key)[0] ?? ["none", "-", "-", "-"];
    const line = String(lineOf(key));
    this.status = el("span", { class: "status" }, this.state.begun ? "" : say("proposed"));
    const sure = this.state.sure.get(key);
    return el("section", { class: "desk", "aria-label": say("correct") },
      el("h2", {}, `${say("unit")} ${key}`, this.rows("checked", key).length > 0 && el("b", {}, " ✓"), this.status),
      el("bdi", { class: "words" }, this.points.slice(from, to)),
      el("div", { class: "choices", role: "group", "aria-label": say("modality") }, [...MODALITIES, "none"].map((m, i) =>
        button([el("kbd", {}, (i + 1) % 7), m === "none" ? say("not_asked") : say(m)],
          () => this.requirement(m === "none" ? { modality: m, addressee: "-", deadline: "-", flags: "-" } : { modality: m }),
          { class: m, "aria-pressed": m === modality }))),
      sure !== undefined && el("p", { class: "faint" }, `yaodian: ${percent(sure)}`),
      modality !== "none" && [
        field(`${say("addressee")}  a`, this.input("addressee", some(addressee), (value) => this.requirement({ addressee: value }))),
        field(`${say("deadline")}  d`, this.input("deadline", some(deadline), (value) => this.requirement({ deadline: value }))),
      ],
      el("div", { class: "choices" },
        button([el("kbd", {}, "u"), say("flag_unsure")], () => this.flag("unsure"), { "aria-pressed": flags.includes("unsure") }),
        modality !== "none" && button([el("kbd", {}, "l"), say("flag_relayed")], () => this.flag("relayed"), { "aria-pressed": flags.includes("relayed") })),
      field(`${say("line_role")} ${line}`, this.select("role", ROLES, this.rows("lines", line)[0]?.[0] ?? "body",
        (role) => this.save([{ table: "lines", key: line, rows: [[role]] }]))),
      this.divisions(key), this.speeches());
  }

  divisions(key) {
    const rows = this.rows("sections", key);
    const edit = (i, column, value) => this.division(rows.map((row, k) => (k === i ? row.map((v, c) => (c === column ? none(value) : v)) : row)));
    return el("details", { open: rows.length > 0 }, el("summary", {}, `${say("division")}  h`),
      rows.map((row, i) => el("div", { class: "grid" },
        this.select("kind", DIVISIONS, row[0], (v) => edit(i, 0, v)),
        this.select("level", ["1", "2", "3", "4", "5", "6"], row[1], (v) => edit(i, 1, v)),
        this.input("marker", some(row[2]), (v) => edit(i, 2, v)), this.input("head", some(row[3]), (v) => edit(i, 3, v)))),
      button(say("add"), () => this.division([...rows, this.guess()])),
      rows.length > 0 && button(say("remove"), () => this.division(rows.slice(0, -1))));
  }

  speeches() {
    const row = this.first && this.rows("docs", this.first)[0];
    const edit = (column, value) => this.save([{ table: "docs", key: this.first, rows: [row.map((v, c) => (c === column ? none(value) : v))] }]);
    const here = String(lineOf(this.key()));
    const remove = () => {
      const changes = [{ table: "docs", key: this.first, rows: [] }, { table: "done", key: this.first, rows: [] }];
      this.first = this.docs().find(([first]) => first !== this.first)?.[0];
      this.save(changes);
    };
    return el("details", { open: true }, el("summary", {}, say("speech_labels")),
      el("div", { class: "choices" }, this.docs().map(([first], i) => button(`${i + 1}`, () => {
        this.first = first;
        this.refresh();
        this.go(this.state.units.findIndex(([key]) => lineOf(key) >= Number(first)));
      }, { "aria-pressed": first === this.first }))),
      row && [
        field(`${say("title")}  t`, this.input("title", some(row[1]), (v) => edit(1, v))),
        field(say("speaker"), this.input("speaker", some(row[2]), (v) => edit(2, v))),
        field(say("date"), this.input("date", some(row[3]), (v) => edit(3, v))),
        field(say("kind"), this.select("doc", KINDS, row[4], (v) => edit(4, v))),
        el("p", { class: "faint" }, `${say("lines")} ${this.first}–${row[0]}`),
      ],
      el("div", { class: "choices" },
        button([el("kbd", {}, "s"), say("begin_here")], () => this.begin()),
        row && button(say("end_here"), () => edit(0, here)),
        row && button(say("remove_speech"), remove)));
  }
}
