// The page: what is shown under which address, the search box, the keys.

import { count, locale, say, switchLanguage } from "./words.js";
import { announce, button, el, liveRegion, settled } from "./dom.js";
import { archive, openArchive, partOfTexts, readLedger } from "./data.js";
import { deep, wanted } from "./filter.js";
import { filterPanel } from "./panel.js";
import { requirementList, speechList } from "./lists.js";
import { SpeechView } from "./speech.js";
import { Review } from "./review.js";
import { CompareView } from "./compare.js";
import { pictures } from "./pictures.js";

const root = document.getElementById("app");
let [view, panel, lastList] = [undefined, undefined, "#/speeches"];

const go = (address) => {
  location.hash = address ?? lastList;
};

const KEYS = [
  ["/", ["搜索", "search"]], ["1 2 3", ["讲话、要求、图", "speeches, requirements, pictures"]],
  ["↓ ↑ j k", ["列表里上下", "up and down in a list"]], ["Enter", ["打开", "open"]], ["Esc", ["返回", "back"]],
  ["n p", ["下一条、上一条要求", "next, previous requirement"]], ["[ ]", ["上一篇、下一篇", "previous, next speech"]],
  ["o", ["净文/原文", "reading or source"]], ["r", ["标出修复", "show repairs"]], ["w", ["整个文件", "whole file"]],
  ["e E", ["下一处、上一处修复", "next, previous repair"]], ["?", ["快捷键", "these keys"]],
];

const REVIEW_KEYS = [
  ["↓ ↑ j k", ["下一个、上一个单元", "next, previous unit"]], ["Enter", ["认可,到下一个", "confirm, and on"]],
  ["1 2 3 4 5 6", ["应做、禁止、承诺、希望、允许、号召", "obligation, prohibition, commitment, recommendation, permission, exhortation"]],
  ["0", ["不是要求", "asks for nothing"]], ["a d", ["责任主体、期限(先选中文字更快)", "addressee, deadline (select the words first)"]],
  ["u l", ["存疑、转述", "unsure, relayed"]], ["h", ["标题或分点,再按去掉", "heading or point; again takes it away"]],
  ["x", ["页面杂物", "noise line"]], ["s", ["讲话从这行开始", "a speech begins in this line"]], ["t", ["改标题", "its title"]],
  ["m", ["本篇校完", "done with this speech"]], ["z", ["撤销", "undo"]],
];

function help() {
  const zh = locale() === "zh-CN" ? 0 : 1;
  const dialog = el("dialog", { class: "help", "aria-label": say("help"), onclose: () => dialog.remove() },
    el("h2", {}, say("help")),
    el("dl", {}, [...KEYS, ...(archive.index.mode === "review" ? REVIEW_KEYS : [])].map(([keys, words]) => el("div", {}, el("dt", {}, keys.split(" ").map((k) => el("kbd", {}, k))), el("dd", {}, words[zh])))),
    button(say("close"), () => dialog.close()));
  root.append(dialog);
  dialog.showModal();
}

const TABS = ["speeches", "requirements", "pictures"];

function topBar() {
  const search = el("input", {
    type: "search", id: "search", placeholder: say("search"), "aria-label": say("search_label"), title: say("full_hint"),
    autocomplete: "off", spellcheck: "false",
    oninput: () => {
      wanted.query = search.value;
      filtered();
    },
    onkeydown: (event) => {
      if (event.key === "Enter") searchTexts();
      if (event.key === "ArrowDown") view?.virtual?.node.focus();
      if (event.key === "Escape") view?.virtual?.node.focus();
    },
  });
  search.value = wanted.query;
  const { files } = archive.index;
  return el("header", { class: "bar" },
    el("a", { class: "brand", href: "#/speeches" }, say("app")),
    el("nav", { class: "tabs" }, TABS.map((tab) => el("a", { href: `#/${tab}`, "data-tab": tab }, say(tab)))),
    search,
    el("span", { class: "totals faint" }, `${count("files", files.path.length)} · ${count("speeches", archive.index.speeches.nth.filter((n) => n >= 0).length)}`),
    button("?", help, { class: "quiet", "aria-label": say("help"), title: say("help") }),
    button(say("language"), () => {
      switchLanguage();
      draw();
    }, { class: "quiet" }));
}

// The lists follow the filters, a breath after the last key.
const refresh = settled(60, () => {
  panel?.refresh();
  view?.refresh?.();
});

function filtered() {
  if (view && !view.refresh) go(undefined);
  refresh();
}

