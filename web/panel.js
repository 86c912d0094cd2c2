// The filters beside the lists.

import { codeName, say } from "./words.js";
import { button, el, field } from "./dom.js";
import { archive } from "./data.js";
import { MODALITIES, clearFilters, isFiltered, wanted } from "./filter.js";

const option = (value, label, now) => el("option", { value, selected: value === now }, label);

// One box a choice, with how often it occurs.
function boxes(legend, chosen, choices, changed) {
  return el("fieldset", {}, el("legend", {}, legend), choices.map(([value, label, n, hue]) => {
    const box = el("input", { type: "checkbox", onchange: () => {
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      changed();
    } });
    box.checked = chosen.has(value);
    return el("label", { class: "box" }, box, el("span", { class: hue && `hue ${hue}` }, label),
      el("span", { class: "n" }, n === undefined ? "" : n.toLocaleString("en-US")));
  }));
}

export function tally(list) {
  const counts = new Map();
  for (const value of list) if (value !== null && value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const often = (counts) => [...counts].sort((a, b) => b[1] - a[1]);

export function filterPanel(changed, redraw) {
  const { index, ledger } = archive;
  const input = (type, key, more) => {
    const node = el("input", { type, ...more, oninput: () => {
      wanted[key] = node.value;
      changed();
    } });
    node.value = wanted[key];
    return node;
  };
  const choose = (key, options) => {
    const node = el("select", { onchange: () => {
      wanted[key] = key === "confidence" ? Number(node.value) : node.value;
      changed();
    } }, options.map(([value, label]) => option(value, label, String(wanted[key]))));
    return node;
  };
  const names = often(tally(ledger.addressee)).slice(0, 300);
  const modality = tally(ledger.modality);
  const codes = tally(index.speeches.codes.flat());
  const kinds = often(tally(index.speeches.kind));
  const clear = button(say("clear"), () => {
    clearFilters();
    changed();
    redraw();
  }, { class: "quiet", hidden: !isFiltered() });
  const month = wanted.month && button(`${say("month_only")} ${wanted.month} ×`, () => {
    wanted.month = "";
    changed();
    redraw();
  });
  const panel = el("div", { class: "panel" }, month,
    field(say("sort"), choose("sort", [
      ["archive", say("by_archive")], ["date", say("by_date")], ["count", say("by_count")],
      ["confidence", say("by_confidence")],
    ])),
    el("fieldset", { class: "dates" }, el("legend", {}, say("date")),
      field(say("from"), input("date", "from")), field(say("to"), input("date", "to"))),
    field(say("addressee"), input("text", "addressee", { list: "addressees", placeholder: say("addressee_hint") })),
    el("datalist", { id: "addressees" }, names.map(([a]) => option(index.addressees[a], "", ""))),
    boxes(say("modality"), wanted.modalities,
      MODALITIES.map((m) => [m, say(m), modality.get(m) ?? 0, m]), changed),
    field(say("deadline"), choose("deadline", [
      ["", say("any")], ["with", say("with_deadline")], ["day", say("with_day")], ["without", say("without_deadline")],
    ])),
    field(say("confidence"), choose("confidence", [["1", say("any")], ["0.8", say("low")], ["0.6", say("very_low")]])),
    codes.size > 0 && boxes(say("diagnostics"), wanted.codes,
      often(codes).map(([code, n]) => [code, codeName(index.codes[code].split(" ")[1]), n]), changed),
    boxes(say("kind"), wanted.kinds, kinds.map(([kind, n]) => [kind, say(kind), n]), changed),
    clear);
  panel.refresh = () => {
    clear.hidden = !isFiltered();
  };
  return panel;
}
