// What the page says, in Chinese and English. Data is never looked up here by anything but a known name.

const WORDS = {
  app: ["要点", "yaodian"],
  speeches: ["讲话", "Speeches"],
  requirements: ["要求", "Requirements"],
  pictures: ["图", "Pictures"],
  search: ["搜索标题、讲话人、要求…", "Search titles, speakers, requirements…"],
  search_label: ["搜索", "Search"],
  filters: ["筛选", "Filters"],
  clear: ["全部清除", "Clear all"],
  language: ["English", "中文"],
  help: ["快捷键", "Keys"],
  close: ["关闭", "Close"],
  back: ["返回列表", "Back to the list"],
  date: ["日期", "Date"],
  from: ["从", "from"],
  to: ["到", "to"],
  addressee: ["责任主体", "Addressee"],
  addressee_hint: ["如:各乡镇", "e.g. 各乡镇"],
  modality: ["要求类别", "Modality"],
  deadline: ["期限", "Deadline"],
  any: ["不限", "Any"],
  with_deadline: ["有期限", "With a deadline"],
  with_day: ["期限有具体日子", "Deadline with a day"],
  without_deadline: ["无期限", "Without"],
  confidence: ["把握", "Confidence"],
  low: ["低于 80%", "Below 80%"],
  very_low: ["低于 60%", "Below 60%"],
  diagnostics: ["诊断", "Diagnostics"],
  kind: ["文种", "Kind"],
  sort: ["排序", "Order"],
  by_archive: ["存档顺序", "As in the archive"],
  by_date: ["日期", "By date"],
  by_count: ["要求多少", "By requirements"],
  by_confidence: ["把握低的在前", "Least sure first"],
  loading: ["载入中…", "Loading…"],
  untitled: ["(无题)", "(no title)"],
  no_speech: ["(此文件没有讲话)", "(no speech in this file)"],
  nothing: ["没有符合条件的内容。放宽筛选或清除搜索。", "Nothing fits. Loosen the filters or clear the search."],
  outline: ["提纲", "Outline"],
  text: ["正文", "Text"],
  reading: ["净文", "Reading"],
  original: ["原文", "Source"],
  repairs: ["标出修复", "Show repairs"],
  whole: ["整个文件", "Whole file"],
  next: ["下一篇", "Next"],
  previous: ["上一篇", "Previous"],
  gone: ["找不到原文件,只显示记录里的文字。", "The source file is gone: only what the record holds is shown."],
  changed: ["原文件已改动,只显示记录里的文字。", "The source file has changed: only what the record holds is shown."],
  unread: ["此文件没能读出。", "This file could not be read."],
  repaired: ["原文", "source"],
  deleted: ["原文有,已删去", "in the source, left out"],
  inserted: ["原文没有,补上", "not in the source, put in"],
  guess: ["推测", "guess"],
  quantity: ["数量", "Quantity"],
  relayed: ["转述", "relayed from"],
  carried: ["承前", "from before"],
  action: ["事项", "Action"],
  parties: ["分工", "Parts"],
  strength: ["力度", "Strength"],
  section: ["所在", "In"],
  no_requirements: ["这里没有要求。", "Nothing is asked for here."],
  no_outline: ["没有分节。", "No divisions."],
  unsure: ["把握不大", "not sure"],
  speaker: ["讲话人", "Speaker"],
  file: ["文件", "File"],
  borders: ["边界把握", "Borders"],
  full: ["全文检索", "Search all texts"],
  full_hint: ["回车:在全部正文中检索", "Enter: search all texts too"],
  full_run: ["正在检索正文", "Searching the texts"],
  full_done: ["正文中找到", "found in the texts"],
  old_browser: ["浏览器太旧:需要 2023 年以后的 Chrome、Edge、Firefox 或 Safari。", "This browser is too old: Chrome, Edge, Firefox or Safari from 2023 on is needed."],
  broken: ["页面出错", "The page failed"],
  twins: ["相近文本", "Near-duplicates"],
  compare: ["并排比较", "Compare side by side"],
  saved: ["已存", "saved"], saving: ["正在存…", "saving…"], not_saved: ["没有存上", "NOT saved"], undone: ["已撤销", "undone"],
  proposed: ["程序所拟", "as proposed"], correct: ["校订", "Correct"], unit: ["单元", "Unit"], done: ["本篇校完", "Done with this"],
  not_asked: ["不是要求", "asks nothing"], flag_unsure: ["存疑", "unsure"], flag_relayed: ["转述", "relayed"],
  line_role: ["行的作用:第", "Role of line"], division: ["标题、分点", "Heading or point"], speech_labels: ["本文件的讲话", "Speeches of this file"],
  add: ["添加", "Add"], remove: ["去掉", "Remove"], title: ["标题", "Title"], lines: ["行", "Lines"],
  begin_here: ["讲话从这行开始", "begins here"], end_here: ["到这行结束", "ends here"], remove_speech: ["不是讲话", "no speech"],
  noise: ["页面杂物", "noise"], label: ["汇编标签", "label"], byline: ["署名日期", "byline"], salutation: ["称呼", "salutation"],
  heading: ["标题行", "heading"], runin: ["段首标题", "run-in"], point: ["分点", "point"], body: ["正文段", "body"], cont: ["接上行", "continued"],
  numbers: ["数据", "Numbers"], over_time: ["要求随时间", "Requirements over time"], by_addressee: ["谁的任务多", "Who is asked"],
  calendar: ["期限月历", "Deadlines by month"], lengths: ["篇幅(字)", "Lengths in characters"], kinds: ["文种", "Kinds"],
  damage: ["诊断", "Diagnostics"], repairs_by_rule: ["修复", "Repairs by rule"], noise_by_kind: ["杂物(字)", "Noise in characters"],
  characters: ["字", "Characters"], places: ["处", "Places"], sum: ["合计", "Sum"], undated: ["没有日期", "Without a date"],
  print: ["打印", "Print"], same_lines: ["相同段落", "Same lines"], open: ["打开", "Open"], month_only: ["期限在", "Due in"],
  reviewed: ["已校", "reviewed"],
  speech: ["讲话", "speech"], report: ["报告", "report"], news: ["消息", "news"], essay: ["文章", "essay"],
  other: ["其他", "other"], none: ["无", "none"],
  obligation: ["应做", "obligation"], prohibition: ["禁止", "prohibition"], commitment: ["承诺", "commitment"],
  recommendation: ["希望", "recommendation"], permission: ["允许", "permission"], exhortation: ["号召", "exhortation"],
  lead: ["牵头", "leads"], responsible: ["负责", "answers"], support: ["配合", "supports"], principal: ["主要负责", "principal"],
  error: ["错误", "error"], warning: ["警告", "warning"], info: ["提示", "note"],
};

