// Time to first view, memory and scrolling for 100, 1,000 and 10,000 speeches, made by repeating the pages of the corpus.
//
//   node speed.mjs YAODIAN [100 1000 10000]     a release build: an unoptimised one writes slowly
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const program = path.resolve(process.argv[2]);
const sizes = process.argv.length > 3 ? process.argv.slice(3).map(Number) : [100, 1000, 10_000];
const root = path.resolve(import.meta.dirname, "../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "yaodian-speed-"));
const run = (...args) => execFileSync(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 30 });
fs.cpSync(path.join(root, "corpus/pages"), path.join(folder, "a"), { recursive: true });
const lines = String(run("extract", "a", "--repairs")).trim().split("\n").map((line) => JSON.parse(line));

console.log("| speeches | requirements | page | written in | first view | all read | JS memory | search | slowest frame of 100 |");
console.log("|---|---|---|---|---|---|---|---|---|");
for (const wanted of sizes) {
  const out = fs.openSync(path.join(folder, "out.jsonl"), "w");
  let speeches = 0;
  for (let copy = 0; speeches < wanted; copy += 1) {
    for (const record of lines) {
      if (speeches >= wanted) break;
      const name = record.source.path.replace("a/", `${copy}/`);
      fs.mkdirSync(path.join(folder, `${copy}`), { recursive: true });
      fs.copyFileSync(path.join(folder, record.source.path), path.join(folder, name));
      fs.writeSync(out, `${JSON.stringify({ ...record, source: { ...record.source, path: name } })}\n`);
      speeches += record.speeches.length;
    }
  }
  fs.closeSync(out);
  const begin = Date.now();
  run("report", "out.jsonl", "-o", "page.html");
  const written = Date.now() - begin;
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(`file://${folder}/page.html`, { waitUntil: "commit" });
  await page.waitForSelector("#app[data-ready]", { timeout: 600_000 });
  const mark = (name) => page.evaluate((n) => performance.getEntriesByName(n)[0].startTime, name);
  const [first, all] = [await mark("first-view"), await mark("all-read")];
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  await client.send("Performance.enable");
  const { metrics } = await client.send("Performance.getMetrics");
  const heap = metrics.find((m) => m.name === "JSHeapUsedSize").value;
  const slowest = await page.evaluate(async () => {
    const list = document.querySelector(".virtual");
    let [worst, last] = [0, performance.now()];
    for (let i = 0; i < 100; i += 1) {
      list.scrollTop = (i / 100) * list.scrollHeight;
      await new Promise(requestAnimationFrame);
      worst = Math.max(worst, performance.now() - last);
      last = performance.now();
    }
    return worst;
  });
  const search = await page.evaluate(async () => {
    const [box, head] = [document.querySelector("#search"), document.querySelector(".summary")];
    const begun = performance.now();
    box.value = "10月底前";
    box.dispatchEvent(new Event("input"));
    await new Promise((done) => new MutationObserver(done).observe(head, { childList: true, characterData: true, subtree: true }));
    return performance.now() - begun;
  });
  const asked = lines.flatMap((r) => r.speeches).reduce((n, s) => n + s.requirements.length, 0) / lines.flatMap((r) => r.speeches).length;
  const megabytes = (n) => `${(n / 1e6).toFixed(1)} MB`;
  console.log(`| ${speeches} | ${Math.round(asked * speeches)} | ${megabytes(fs.statSync(path.join(folder, "page.html")).size)} | ${(written / 1000).toFixed(1)} s | ${Math.round(first)} ms | ${Math.round(all)} ms | ${megabytes(heap)} | ${Math.round(search)} ms | ${Math.round(slowest)} ms |`);
  await browser.close();
}
fs.rmSync(folder, { recursive: true });
