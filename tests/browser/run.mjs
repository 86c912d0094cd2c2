// What people do with the page, done in Chromium: opened by double click, no network, light and dark, narrow and wide.
//
//   node run.mjs YAODIAN [SHOTS]     the program; a folder for screenshots
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const [, , program, shots] = process.argv;
const root = path.resolve(import.meta.dirname, "../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "yaodian-browser-"));
const yaodian = (...args) => execFileSync(path.resolve(program), args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const failed = [];

// A page that may say nothing on the console and ask for nothing but what `allowed` names.
async function open(url, { allowed = () => false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: "zh-CN", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(90_000); // machines that build at the same time are slow
  page.wrong = [];
  page.on("console", (message) => page.wrong.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.wrong.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    page.wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    const [asked] = request.url().split("#");
    if (asked !== url.split("#")[0] && !allowed(asked)) page.wrong.push(`request: ${asked}`);
  });
  await page.goto(url);
  await page.waitForSelector("#app[data-ready]");
  return page;
}

async function test(name, work) {
  const start = Date.now();
  try {
    const page = await work();
    assert.deepEqual(page.wrong, []);
    if (shots) {
      fs.mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: path.join(shots, `${name.replaceAll(" ", "-")}.png`) });
    }
    await page.context().close();
    console.log(`good  ${name}, ${Date.now() - start} ms`);
  } catch (error) {
    failed.push(name);
    console.log(`FAILED ${name}\n${error.stack}`);
  }
}

const row = (page, i = 0) => page.locator(".virtual .row").nth(i);
const summary = (page) => page.locator(".list .summary").innerText();
const settle = (page) => page.waitForTimeout(150);

fs.cpSync(path.join(root, "corpus/pages"), path.join(folder, "archive"), { recursive: true });
yaodian("report", "archive", "-o", "report.html");
yaodian("report", "archive", "-o", "site/");
const file = `file://${folder}/report.html`;

await test("search and open", async () => {
  const page = await open(file);
  assert.match(await summary(page), /^109 篇/);
  await page.keyboard.press("/");
  await page.keyboard.type("组织工作会议");
  await settle(page);
  assert.match(await row(page).innerText(), /在全县组织工作会议上的讲话/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector("article .req");
  assert.equal(await page.locator(".reader h1").innerText(), "在全县组织工作会议上的讲话");
  assert.ok((await page.locator(".outline li").count()) > 5);
  return page;
});

await test("filters narrow the list", async () => {
  const page = await open(file);
  const all = await summary(page);
  await page.getByLabel("禁止").check();
  await settle(page);
  const some = await summary(page);
  assert.notEqual(some, all);
  await page.getByLabel("责任主体").fill("各乡镇");
  await settle(page);
  assert.notEqual(await summary(page), some);
  await page.getByRole("button", { name: "全部清除" }).click();
  await settle(page);
  assert.equal(await summary(page), all);
  await page.getByLabel("从").fill("2010-01-01");
  await settle(page);
  for (const day of await page.locator(".virtual .row .day").allInnerTexts()) assert.ok(day >= "2010", day);
  return page;
});

await test("from a requirement to its source", async () => {
  const page = await open(`${file}`);
  await page.keyboard.press("2");
  await page.getByRole("searchbox").fill("6月底前");
  await settle(page);
  const words = await row(page).locator(".words").innerText();
  await row(page).click();
  const mark = page.locator("article .req.now").first();
  await mark.waitFor();
  const text = (await page.locator("article .req.now").allInnerTexts()).join("");
  assert.ok(text.includes("6月底前") && words.includes("6月底前"));
  const box = await mark.boundingBox();
  assert.ok(box.y > 100 && box.y < 900, "the place is in sight");
  assert.ok(await page.locator(".card[aria-current]").isVisible());
  return page;
});

await test("the original of a repair", async () => {
  const page = await open(file);
  await page.getByRole("searchbox").fill("glossed_five");
  await settle(page);
  await row(page).click();
  await page.waitForSelector(".repair");
  await page.keyboard.press("e");
  assert.ok((await page.locator(".note .before").innerText()).length > 0);
  const reading = await page.locator("article").innerText();
  await page.keyboard.press("o");
  assert.notEqual(await page.locator("article").innerText(), reading);
  return page;
});

await test("pictures in the dark", async () => {
  const page = await open(file, { colorScheme: "dark" });
  await page.keyboard.press("3");
  await page.waitForSelector(".picture");
  assert.ok((await page.locator("figure").count()) >= 7);
  assert.ok((await page.locator(".picture rect").count()) > 40);
  await page.locator(".picture .go").first().click();
  await settle(page);
  assert.ok((await page.locator(".virtual .row").count()) > 0);
  return page;
});

await test("two speeches side by side", async () => {
  const page = await open(`${file}#/pair/6/7`);
  await page.waitForSelector(".pair tr");
  assert.ok((await page.locator(".pair ins").count()) > 0);
  return page;
});

await test("narrow and English", async () => {
  const page = await open(file, { viewport: { width: 390, height: 800 }, locale: "en-US" });
  assert.equal(await page.evaluate("document.documentElement.lang"), "en");
  const wide = await page.evaluate("document.documentElement.scrollWidth");
  assert.ok(wide <= 390, `${wide} wide`);
  await row(page, 6).click();
  await page.waitForSelector("article .req");
  assert.ok((await page.evaluate("document.documentElement.scrollWidth")) <= 390);
  return page;
});

await test("a folder", async () => {
  const data = `file://${folder}/site/data/`;
  const page = await open(`file://${folder}/site/index.html`, { allowed: (url) => url.startsWith(data) });
  await row(page).click();
  await page.waitForSelector("article .req");
  return page;
});

await test("hostile words in every field", async () => {
  const bad = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\u202e\u2066txet\u2069\u200f",
    "=HYPERLINK(\"http://example.com\",\"x\")", "javascript:alert(1)", "\" onmouseover=\"alert(1)", "${alert(1)}{{7*7}}", "__proto__",
  ];
  const lines = bad.map((text, i) => {
    const words = { text, span: [0, 3], iso: text, name: text };
    return JSON.stringify({
      source: { path: `${text}${i}`, encoding: text, chars: 9, blake3: "0" }, noise: [{ span: [0, 1], kind: text }],
      repairs: [{ span: [0, 1], kind: text, text }],
      speeches: [{
        id: text, span: [0, 9], kind: text, title: words, speaker: words, date: words, salutation: words, confidence: 0.1,
        sections: [{ id: text, parent: text, level: 1, kind: text, marker: text, title: text, span: [0, 9], title_span: [1, 2] }],
        requirements: [{ id: text, span: [0, 9], text, modality: text, addressee: words, deadline: words, quantities: [words], parties: [{ ...words, role: text }], section: text, relayed_from: text, confidence: 0.1 }],
      }],
      diagnostics: [{ severity: text, code: text, span: [1, 2], message: text }],
    });
  });
  fs.writeFileSync(path.join(folder, "bad.jsonl"), `${lines.join("\n")}\n`);
  yaodian("report", "bad.jsonl", "-o", "bad.html");
  const page = await open(`file://${folder}/bad.html`);
  for (let i = 0; i < bad.length; i += 1) {
    await page.evaluate((n) => { location.hash = `#/speech/${n}`; }, i);
    await settle(page);
    await page.waitForSelector(".reader .facts");
    const text = await page.locator("body").innerText();
    assert.ok(!/[\u202a-\u202e\u2066-\u2069\u200f]/.test(text), "marks that turn the text are shown");
  }
  for (const view of ["#/requirements", "#/pictures", "#/pair/0/1", "#/speeches"]) {
    await page.evaluate((hash) => { location.hash = hash; }, view);
    await settle(page);
  }
  assert.equal(await page.locator("#app img, #app script, #app [onmouseover]").count(), 0);
  return page;
});