// Codes of diagnostics, for Chinese readers; English readers get the code itself.
const CODES = {
  text_cut_off: "文字中断", mojibake_undone: "乱码已还原", numbering_gap: "编号缺号", numbering_repeat: "编号重复",
  numbering_order: "编号颠倒", uncertain_border: "边界存疑", empty_file: "空文件", mixed_encoding: "编码混杂", long_text_cut: "长文切分",
  bad_bytes: "坏字节", no_speech: "没有讲话", hidden_text: "隐藏文字", lost_characters: "缺字", file_too_large: "文件过大",
  unreadable: "读不出", not_text: "不是文本", docx_damaged: "Word 文件损坏", docx_unreadable: "Word 文件读不出",
  docx_too_large: "Word 文件过大", old_doc: "旧 .doc 文件", not_docx: "不是 Word 文件", part_damaged: "部分损坏",
  internal_error: "程序内部错误", text_too_large: "文字过长",
};

export const codeName = (code) =>
  language === 0 && Object.hasOwn(CODES, code) ? CODES[code] : code.replaceAll("_", " ");

// How many of something, in words.
const COUNTS = {
  speeches: [(n) => `${n} 篇`, (n) => `${n} ${n === "1" ? "speech" : "speeches"}`],
  requirements: [(n) => `${n} 条要求`, (n) => `${n} ${n === "1" ? "requirement" : "requirements"}`],
  files: [(n) => `${n} 个文件`, (n) => `${n} ${n === "1" ? "file" : "files"}`],
  chars: [(n) => `${n} 字`, (n) => `${n} characters`],
  repairs: [(n) => `${n} 处修复`, (n) => `${n} ${n === "1" ? "repair" : "repairs"}`],
};

let language = navigator.language.toLowerCase().startsWith("zh") ? 0 : 1;

export const say = (name) => (Object.hasOwn(WORDS, name) ? WORDS[name][language] : name.replaceAll("_", " "));
export const count = (name, n) => COUNTS[name][language](n.toLocaleString("en-US"));
export const locale = () => (language === 0 ? "zh-CN" : "en");
export const switchLanguage = () => {
  language = 1 - language;
};

// Messages of the program hold both languages.
export const half = (message) => {
  const [, zh, en] = /^(.*?)(?: · |[;；] ?(?=[A-Z])|(?<=。)(?=[A-Z]))(.*)$/s.exec(message) ?? [null, String(message)];
  return language === 1 && en ? en : zh;
};

export const percent = (share) => `${Math.round(100 * share)}%`;
