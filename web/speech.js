// One speech: its outline, its text, and what it asks for.

import { count, half, percent, say } from "./words.js";
import { announce, button, el, shown } from "./dom.js";
import { archive, entryOf, speechOf } from "./data.js";
import { UNSURE, wanted } from "./filter.js";
import { codePoints, cut, marksOf, paragraphs, repairsOf } from "./annotate.js";
import { pathOf, titleOf } from "./lists.js";
import { twinsOf } from "./compare.js";

// How the reader likes texts to be shown, kept from speech to speech.
export const taste = { reading: true, repairs: true, whole: false };

const INNER = ["addressee", "deadline", "quantity", "party", "title", "speaker", "date", "salutation", "marker", "head", "hit"];

// What a repaired place was, for the note beside it.
function was(repair, points) {
  const before = points.slice(repair.from, repair.to).replaceAll("\n", "⏎");
  const what = before === "" ? say("inserted") : repair.text === "" ? say("deleted") : say("repaired");
  const rule = `${repair.kind.replaceAll("_", " ")}${repair.safety === "guess" ? ` · ${say("guess")}` : ""}`;
  return { what, before, rule };
}

export class SpeechView {
  constructor(row, { go, focus, extra }) {
    Object.assign(this, { row, go, focus, extra, at: -1, cards: [], spots: new Map() });
    this.node = el("main", { class: "reader", tabindex: "-1" }, el("p", { class: "loading" }, say("loading")));
  }

  async load() {
    const { file } = archive.index.speeches;
    this.entry = await entryOf(file[this.row]);
    this.speech = speechOf(this.entry, this.row);
    this.points = this.entry.text === null ? undefined : codePoints(this.entry.text);
    this.repairs = repairsOf(this.entry.record);
    this.requirements = this.speech?.requirements ?? [];
    this.twins = await twinsOf(this.row, this.speech);
    await this.extra?.prepare?.(this);
    this.draw();
    if (this.focus !== undefined) this.select(this.focus, true);
  }

  draw() {
    this.note = el("div", { class: "note", role: "tooltip", id: "note", hidden: true });
    this.article = el("article", { class: taste.repairs ? "text" : "text plain", tabindex: "0", lang: "zh-CN",
      "aria-label": say("text") });
    this.fill();
    this.headNode = this.head();
    this.outlineNode = this.outline();
    this.sideNode = this.side();
    this.node.replaceChildren(this.headNode, el("div", { class: "columns" },
      this.outlineNode, el("div", { class: "middle" }, this.warnings(), this.article), this.sideNode), this.note);
    this.listen();
    this.extra?.mark?.(false);
  }

  // Draws again what changed labels say; the text stays where it is.
  redraw() {
    this.fill();
    for (const part of ["head", "outline"]) {
      const fresh = this[part]();
      this[`${part}Node`].replaceWith(fresh);
      this[`${part}Node`] = fresh;
    }
    this.replaceSide();
  }

  replaceSide() {
    const [fresh, top] = [this.side(), this.sideNode.scrollTop];
    this.sideNode.replaceWith(fresh);
    this.sideNode = fresh;
    fresh.scrollTop = top;
  }

  head() {
    const { speech, row } = this;
    const fact = (name, value) => value && el("span", { class: "fact" }, el("span", { class: "faint" }, say(name)), el("bdi", {}, value));
    const last = archive.size - 1;
    const toggle = (label, key, value) => button(label, () => this.prefer(key, value ?? !taste[key]), { "aria-pressed": value === undefined ? taste[key] : taste[key] === value });
    return el("header", { class: "head" },
      el("div", { class: "tools" },
        button(`← ${say("back")}`, () => this.go(undefined), { class: "quiet" }),
        el("span", { class: "group" },
          button("‹", () => this.go(`#/speech/${row - 1}`), { disabled: row === 0, "aria-label": say("previous"), title: `${say("previous")}  [` }),
          button("›", () => this.go(`#/speech/${row + 1}`), { disabled: row === last, "aria-label": say("next"), title: `${say("next")}  ]` })),
        this.points && el("span", { class: "group" }, toggle(say("reading"), "reading", true), toggle(say("original"), "reading", false)),
        this.points && toggle(say("repairs"), "repairs"),
        this.points && toggle(say("whole"), "whole"),
        this.extra?.tools?.(this)),
      el("h1", {}, el("bdi", {}, titleOf(row))),
      el("p", { class: "facts" },
        fact("speaker", speech?.speaker?.text), fact("date", speech?.date?.text), fact("kind", speech && say(speech.kind)),
        fact("file", pathOf(row)),
        speech?.confidence < UNSURE && el("span", { class: "flag" }, `${say("borders")} ${percent(speech.confidence)}`)));
  }

