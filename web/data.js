// The archive: an index that is here at once, and parts that are unpacked when they are needed.

export const archive = { index: undefined, size: 0, ledger: undefined };

const waiting = new Map();

async function unpack(base64) {
  const bytes = Uint8Array.fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

export async function openArchive() {
  archive.index = await unpack(document.getElementById("index").textContent);
  archive.size = archive.index.speeches.file.length;
  const { size } = archive;
  archive.ledger = {
    done: false,
    heads: new Array(size).fill(""),
    first: new Int32Array(size + 1),
    speech: [], modality: [], addressee: [], deadline: [], iso: [], confidence: [], text: [],
  };
}

// Where a part comes from: this document, a script beside it, or the server.
const SOURCES = {
  async file(name) {
    if (!document.getElementById(name) && document.readyState === "loading")
      await new Promise((ready) => document.addEventListener("DOMContentLoaded", ready, { once: true }));
    return document.getElementById(name).textContent;
  },
  folder(name) {
    return new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement("script");
      script.src = scripts().createScriptURL(name);
      script.addEventListener("error", () => reject(new Error(`data/${name}.js`)));
      script.addEventListener("load", () => script.remove());
      document.head.append(script);
    });
  },
  async review(name) {
    const answer = await fetch(`part/${name}`);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.text();
  },
};

// The only script addresses that this page ever makes.
let maker;
function scripts() {
  const rules = {
    createScriptURL(name) {
      if (!/^(texts|ledger)-\d+$/.test(name)) throw new TypeError(name);
      return `data/${name}.js`;
    },
  };
  maker ??= globalThis.trustedTypes?.createPolicy("yaodian", rules) ?? rules;
  return maker;
}

globalThis.yaodian = {
  part(name, data) {
    waiting.get(name)?.(data);
    waiting.delete(name);
  },
};

const part = async (name) => unpack(await SOURCES[archive.index.mode](name));

// The last few parts of texts stay unpacked.
const kept = new Map();
const KEPT = 6;
export function texts(number) {
  const found = kept.get(number) ?? part(`texts-${number}`);
  kept.delete(number);
  kept.set(number, found);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  return found;
}

export const partOfTexts = (number) => part(`texts-${number}`);

export async function entryOf(file) {
  const { part: number, at } = archive.index.files;
  return (await texts(number[file]))[at[file]];
}

export const speechOf = (entry, row) => {
  const nth = archive.index.speeches.nth[row];
  return nth < 0 ? undefined : entry.record.speeches[nth];
};

// Reads all requirements, a part at a time, and says so after each.
export async function readLedger(progress) {
  const { ledger, index } = archive;
  let row = 0;
  for (let number = 0; number < index.parts.ledger; number += 1) {
    for (const file of await part(`ledger-${number}`)) {
      for (const { heads, requirements } of file) {
        ledger.heads[row] = heads;
        ledger.first[row] = ledger.text.length;
        for (const [modality, addressee, deadline, iso, confidence, text] of requirements) {
          ledger.speech.push(row);
          ledger.modality.push(modality);
          ledger.addressee.push(addressee);
          ledger.deadline.push(deadline);
          ledger.iso.push(iso);
          ledger.confidence.push(confidence);
          ledger.text.push(text);
        }
        row += 1;
        ledger.first[row] = ledger.text.length;
      }
    }
    progress(row);
  }
  ledger.done = true;
  progress(row);
}
