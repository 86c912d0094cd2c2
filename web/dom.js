// Making elements. Data enters the document as text or as the value of a known attribute, never as markup.

// Control characters, and those that turn the direction of text, are shown as a mark: what a reader sees is what is there.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

export const shown = (text) => String(text).replace(UNSEEN, "\ufffd");

function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.startsWith("aria-")) node.setAttribute(name, shown(value));
    else if (value !== false) node.setAttribute(name, value === true ? "" : shown(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : shown(child));
  }
  return node;
}

export const el = (tag, attributes, ...children) => dress(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) =>
  dress(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

export const button = (label, onclick, attributes) => el("button", { type: "button", onclick, ...attributes }, label);

// What screen readers say without the focus moving.
const region = el("div", { class: "unseen", role: "status", "aria-live": "polite" });
export const announce = (text) => {
  region.textContent = shown(text);
};
export const liveRegion = () => region;

// Runs once after a burst of calls.
export function settled(wait, work) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), wait);
  };
}

export const field = (label, control) => el("label", { class: "field" }, el("span", {}, label), control);
