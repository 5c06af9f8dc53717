/**
 * Leads Chromium 80 for tests/oldest_browser.py: `node drive.js CHROMIUM [ARGUMENT…]` reads commands from its input
 * and writes what came of each, one line of JSON each.
 *
 * A command is `[of, method, ...given]`: a method of the page or its keyboard as Puppeteer has them, or one of
 * `visit` below. The driver of the other tests speaks with newer browsers alone.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [executablePath, ...args] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath, args, defaultViewport: null });
let context = null;
let page = null;
let complaints = [];
let asked = [];

const visit = {
  /** Begin anew, without cookies, in a window of this size. */
  async begin(viewport) {
    await context?.close();
    context = await browser.createIncognitoBrowserContext();
    page = await context.newPage();
    [complaints, asked] = [[], []];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("requestfailed", (request) =>
      complaints.push(`${request.url()}: ${request.failure().errorText}`),
    );
    page.on("request", (request) => asked.push(request.url()));
    await page.setViewport(viewport);
  },
  /** What the pages complained of, and the addresses that they asked for. */
  told: () => ({ complaints, asked }),
  version: () => browser.version(),
};

const things = { visit: () => visit, page: () => page, keyboard: () => page.keyboard };

async function answered(line) {
  const [of, method, ...given] = JSON.parse(line);
  try {
    const value = await things[of]()[method](...given);
    // What stands for an element or an answer is of no use to the other side.
    const isPlain = Object(value) !== value || Array.isArray(value) || value.constructor === Object;
    return { value: isPlain ? (value ?? null) : null };
  } catch (error) {
    return { error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answered(line))}\n`);
}
await browser.close();