  prefer(key, value) {
    taste[key] = value;
    this.extra?.adopt();
    this.draw();
  }

  // What looked wrong in what is shown, and a way there.
  warnings() {
    const { speech, entry } = this;
    const states = { gone: "gone", changed: "changed", unread: "unread" };
    const state = archive.index.files.original[archive.index.speeches.file[this.row]];
    const inside = (d) => !d.span || !speech || taste.whole || (d.span[0] >= speech.span[0] && d.span[0] < speech.span[1]);
    const list = (entry.record.diagnostics ?? []).filter(inside);
    return el("ul", { class: "warnings" },
      Object.hasOwn(states, state) && el("li", { class: "warning" }, say(states[state])),
      list.slice(0, 60).map((d) => el("li", { class: d.severity },
        el("b", {}, say(d.severity)), el("bdi", {}, half(d.message)),
        d.span && this.points && button("↓", () => this.jump(d.span[0]), { class: "quiet", "aria-label": say("text") }))));
  }

  // The text, or what the record holds of it.
  fill() {
    const { speech, points, entry } = this;
    if (!points) return this.article.replaceChildren(...this.fromRecord());
    const [from, to] = speech && !taste.whole ? speech.span : [0, points.length];
    const units = (this.units ?? []).map(([, a, b], i) => ({ from: a, to: b, type: "unit", data: i }));
    const pieces = cut(points, from, to, [...units, ...marksOf(entry.record)], this.repairs, taste.reading);
    this.spots.clear();
    this.starts = [];
    this.article.replaceChildren(...paragraphs(pieces).map((line) => this.paragraph(line)));
    return undefined;
  }

  fromRecord() {
    const items = [
      ...(this.speech?.sections ?? []).map((s) => [s.span[0], el("p", { class: `line level${Math.min(s.level, 4)} heading` }, `${s.marker ?? ""}${s.title ?? ""}`)]),
      ...this.requirements.map((r, i) => {
        const node = el("p", { class: "line" }, el("span", { class: `req ${r.modality}` }, r.text));
        this.spots.set(i, [node]);
        return [r.span[0], node];
      }),
    ];
    return items.sort((a, b) => a[0] - b[0]).map(([, node]) => node);
  }

  paragraph(line) {
    const first = line[0].marks;
    const section = first.find((m) => m.type === "marker" || m.type === "head")?.data;
    const heading = section?.kind === "heading";
    const has = (type) => line.every((p) => !/[\p{L}\p{N}]/u.test(p.text) || p.marks.some((m) => m.type === type));
    const kinds = ["noise", "title", "salutation"].filter(has);
    const byline = line.some((p) => p.marks.some((m) => m.type === "speaker" || m.type === "date")) && line.length < 9 && !heading;
    const node = el("p", {
      class: ["line", heading && `heading level${Math.min(section.level, 4)}`, byline && "byline", ...kinds].filter(Boolean).join(" "),
      role: heading || kinds.includes("title") ? "heading" : undefined,
      "aria-level": heading ? Math.min(section.level + 2, 6) : kinds.includes("title") ? 2 : undefined,
    });
    this.starts.push([line[0].at, node]);
    let [wrap, now, unitNow] = [node, undefined, undefined];
    for (const piece of line) {
      const requirement = piece.marks.findLast((m) => m.type === "requirement")?.data;
      const unit = piece.marks.find((m) => m.type === "unit")?.data;
      if (requirement !== now || unit !== unitNow) {
        [now, unitNow] = [requirement, unit];
        wrap = requirement || unit !== undefined ? this.wrapper(requirement, unit, node) : node;
      }
      wrap.append(this.piece(piece));
    }
    return node;
  }

