import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, noChromium, sizes } from "../harness/browser.ts";
import { sharedStack, type SharedStack } from "../harness/sharedStack.ts";
import { until } from "../harness/until.ts";

/** Acting with keys and hands, in real Chromium: while looking back, in filters, on the strip under a timeline. */
if (noChromium !== undefined) console.warn(`Browser tests are skipped: ${noChromium}.`);

let stack: SharedStack;
let browser: Browser;
let page: Page;
const dialog = (): Locator => page.getByRole("dialog");
const heading = (name: string | RegExp): Promise<void> => page.getByRole("heading", { level: 1, name }).waitFor();
/** What has the focus, as the page sees it. */
const focused = (): Locator => page.locator(":focus");

beforeAll(async () => {
  if (noChromium !== undefined) return;
  [stack, browser] = await Promise.all([sharedStack(), launchBrowser()]);
  page = await browser.newPage({ viewport: sizes.desk });
  page.setDefaultTimeout(60_000);
  const response = await fetch(`${stack.url}/local/sign-in-link`, {
    method: "POST", headers: { authorization: `Bearer ${stack.credential}` },
  });
  await page.goto(((await response.json()) as { url: string }).url);
  await heading("Now");
});
afterAll(async () => {
  if (noChromium === undefined) await browser.close();
});

describe.skipIf(noChromium !== undefined)("a command on a page that looks back", () => {
  it("asks first whether to act on now, and can be left", async () => {
    await page.goto(`${stack.url}/incidents?asOf=${encodeURIComponent(new Date().toISOString())}`);
    await heading("Incidents");
    await page.getByRole("button", { name: /^Declare/u }).first().click();
    await page.getByRole("dialog", { name: "Act on now?" }).waitFor();
    await page.getByRole("button", { name: "Keep looking back" }).click();
    await dialog().waitFor({ state: "detached" });
    expect(page.url()).toContain("asOf=");
  });

  it("returns to now when it is acted on", async () => {
    await page.getByRole("button", { name: /^Declare/u }).first().click();
    await page.getByRole("button", { name: "Act on now" }).click();
    await page.getByRole("dialog", { name: "Declare an incident?" }).waitFor();
    expect(page.url()).not.toContain("asOf=");
  });
});