// All texts, one part after another; rows appear as they are found.
async function searchTexts() {
  const query = wanted.query.trim().toLowerCase();
  if (!query) return;
  Object.assign(deep, { query: wanted.query, rows: new Set() });
  const mine = deep.rows;
  const { files, speeches } = archive.index;
  const rowsOf = Map.groupBy ? Map.groupBy(speeches.file.keys(), (row) => speeches.file[row]) : new Map();
  const fileAt = new Map(files.part.map((part, file) => [`${part} ${files.at[file]}`, file]));
  for (let number = 0; number < archive.index.parts.texts && mine === deep.rows; number += 1) {
    const entries = await partOfTexts(number);
    entries.forEach(({ text, record }, at) => {
      const found = text?.toLowerCase().indexOf(query) ?? -1;
      if (found < 0) return;
      for (const row of rowsOf.get(fileAt.get(`${number} ${at}`)) ?? []) {
        const span = record.speeches[speeches.nth[row]]?.span ?? [0, text.length];
        if (text.slice(span[0], span[1]).toLowerCase().includes(query)) mine.add(row);
      }
    });
    announce(`${say("full_run")} ${number + 1}/${archive.index.parts.texts}`);
    view?.refresh?.(true);
  }
  announce(`${count("speeches", mine.size)} ${say("full_done")}`);
}

function show() {
  const [, name, first, second] = location.hash.split("/");
  for (const tab of root.querySelectorAll("[data-tab]"))
    tab.toggleAttribute("aria-current", tab.dataset.tab === name);
  const body = root.querySelector(".body");
  const row = Number(first);
  if (name === "speech" && Number.isInteger(row) && row >= 0 && row < archive.size) {
    panel = undefined;
    const extra = archive.index.mode === "review" ? new Review() : undefined;
    view = new SpeechView(row, { go, focus: second === undefined ? undefined : Number(second), extra });
    body.replaceChildren(view.node);
    view.load().then(() => (view.article ?? view.node).focus({ preventScroll: true }), failed);
    return;
  }
  if (name === "pair" && [first, second].every((n) => Number(n) >= 0 && Number(n) < archive.size)) {
    panel = undefined;
    view = new CompareView(Number(first), Number(second), go);
    body.replaceChildren(view.node);
    view.load().catch(failed);
    return;
  }
  if (name === "pictures") {
    panel = undefined;
    view = pictures(go);
    body.replaceChildren(view.node);
    root.querySelector(`[data-tab="pictures"]`)?.setAttribute("aria-current", "page");
    return;
  }
  const tab = TABS.includes(name) ? name : "speeches";
  lastList = `#/${tab}`;
  root.querySelector(`[data-tab="${tab}"]`)?.setAttribute("aria-current", "page");
  view = tab === "requirements" ? requirementList(go) : speechList(go);
  panel = filterPanel(filtered, show);
  const filters = el("details", { class: "filters" }, el("summary", {}, say("filters")), panel);
  filters.open = innerWidth > 760;
  body.replaceChildren(filters, view.node);
  view.refresh();
}

function draw() {
  document.documentElement.lang = locale();
  root.replaceChildren(topBar(), el("div", { class: "body" }), liveRegion());
  show();
}

function failed(error) {
  root.replaceChildren(el("p", { class: "failure", role: "alert" }, `${say("broken")}: ${error?.message ?? error}`));
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || root.querySelector("dialog[open]")) return;
  const typing = event.target.closest?.("input, select, textarea");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  const keys = {
    "/": () => root.querySelector("#search").focus(),
    "?": help,
    1: () => go("#/speeches"),
    2: () => go("#/requirements"),
    3: () => go("#/pictures"),
  };
  if (view?.key?.(event)) event.preventDefault();
  else if (Object.hasOwn(keys, event.key)) {
    keys[event.key]();
    event.preventDefault();
  } else if (view?.virtual && document.activeElement !== view.virtual.node) view.virtual.key(event);
}

async function start() {
  if (typeof DecompressionStream === "undefined" || !Array.prototype.findLast) {
    failed(new Error(say("old_browser")));
    return;
  }
  await openArchive();
  if (archive.index.mode === "review") archive.progress = await (await fetch("progress")).json();
  draw();
  performance.mark("first-view");
  addEventListener("hashchange", show);
  addEventListener("keydown", onKey);
  let last = 0;
  await readLedger(() => {
    // Drawing the list anew for each part would take longer than reading it.
    if (!archive.ledger.done && performance.now() - last < 1000) return;
    last = performance.now();
    view?.refresh?.(true);
    if (archive.ledger.done && location.hash.startsWith("#/pictures")) show();
    if (archive.ledger.done && panel) {
      const fresh = filterPanel(filtered, show);
      panel.replaceWith(fresh);
      panel = fresh;
    }
  });
  performance.mark("all-read");
  root.dataset.ready = "true";
}

start().catch(failed);