  // What holds the pieces of a requirement, and under review those of a unit.
  wrapper(requirement, unit, node) {
    const i = this.requirements.indexOf(requirement);
    const duty = requirement && `req ${requirement.modality}${requirement.confidence < UNSURE ? " low" : ""}`;
    const mark = el("span", {
      class: [duty, unit !== undefined && "unit"].filter(Boolean).join(" "), "data-r": i < 0 ? undefined : i,
      "data-u": unit, title: requirement && say(requirement.modality),
    });
    if (i >= 0) this.spots.set(i, [...(this.spots.get(i) ?? []), mark]);
    node.append(mark);
    return mark;
  }

  piece({ text, marks, repair, at }) {
    const inner = marks.filter((m) => INNER.includes(m.type)).map((m) => m.type);
    const noise = marks.some((m) => m.type === "noise");
    const trouble = marks.find((m) => m.type === "diagnostic")?.data;
    if (inner.length === 0 && !repair && !noise && !trouble) return document.createTextNode(shown(text));
    const classes = [...inner, noise && "noise", trouble && `trouble ${trouble.severity}`,
      repair && `repair ${repair.safety === "guess" ? "guess" : ""} ${text === "" ? "cutout" : ""}`];
    const node = el("span", { class: classes.filter(Boolean).join(" "), title: trouble && half(trouble.message) }, text);
    if (repair) {
      node.repair = repair;
      node.tabIndex = -1;
    }
    if (trouble) node.dataset.trouble = at;
    return node;
  }

  outline() {
    const sections = this.speech?.sections ?? [];
    const gaps = (this.entry.record.diagnostics ?? []).filter((d) => d.code === "numbering_gap" && d.span);
    const items = sections.map((s) => {
      const gap = gaps.find((d) => d.span[0] >= s.span[0] && d.span[0] <= (s.title_span?.[1] ?? s.span[0] + 8));
      return el("li", { class: `level${Math.min(s.level, 5)} ${s.kind}` },
        button([el("span", { class: "marker" }, s.marker ?? ""), el("bdi", {}, s.title ?? "…"),
          gap && el("span", { class: "flag", title: half(gap.message) }, "!")],
        () => this.jump(s.span[0]), { "aria-description": gap ? half(gap.message) : undefined }));
    });
    return el("nav", { class: "outline", "aria-label": say("outline") }, el("h2", {}, say("outline")),
      items.length > 0 ? el("ol", {}, items) : el("p", { class: "faint" }, say("no_outline")));
  }

  side() {
    this.cards = this.requirements.map((r, i) => this.card(r, i));
    return el("aside", { class: "side", "aria-label": say("requirements") },
      this.extra?.side?.(this),
      this.twins.length > 0 && el("section", { class: "twins" }, el("h2", {}, say("twins")), this.twins.map(([row, share]) =>
        el("button", { type: "button", title: say("compare"), onclick: () => this.go(`#/pair/${this.row}/${row}`) },
          el("bdi", {}, titleOf(row)), el("span", { class: "faint" }, `${archive.index.speeches.date[row] ?? ""} ${percent(share)}`), el("bdi", { class: "path" }, pathOf(row))))),
      el("h2", {}, count("requirements", this.requirements.length)),
      this.cards.length > 0 ? el("ol", { class: "cards" }, this.cards) : el("p", { class: "faint" }, say("no_requirements")));
  }

  card(r, i) {
    const fact = (name, ...value) => el("div", {}, el("dt", {}, say(name)), el("dd", {}, value));
    const section = this.speech.sections?.find((s) => s.id === r.section);
    return el("li", {}, el("button", { type: "button", class: `card ${r.modality}`, onclick: () => this.select(i, true) },
      el("span", { class: "top" }, el("span", { class: `hue ${r.modality}` }, say(r.modality)),
        r.confidence < UNSURE && el("span", { class: "flag" }, say("unsure")),
        el("span", { class: "faint" }, percent(r.confidence))),
      el("bdi", { class: "words" }, r.text),
      el("dl", {},
        r.addressee && fact("addressee", el("bdi", {}, r.addressee.text), r.addressee.carried && el("span", { class: "faint" }, say("carried"))),
        (r.parties ?? []).map((p) => fact(p.role, el("bdi", {}, p.text))),
        r.deadline && fact("deadline", el("bdi", {}, r.deadline.text), r.deadline.iso && el("span", { class: "faint" }, r.deadline.iso)),
        r.quantities?.length > 0 && fact("quantity", el("bdi", {}, r.quantities.map((q) => q.text).join("、"))),
        r.relayed_from && fact("relayed", el("bdi", {}, r.relayed_from)),
        section && fact("section", el("bdi", {}, `${section.marker ?? ""}${section.title ?? ""}`)))));
  }

