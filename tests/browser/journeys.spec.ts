import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, noChromium, sizes } from "../harness/browser.ts";
import { startStack, type Stack } from "../harness/stack.ts";

/**
 * The console over the demonstration, in real Chromium, at both sizes: every page shows what it is for, nothing fails
 * in the browser, and axe finds nothing. Screenshots are kept for the README.
 */
if (noChromium !== undefined) console.warn(`Browser tests are skipped: ${noChromium}.`);
const screenshots = fileURLToPath(new URL("./screenshots/", import.meta.url));

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  if (noChromium !== undefined) return;
  mkdirSync(screenshots, { recursive: true });
  stack = await startStack({ demo: true });
  browser = await launchBrowser();
});
afterAll(async () => {
  if (noChromium !== undefined) return;
  await browser.close();
  await stack.stop();
});

/** Signs in by a fresh link, as the start prints it. */
async function signedIn(size: keyof typeof sizes): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: sizes[size], colorScheme: "light" });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const response = await fetch(`${stack.url}/local/sign-in-link`, { method: "POST", headers: { authorization: `Bearer ${stack.credential}` } });
  const { url } = (await response.json()) as { url: string };
  await page.goto(url);
  await page.getByRole("heading", { level: 1, name: "Now" }).waitFor();
  return { page, errors };
}

/** Rules of axe that a page breaks, gravest first. */
async function broken(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ content: axe.source });
  const found = await page.evaluate<readonly string[]>(
    `axe.run({ runOnly: ["wcag2a", "wcag2aa"] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => impact + " " + id + ": " + JSON.stringify(nodes[0]?.target)))`,
  );
  return found.filter((line) => line.startsWith("critical") || line.startsWith("serious"));
}

const pages = [
  ["now", "/", "Now"], ["services", "/services", "Services"], ["releases", "/releases", "Releases"], ["deploys", "/deploys", "Deploys"], ["incidents", "/incidents", "Incidents"],
] as const;

describe.skipIf(noChromium !== undefined).each(["desk", "phone"] as const)("at the size of a %s", (size) => {
  let page: Page;
  let errors: string[];
  beforeAll(async () => {
    ({ page, errors } = await signedIn(size));
  });
  afterAll(() => page.close());

  it.each(pages)("%s shows what it is for", async (name, path, heading) => {
    await page.goto(`${stack.url}${path}`);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await page.getByText("checkout", { exact: false }).first().waitFor();
    await page.screenshot({ path: `${screenshots}${name}-${size}.png` });
    expect(await broken(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
