// A list of any length of which only the rows in sight are in the document. Rows have one height.

import { el } from "./dom.js";

// Browsers place nothing below about 17 million pixels: beyond that, rows share the scroll range.
const TALLEST = 12_000_000;
const SPARE = 6;

export class VirtualList {
  constructor({ label, rowHeight, render, open, id }) {
    Object.assign(this, { rowHeight, render, open, id, length: 0, active: 0, rows: new Map() });
    this.spacer = el("div", { class: "spacer", role: "presentation" });
    this.node = el("div", {
      class: "virtual", role: "listbox", tabindex: "0", "aria-label": label, id,
      onscroll: () => this.later(),
      onkeydown: (event) => this.key(event),
      onfocus: () => this.mark(),
    }, this.spacer);
    this.frame = 0;
    new ResizeObserver(() => this.later()).observe(this.node);
  }

  setLength(length) {
    this.length = length;
    this.active = Math.min(this.active, Math.max(0, length - 1));
    this.spacer.style.height = `${this.height()}px`;
    this.redraw();
  }

  height() {
    return Math.min(TALLEST, this.length * this.rowHeight);
  }

  // Row at the top of the window, with its fraction.
  top() {
    const [range, inside] = [this.height() - this.node.clientHeight, this.node.clientHeight / this.rowHeight];
    if (this.length * this.rowHeight <= TALLEST) return this.node.scrollTop / this.rowHeight;
    return (this.node.scrollTop / range) * (this.length - inside);
  }

  redraw() {
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.draw();
  }

  later() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  draw() {
    const top = this.top();
    const first = Math.max(0, Math.floor(top) - SPARE);
    const last = Math.min(this.length, Math.ceil(top + this.node.clientHeight / this.rowHeight) + SPARE);
    for (const [i, row] of this.rows) {
      if (i < first || i >= last) {
        row.remove();
        this.rows.delete(i);
      }
    }
    for (let i = first; i < last; i += 1) {
      let row = this.rows.get(i);
      if (!row) {
        row = this.make(i);
        this.rows.set(i, row);
        this.spacer.append(row);
      }
      row.style.transform = `translateY(${Math.round(this.node.scrollTop + (i - top) * this.rowHeight)}px)`;
    }
    this.mark();
  }

  make(i) {
    const row = this.render(i);
    row.id = `${this.id}-${i}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-setsize", this.length);
    row.setAttribute("aria-posinset", i + 1);
    row.style.height = `${this.rowHeight}px`;
    row.addEventListener("click", () => {
      this.active = i;
      this.open(i);
    });
    return row;
  }

  mark() {
    for (const [i, row] of this.rows) row.setAttribute("aria-selected", i === this.active);
    if (this.rows.has(this.active)) this.node.setAttribute("aria-activedescendant", `${this.id}-${this.active}`);
    else this.node.removeAttribute("aria-activedescendant");
  }

  go(i) {
    if (this.length === 0) return;
    this.active = Math.max(0, Math.min(this.length - 1, i));
    const inside = this.node.clientHeight / this.rowHeight;
    const top = this.top();
    if (this.active < top) this.scrollTo(this.active);
    else if (this.active + 1 > top + inside) this.scrollTo(this.active + 1 - inside);
    this.draw();
  }

  scrollTo(row) {
    if (this.length * this.rowHeight <= TALLEST) this.node.scrollTop = row * this.rowHeight;
    else {
      const inside = this.node.clientHeight / this.rowHeight;
      this.node.scrollTop = (row / (this.length - inside)) * (this.height() - this.node.clientHeight);
    }
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.node.clientHeight / this.rowHeight) - 1);
    const moves = {
      ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity,
    };
    if (Object.hasOwn(moves, event.key)) this.go(this.active + moves[event.key]);
    else if (event.key === "Enter" && this.length > 0) this.open(this.active);
    else return;
    event.preventDefault();
  }
}