describe.skipIf(noChromium !== undefined)("declaring", () => {
  it("asks what is wrong, how bad and where, the rest folded, and ends on the new incident", async () => {
    expect(await focused().getAttribute("placeholder")).toContain("Checkout fails");
    expect(await dialog().getByRole("combobox").filter({ visible: true }).count()).toBe(2);
    await page.keyboard.type("The strip under test fails");
    await dialog().getByRole("combobox", { name: /^Severity/u }).click();
    await page.getByRole("option", { name: /^Sev(?:erity)? 4/u }).click();
    await dialog().getByRole("button", { name: "Declare a Sev 4 incident" }).click();
    await heading(/The strip under test fails/u);
    expect(page.url()).toMatch(/\/incidents\/\w+/u);
  });

  it("its timeline is moved by the strip: a stretch drawn beside the one in view, a press that goes there", async () => {
    const strip = page.locator("svg[class*=overview]");
    const stretch = strip.locator("rect");
    const place = async (): Promise<string> => `${(await stretch.getAttribute("x")) ?? ""} ${(await stretch.getAttribute("width")) ?? ""}`;
    await strip.scrollIntoViewIfNeeded();
    await page.getByRole("button", { name: "Zoom in" }).first().click();
    await page.getByRole("button", { name: "Zoom in" }).first().click();
    const before = await place();
    const box = await strip.boundingBox();
    if (box === null) throw new Error("the strip is not drawn");
    await page.mouse.move(box.x + box.width * 0.02, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await until(async () => (await place()) !== before);
    const drawn = await place();
    await page.mouse.click(box.x + box.width * 0.8, box.y + box.height / 2);
    await until(async () => (await place()) !== drawn);
  });
});

describe.skipIf(noChromium !== undefined)("an update that starts from a template", () => {
  const templates = { outside: "Known outside", inside: "Known inside" } as const;
  const write = (input: Record<string, unknown>): Promise<unknown> =>
    stack.gql("mutation ($input: WriteUpdateTemplateInput!) { writeUpdateTemplate(input: $input) { position } }", { input });
  const open = async (): Promise<void> => {
    await page.getByRole("button", { name: "Post an update" }).first().click();
    await dialog().getByRole("combobox", { name: "Start from" }).waitFor();
  };
  const start = async (name: string | RegExp): Promise<void> => {
    await dialog().getByRole("combobox", { name: "Start from" }).click();
    await page.getByRole("option", { name }).click();
  };
  const body = (): Locator => dialog().getByRole("textbox", { name: /^What is known/u });
  const says = (text: RegExp): Promise<true> => until(async () => text.test(await body().inputValue()) || undefined);
  const publish = (): Locator => dialog().getByRole("button", { name: "Publish this update" });

  beforeAll(async () => {
    if (noChromium !== undefined) return;
    await write({
      name: templates.outside, visibility: "public", state: "Identified", nextUpdateInMinutes: 45,
      body: "Trouble with {{components}}. More by {{next update}}.",
    });
    await write({ name: templates.inside, visibility: "internal", state: "Looking", body: "{{severity}}: {{title}}" });
    await page.goto(`${stack.url}/incidents`);
    await page.getByRole("link", { name: /The strip under test fails/u }).first().click();
    await heading(/The strip under test fails/u);
  });

  it("has the incident's facts, below what was typed before; asked for again it comes once", async () => {
    await open();
    await start(/^Known inside/u);
    await says(/^SEV4: The strip under test fails$/u);
    expect(await dialog().getByRole("textbox", { name: /^Where it stands/u }).inputValue()).toBe("Looking");
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await open();
    await start(/^Known outside/u);
    await says(/^Trouble with \{\{components\}\}\. More by .*\d\d:\d\d UTC\.$/u);
    await dialog().getByRole("button", { name: "Start afresh" }).click();
    await body().fill("We see it too.");
    await start(/^Known outside/u);
    await says(/^We see it too\.\n\nTrouble with \{\{components\}\}\. More by .*\d\d:\d\d UTC\.$/u);
  });

  it("is not published while a fact is missing, whatever else stands in braces, and fits a phone", async () => {
    await dialog().getByText("Nobody has said what {{components}} is").waitFor();
    expect(await publish().isDisabled()).toBe(true);
    await page.setViewportSize(sizes.phone);
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(sizes.phone.width);
    await page.setViewportSize(sizes.desk);
    const text = `${(await body().inputValue()).replace("{{components}}", "sign-in")} Mails begin with {{name}}.`;
    await body().fill(text);
    await until(async () => (await publish().isEnabled()) || undefined);
    await publish().click();
    await dialog().waitFor({ state: "detached" });
    await page.getByText("Mails begin with {{name}}.").first().waitFor();
  });
});

describe.skipIf(noChromium !== undefined)("what is to be done in an incident", () => {
  it("comes with the type that is declared, by severity and by what the matrix proposes; a line is ticked and a task added by a press", async () => {
    const types = "mutation ($input: WriteIncidentTypeInput!) { writeIncidentType(input: $input) { position } }";
    await stack.gql(types, {
      input: {
        name: "Payments", checklist: [{ text: "Tell the bank" }], conferenceLink: "https://meet.example.com/{{incident}}", severities: [2],
      },
    });
    const rows = [{ effect: "Data", cells: [{ severity: 2, says: "some of it is wrong" }, { severity: 4, says: "it is safe" }] }];
    const matrix = "mutation ($input: WriteSeverityMatrixInput!) { writeSeverityMatrix(input: $input) { position } }";
    await stack.gql(matrix, { input: { rows } });
    await page.goto(`${stack.url}/incidents?declare=1`);
    await dialog().getByLabel("What is wrong, in a line").fill("Cards are refused");
    await dialog().getByText("How severe? What the matrix proposes").click();
    await dialog().getByRole("combobox", { name: "Data" }).click();
    await page.getByRole("option", { name: "some of it is wrong" }).click();
    await dialog().getByRole("button", { name: "Use severity 2" }).click();
    await dialog().getByRole("combobox", { name: "Type" }).click();
    await page.getByRole("option", { name: "Payments" }).click();
    await dialog().getByRole("button", { name: "Declare a Sev 2 incident" }).click();
    await heading(/Cards are refused/u);
    await page.getByRole("link", { name: "Join them at meet.example.com" }).waitFor();
    await page.getByRole("button", { name: "Tick: Tell the bank" }).click();
    await page.getByRole("button", { name: "Take back: Tell the bank" }).waitFor();
    await page.getByLabel("Something to do now").fill("Restart the gateway");
    await page.getByLabel("Something to do now").press("Enter");
    await page.getByRole("button", { name: "Done: Restart the gateway" }).click();
    await page.getByRole("button", { name: "Open again: Restart the gateway" }).waitFor();
  });
});

describe.skipIf(noChromium !== undefined)("merging", () => {
  it("says what it does before the press, and where that has changed meanwhile what is new, and does it when pressed again", async () => {
    const declaring = "mutation ($input: DeclareIncidentInput!) { declareIncident(input: $input) { incident { id } } }";
    interface Declared {
      readonly declareIncident: { readonly incident: { readonly id: string } };
    }
    const declare = async (title: string): Promise<string> =>
      (await stack.gql<Declared>(declaring, { input: { title, severity: 4 } })).declareIncident.incident.id;
    const [twin] = [await declare("The twin under test"), await declare("The one under test that goes on")];
    await page.goto(`${stack.url}/incidents/${encodeURIComponent(twin)}`);
    await heading(/The twin under test/u);
    await page.getByRole("button", { name: "More" }).first().click();
    await page.getByRole("menuitem", { name: "Merge it into another" }).click();
    await dialog().getByRole("combobox", { name: "The one that goes on" }).click();
    await page.getByRole("option", { name: /The one under test that goes on/u }).click();
    await dialog().getByText(/ends and counts in no figure/u).waitFor();
    await dialog().getByText(/No page of INC-\d+ calls anybody|stops? calling/u).waitFor();
    // The window hears of the task by itself, and would show it before the press: here it is told after it.
    const pressed = Promise.withResolvers<null>();
    await page.route("**/graphql", async (route) => {
      if (route.request().postData()?.includes('"MergePreview"') === true) await pressed.promise;
      await route.continue();
    });
    const task = { incidentId: twin, text: "Ask the vendor" };
    await stack.gql("mutation ($input: AddTaskInput!) { addTask(input: $input) { position } }", { input: task });
    const press = dialog().getByRole("button", { name: /^Merge INC-\d+ into INC-\d+$/u });
    await press.click();
    pressed.resolve(null);
    await dialog().getByText(/stays open with it: Ask the vendor\. \(new since you pressed\)/u).waitFor();
    await page.unroute("**/graphql");
    await press.click();
    await dialog().waitFor({ state: "detached" });
    await page.getByText("Merged", { exact: true }).first().waitFor();
  });
});

describe.skipIf(noChromium !== undefined)("a form of a record that somebody else changes", () => {
  it("says what they changed, waits until it is taken in, and keeps what was typed", async () => {
    const writing = "mutation ($input: WriteUpdateTemplateInput!) { writeUpdateTemplate(input: $input) { updateTemplate { id } } }";
    const said = { name: "Shared words", visibility: "internal", state: "Looking", body: "Before." };
    const { writeUpdateTemplate: { updateTemplate: { id } } } =
      await stack.gql<{ writeUpdateTemplate: { updateTemplate: { id: string } } }>(writing, { input: said });
    await page.goto(`${stack.url}/update-templates/${encodeURIComponent(id)}`);
    await heading("Shared words");
    await page.getByRole("button", { name: "Change" }).click();
    await dialog().getByRole("textbox", { name: /^What it says/u }).fill("Mine.");
    await stack.gql(writing, { input: { ...said, updateTemplateId: id, state: "Fixing" } });
    await dialog().getByText("Somebody has changed it since this form began:").waitFor();
    const change = dialog().getByRole("button", { name: "Change it" });
    expect(await change.isDisabled()).toBe(true);
    await dialog().getByRole("button", { name: "Take it in" }).click();
    await until(async () => (await change.isEnabled()) || undefined);
    expect(await dialog().getByRole("textbox", { name: /^What it says/u }).inputValue()).toBe("Mine.");
    await change.click();
    await dialog().waitFor({ state: "detached" });
    const asked = "query ($id: ID!) { updateTemplate(id: $id) { state body } }";
    const { updateTemplate } = await stack.gql<{ updateTemplate: object }>(asked, { id });
    expect(updateTemplate).toEqual({ state: "Fixing", body: "Mine." });
  });
});

describe.skipIf(noChromium !== undefined)("keys on a list", () => {
  it("a slash opens the search of the list, and what is typed goes there", async () => {
    await page.goto(`${stack.url}/incidents`);
    await heading("Incidents");
    await page.keyboard.press("/");
    await dialog().getByRole("textbox").first().waitFor();
    await page.keyboard.type("strip");
    expect(await focused().inputValue()).toBe("strip");
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
  });

  it("the Tab key goes through a filter and stays in it; Escape gives the focus back to its pill", async () => {
    const pill = page.getByRole("group", { name: "Filters" }).getByRole("button", { name: /^Began/u });
    await pill.click();
    await dialog().waitFor();
    const names = new Set<string>();
    for (let presses = 0; presses < 12; presses += 1) {
      // The focus comes in when the filter has opened, and goes round at its end by way of the filter itself.
      await until(() => page.evaluate<boolean>("document.activeElement.closest('[role=dialog]') !== null"), { within: 30_000 });
      names.add(await page.evaluate<string>("document.activeElement.tagName"));
      await page.keyboard.press("Tab");
    }
    expect([...names]).toEqual(expect.arrayContaining(["BUTTON", "INPUT"]));
    await page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    expect(await page.evaluate<string>("document.activeElement.textContent")).toMatch(/^Began/u);
  });
});

describe.skipIf(noChromium !== undefined)("a window that was open while Ballast was upgraded", () => {
  it("loads the new version by itself when a part of the old one is gone", async () => {
    await page.goto(`${stack.url}/services`);
    await heading("Services");
    // It is asked for ahead of the view, and again for it.
    let gone = true;
    await page.route(/\/assets\/ReportsView-[^/]*\.js$/u, (route) => (gone ? route.fulfill({ status: 404, body: "" }) : route.continue()));
    // What is served names another first script than the one that runs here.
    await page.route(`${stack.url}/`, async (route) => {
      gone = false;
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace("/assets/index-", "/assets/index-of-another-build-") });
    }, { times: 1 });
    await page.evaluate("window.beforeTheUpgrade = true");
    await page.getByRole("navigation").getByRole("link", { name: "Reports" }).first().click();
    await until(() => page.evaluate<boolean>("window.beforeTheUpgrade === undefined"));
    await heading("Reports");
  });
});
