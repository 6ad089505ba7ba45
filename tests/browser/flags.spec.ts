import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, noChromium, sizes } from "../harness/browser.ts";
import { sharedStack, type SharedStack } from "../harness/sharedStack.ts";
import { until } from "../harness/until.ts";

/** A flag is killed and released by hand, in real Chromium: from its view, and on a phone. */
if (noChromium !== undefined) console.warn(`Browser tests are skipped: ${noChromium}.`);

let stack: SharedStack;
let browser: Browser;
const flag = "browser-pay";
const place = { flag, environment: "production" };

const turn = (name: string, input: object): Promise<unknown> =>
  stack.gql(`mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { position } }`, { input });
const killed = async (): Promise<boolean> => {
  const found = await stack.gql<{ flag: { targeting: { killed: boolean } } }>(
    `{ flag(key: "${flag}") { targeting(environment: "production") { killed } } }`,
  );
  return found.flag.targeting.killed;
};

async function signedIn(size: keyof typeof sizes, reducedMotion: "reduce" | "no-preference" = "no-preference"): Promise<Page> {
  const page = await browser.newPage({ viewport: sizes[size], reducedMotion });
  page.setDefaultTimeout(60_000);
  const response = await fetch(`${stack.url}/local/sign-in-link`, {
    method: "POST", headers: { authorization: `Bearer ${stack.credential}` },
  });
  await page.goto(((await response.json()) as { url: string }).url);
  await page.getByRole("heading", { level: 1, name: "Now" }).waitFor();
  await page.goto(`${stack.url}/flags/${flag}?in=production`);
  await page.getByRole("heading", { level: 1, name: flag }).waitFor();
  return page;
}

/** Releases it from its card, with a reason. */
async function release(page: Page): Promise<void> {
  await page.getByRole("button", { name: `Release ${flag}` }).click();
  const dialog: Locator = page.getByRole("dialog");
  await dialog.getByLabel("Why").fill("ruled out as the cause");
  await dialog.getByRole("button", { name: `Release ${flag} in production` }).click();
  await dialog.waitFor({ state: "detached" });
}

beforeAll(async () => {
  if (noChromium !== undefined) return;
  [stack, browser] = await Promise.all([sharedStack(), launchBrowser()]);
  await turn("registerFlag", { key: flag, kind: "release", environments: ["production"] });
  await turn("stepRollout", { ...place, parts: 25_000 });
});
afterAll(async () => {
  if (noChromium === undefined) await browser.close();
});

describe.skipIf(noChromium !== undefined)("a flag's page", () => {
  it("says what a kill would do, kills at a press, and its release brings back what was there", async () => {
    const page = await signedIn("desk");
    await page.getByRole("heading", { name: "If you kill it now" }).waitFor();
    await page.getByRole("button", { name: `Kill ${flag} in production` }).click();
    await page.getByRole("heading", { name: "Killed", exact: true }).waitFor();
    expect(await killed()).toBe(true);
    await release(page);
    await page.getByRole("heading", { name: "If you kill it now" }).waitFor();
    expect(await killed()).toBe(false);
    await page.getByText("25 % of customers").first().waitFor();
    await page.close();
  });

  it("draws nothing into the log until its button is pressed, and the button says what it does", async () => {
    const page = await signedIn("desk");
    await page.getByLabel("Share of customers, per cent").focus();
    await page.keyboard.press("Shift+ArrowRight");
    await page.getByRole("heading", { name: /^25 % → 35 %: / }).waitFor();
    await page.getByRole("button", { name: "Apply 25 % → 35 %" }).click();
    await page.getByRole("heading", { name: /^35 % of customers/ }).waitFor();
    await turn("stepRollout", { ...place, parts: 25_000 });
    await page.close();
  });
});

describe.skipIf(noChromium !== undefined)("a customer's page", () => {
  it("turns a flag for that customer alone, with a reason and an end, and gives it back to the rule", async () => {
    const page = await signedIn("desk");
    const given = async (): Promise<readonly string[]> => {
      const { flagOverrides } = await stack.gql<{ flagOverrides: { variant: string }[] }>(
        '{ flagOverrides(customer: "browser-acme") { variant } }',
      );
      return flagOverrides.map(({ variant }) => variant);
    };
    // Whom nobody has heard of is told so, and what it would get.
    await page.goto(`${stack.url}/customers/browser-acme?flags=all`);
    await page.getByText("Nobody with this id has asked yet").waitFor();
    await turn("describeCustomer", { externalId: "browser-acme", name: "Acme of the browser" });
    await page.goto(`${stack.url}/customers/browser-acme?flags=all`);
    const toggle = page.getByRole("switch", { name: `${flag} for Acme of the browser` });
    const had = await toggle.getAttribute("aria-checked");
    await toggle.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Why").fill("paid twice");
    await dialog.getByRole("button", { name: /^Give Acme of the browser (on|off)$/ }).click();
    await page.getByText("by hand", { exact: true }).waitFor();
    expect(await given()).toEqual([had === "true" ? "off" : "on"]);
    expect(await toggle.getAttribute("aria-checked")).not.toBe(had);
    await toggle.click();
    await dialog.getByLabel("Why").fill("refunded");
    await dialog.getByRole("button", { name: "Clear Acme of the browser" }).click();
    await page.getByText("by hand", { exact: true }).waitFor({ state: "detached" });
    expect(await given()).toEqual([]);
    await page.close();
  });
});

describe.skipIf(noChromium !== undefined)("on a phone", () => {
  it("a kill is held for a second; let go before, nothing happens", async () => {
    const page = await signedIn("phone");
    const button = page.getByRole("button", { name: `Hold to kill ${flag}` });
    await button.scrollIntoViewIfNeeded();
    // In one go: how long a press takes must not depend on how busy the machine is.
    await button.evaluate(
      'pressed => { for (const type of ["pointerdown", "pointerup"]) pressed.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0 })); }',
    );
    expect(await button.getAttribute("data-held")).toBeNull();
    expect(await killed()).toBe(false);
    const box = await button.boundingBox();
    if (box === null) throw new Error("the button is not there");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.getByRole("heading", { name: "Killed", exact: true }).waitFor();
    await page.mouse.up();
    expect(await killed()).toBe(true);
    await release(page);
    await until(async () => !(await killed()));
    await page.close();
  });

  it("with a keyboard, or reduced motion, it is pressed twice", async () => {
    const page = await signedIn("phone", "reduce");
    await page.getByRole("button", { name: `Kill ${flag}` }).click();
    await page.getByText("Press again within five seconds").waitFor();
    expect(await killed()).toBe(false);
    await page.getByRole("button", { name: "Kill now" }).click();
    await page.getByRole("heading", { name: "Killed", exact: true }).waitFor();
    expect(await killed()).toBe(true);
    await release(page);
    await until(async () => !(await killed()));
    await page.close();
  });
});