  listen() {
    const note = (event) => {
      const node = event.target.closest?.(".repair");
      if (node && taste.repairs) this.showNote(node);
      else this.note.hidden = true;
    };
    this.article.addEventListener("mouseover", note);
    this.article.addEventListener("focusin", note);
    this.article.addEventListener("mouseleave", () => {
      this.note.hidden = true;
    });
    this.article.addEventListener("click", (event) => {
      const unit = event.target.closest?.("[data-u]")?.dataset.u;
      if (unit !== undefined && getSelection().isCollapsed) this.extra?.go(Number(unit));
      const i = event.target.closest?.("[data-r]")?.dataset.r;
      if (i !== undefined && getSelection().isCollapsed) this.select(Number(i), false);
    });
  }

  showNote(node) {
    const { what, before, rule } = was(node.repair, this.points);
    this.note.replaceChildren(el("span", { class: "faint" }, what), before && el("bdi", { class: "before" }, before), el("span", { class: "rule" }, rule));
    this.note.hidden = false;
    const [spot, box] = [node.getBoundingClientRect(), this.note.getBoundingClientRect()];
    this.note.style.left = `${Math.max(8, Math.min(spot.left, innerWidth - box.width - 8))}px`;
    this.note.style.top = `${spot.bottom + box.height + 10 > innerHeight ? spot.top - box.height - 6 : spot.bottom + 6}px`;
    announce(`${what} ${before} ${rule}`);
  }

  // Shows a place of the source.
  jump(at) {
    const near = this.starts?.findLast(([start]) => start <= at)?.[1];
    if (!near) return;
    near.scrollIntoView({ block: "center" });
    near.classList.remove("flash");
    requestAnimationFrame(() => near.classList.add("flash"));
  }

  select(i, scroll) {
    if (i < 0 || i >= this.requirements.length) return;
    for (const node of this.spots.get(this.at) ?? []) node.classList.remove("now");
    this.cards[this.at]?.firstChild.removeAttribute("aria-current");
    this.at = i;
    const nodes = this.spots.get(i) ?? [];
    for (const node of nodes) node.classList.add("now");
    if (scroll) nodes[0]?.scrollIntoView({ block: "center" });
    const card = this.cards[i];
    card.firstChild.setAttribute("aria-current", "true");
    card.scrollIntoView({ block: "nearest" });
    const r = this.requirements[i];
    announce(`${say(r.modality)}: ${r.text}`);
  }

  // The next or previous repair, with its note.
  repair(step) {
    const all = [...this.article.querySelectorAll(".repair")];
    const here = all.indexOf(document.activeElement);
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    next?.scrollIntoView({ block: "center" });
    next?.focus();
  }

  key(event) {
    const keys = {
      n: () => this.select(this.at + 1, true),
      p: () => this.select(this.at < 0 ? this.requirements.length - 1 : this.at - 1, true),
      "]": () => this.row < archive.size - 1 && this.go(`#/speech/${this.row + 1}`),
      "[": () => this.row > 0 && this.go(`#/speech/${this.row - 1}`),
      o: () => this.prefer("reading", !taste.reading),
      r: () => this.prefer("repairs", !taste.repairs),
      w: () => this.prefer("whole", !taste.whole),
      e: () => this.repair(1),
      E: () => this.repair(-1),
      Escape: () => this.go(undefined),
    };
    if (this.extra?.onkey(event)) return true;
    if (!Object.hasOwn(keys, event.key)) return false;
    keys[event.key]();
    return true;
  }
}