await test("correct one and see the label file", async () => {
  const server = spawn(path.resolve(program), ["review", "archive/county_compilation.txt", "--labels", "labels"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  try {
    const url = await new Promise((resolve) => server.stdout.once("data", (data) => resolve(String(data).trim())));
    const page = await open(url, { allowed: (other) => other.startsWith(url) });
    await row(page).click();
    await page.waitForSelector(".unit.cursor");
    const saved = () => page.waitForFunction(() => ["已存", "saved"].includes(document.querySelector(".desk .status")?.textContent));
    // Down to the first unit that asks for something, and take it for a prohibition.
    for (let i = 0; i < 60 && (await page.locator(".unit.cursor.req").count()) === 0; i += 1) await page.keyboard.press("j");
    const unit = (await page.locator(".desk h2").innerText()).match(/\d+\.\d+/)[0];
    await page.keyboard.press("2");
    await saved();
    await page.keyboard.press("a");
    await page.keyboard.type("各单位");
    await page.keyboard.press("Enter");
    await saved();
    await page.keyboard.press("m");
    await page.waitForSelector(".tools [aria-pressed=true]:has-text('校完')");
    const labels = path.join(folder, "labels");
    const set = fs.readFileSync(path.join(labels, "set.tsv"), "utf8").trim().split("\t");
    const table = fs.readFileSync(path.join(labels, set[0], "requirements.tsv"), "utf8");
    assert.ok(table.includes(`${unit}\tprohibition\t各单位\t`), `${unit} in\n${table}`);
    // Undone and done again, by keyboard alone.
    await page.keyboard.press("z");
    await page.waitForSelector(".tools [aria-pressed=false]:has-text('校完')");
    assert.ok(!fs.existsSync(path.join(labels, set[0], "requirements.tsv")), "not done, so no labels");
    await page.keyboard.press("z");
    await page.waitForFunction(() => document.querySelector(".desk [name=addressee]").value === "");
    await page.keyboard.press("m");
    await page.waitForSelector(".tools [aria-pressed=true]:has-text('校完')");
    yaodian("extract", "archive/county_compilation.txt", "-o", "out.jsonl");
    const figures = JSON.parse(yaodian("score", "--gold", "labels", "out.jsonl", "--json"));
    assert.ok(figures.modality.n > 10 && figures.modality.right === figures.modality.n - 1);
    return page;
  } finally {
    server.kill();
  }
});

await browser.close();
fs.rmSync(folder, { recursive: true });
if (failed.length > 0) {
  console.log(`failed: ${failed.join("; ")}`);
  process.exit(1);
}
console.log("all good");
