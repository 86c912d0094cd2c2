// A stretch of the source text, cut where anything begins or ends, each piece with what covers it.

// Code points by number: records count them, scripts count halves.
export function codePoints(text) {
  if (!/[\ud800-\udfff]/.test(text)) return { length: text.length, slice: (a, b) => text.slice(a, b) };
  const points = Array.from(text);
  return { length: points.length, slice: (a, b) => points.slice(a, b).join("") };
}

// Everything with a place in a record, as marks { from, to, type, data }, outermost first.
export function marksOf(record, hits = []) {
  const marks = [];
  const put = (place, type, data) => {
    const [from, to] = place ?? [];
    if (Number.isInteger(from) && Number.isInteger(to) && from <= to) marks.push({ from, to, type, data });
  };
  for (const noise of record.noise ?? []) put(noise.span, "noise", noise);
  for (const speech of record.speeches) {
    for (const name of ["title", "speaker", "date", "salutation"]) put(speech[name]?.span, name, speech[name]);
    for (const section of speech.sections ?? []) {
      const [start] = section.span ?? [];
      put([start, section.title_span?.[0] ?? start + Array.from(section.marker ?? "").length], "marker", section);
      put(section.title_span, "head", section);
    }
    for (const requirement of speech.requirements ?? []) {
      put(requirement.span, "requirement", requirement);
      if (!requirement.addressee?.carried) put(requirement.addressee?.span, "addressee", requirement);
      put(requirement.deadline?.span, "deadline", requirement);
      for (const quantity of requirement.quantities ?? []) put(quantity.span, "quantity", quantity);
      for (const party of requirement.parties ?? []) put(party.span, "party", party);
    }
  }
  for (const diagnostic of record.diagnostics ?? []) put(diagnostic.span, "diagnostic", diagnostic);
  for (const hit of hits) put(hit, "hit", null);
  return marks;
}

// Pieces of [from, to): { at, text, marks, repair }. With `reading`, repaired places read as repaired.
export function cut(points, from, to, marks, repairs, reading) {
  const end = Math.min(to, points.length);
  const inside = marks.filter((m) => m.from < end && m.to > from && m.from < m.to);
  const edits = (reading ? repairs : []).filter((r) => r.from >= from && r.to <= end);
  const places = new Set([from, end]);
  for (const { from: a, to: b } of [...inside, ...edits]) places.add(Math.max(a, from)).add(Math.min(b, end));
  const bounds = [...places].sort((a, b) => a - b);
  const opening = [...inside].sort((a, b) => a.from - b.from);
  const byStart = Map.groupBy ? Map.groupBy(edits, (r) => r.from) : grouped(edits);
  const pieces = [];
  let [open, next, skip] = [[], 0, from];
  for (let i = 0; i < bounds.length; i += 1) {
    const [at, until] = [bounds[i], bounds[i + 1] ?? bounds[i]];
    while (next < opening.length && opening[next].from <= at) {
      open.push(opening[next]);
      next += 1;
    }
    open = open.filter((m) => m.to > at);
    for (const repair of byStart.get(at) ?? []) {
      if (at < skip) continue;
      pieces.push({ at, text: repair.text, marks: [...open], repair });
      skip = Math.max(skip, repair.to);
    }
    if (at >= skip && until > at) pieces.push({ at, text: points.slice(at, until), marks: [...open] });
  }
  return pieces;
}

function grouped(list) {
  const map = new Map();
  for (const item of list) map.set(item.from, [...(map.get(item.from) ?? []), item]);
  return map;
}

// The repairs of a record in order, in the same shape as marks.
export const repairsOf = (record) =>
  (record.repairs ?? [])
    .filter((r) => Array.isArray(r.span))
    .map((r) => ({ from: r.span[0], to: r.span[1], text: r.text, kind: r.kind, safety: r.safety }))
    .sort((a, b) => a.from - b.from || a.to - b.to);

// Pieces as paragraphs: a line of what is read is one.
export function paragraphs(pieces) {
  const out = [];
  let line = [];
  const close = () => {
    if (line.some((piece) => piece.text.trim() || piece.repair)) out.push(line);
    line = [];
  };
  for (const piece of pieces) {
    piece.text.split(/\r\n|\n|\r/).forEach((text, i) => {
      if (i > 0) close();
      if (text || piece.repair) line.push({ ...piece, text, repair: i === 0 ? piece.repair : undefined });
    });
  }
  close();
  return out;
}
