import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ids } from "@ballast/eventlog";
import { launchBrowser, noChromium } from "../harness/browser.ts";
import { sharedStack, type SharedStack } from "../harness/sharedStack.ts";
import { until } from "../harness/until.ts";
import { Visitor } from "./visitor.ts";

/** Pages in real Chromium: many answered in one press, one handed on, and a channel that is tried. */
if (noChromium !== undefined) console.warn(`Browser tests are skipped: ${noChromium}.`);

let stack: SharedStack;
let browser: Browser;
let visitor: Visitor;

interface PageAnswer {
  readonly id: string;
  readonly state: string;
  readonly incident: { readonly title: string; readonly reference: string };
}

async function declare(title: string): Promise<void> {
  await stack.gql("mutation ($input: DeclareIncidentInput!) { declareIncident(input: $input) { position } }", {
    input: { title, severity: 3, services: ["paged-in-browser"] },
  });
}
async function pageOf(title: string): Promise<PageAnswer> {
  return until(async () => {
    const { pages } = (await stack.gql("{ pages(first: 100) { edges { node { id state incident { title reference } } } } }")) as {
      pages: { edges: readonly { node: PageAnswer }[] };
    };
    return pages.edges.map(({ node }) => node).find(({ incident }) => incident.title === title);
  });
}
const stateOf = async (title: string): Promise<string> => (await pageOf(title)).state;

beforeAll(async () => {
  if (noChromium !== undefined) return;
  [stack, browser] = await Promise.all([sharedStack(), launchBrowser()]);
  await stack.gql("mutation ($input: AddPersonInput!) { addPerson(input: $input) { position } }", {
    input: { login: "jo-of-pages", name: "Jo of Pages", roles: ["responder"], email: "jo-of-pages@example.org" },
  });
  await stack.gql("mutation ($input: RegisterServiceInput!) { registerService(input: $input) { position } }", {
    input: { slug: "paged-in-browser", name: "Paged in a browser" },
  });
  visitor = await Visitor.signIn(browser, stack, { size: "desk", scheme: "light" });
});
afterAll(async () => {
  if (noChromium !== undefined) return;
  expect(visitor.errors).toEqual([]);
  await browser.close();
});

describe.skipIf(noChromium !== undefined)("a storm of pages", () => {
  const titles = ["Storm one", "Storm two", "Storm three"];
  it("is answered in one press, but for what was left out of it", async () => {
    for (const title of titles) await declare(title);
    for (const title of titles) await pageOf(title);
    const { page } = visitor;
    await visitor.open("/pages", "Pages");
    const panel = page.locator("section").filter({ hasText: /pages want an answer/u }).first();
    const boxes = panel.getByRole("checkbox");
    await until(async () => (await boxes.count()) >= titles.length);
    const lines = panel.getByRole("listitem");
    const chooseTwo = async (): Promise<void> => {
      for (let at = 0; at < await lines.count(); at += 1) {
        const line = lines.nth(at);
        const wanted = /Storm (?:one|two)/u.test(await line.innerText());
        if ((await line.getByRole("checkbox").isChecked()) !== wanted) await line.getByRole("checkbox").click();
      }
    };
    await chooseTwo();
    expect(await visitor.brokenInLightAndDark("pages-storm")).toEqual([]);
    const press = page.getByRole("button", { name: "Acknowledge 2 pages: I look into them" });
    // Others of this run have pages that call the same person, now and a moment later, chosen as they come: only these two are answered.
    await until(async () => {
      await chooseTwo();
      return press.click({ timeout: 2_000 }).then(() => true, () => false);
    });
    await until(async () => (await stateOf("Storm one")) === "acknowledged" && (await stateOf("Storm two")) === "acknowledged");
    expect(await stateOf("Storm three")).toBe("open");
    await until(async () => (await panel.getByText("Storm one").count()) === 0);
    expect(await page.getByText("Storm three").first().isVisible()).toBe(true);
  });
});

describe.skipIf(noChromium !== undefined)("handing a page on", () => {
  it("names who is called and what they should know, and shows which page calls them", async () => {
    const { page } = visitor;
    const { id } = await pageOf("Storm three");
    await visitor.open(`/pages/${id}`, /Storm three/u);
    await page.getByRole("button", { name: /^Hand it on/u }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    expect(await dialog.getByRole("button", { name: /^Hand INC-\d+ on to/u }).isDisabled()).toBe(true);
    await dialog.getByRole("combobox", { name: "Who" }).click();
    await page.getByRole("option", { name: "Jo of Pages" }).click();
    await dialog.getByLabel("What they should know").fill("The database is full");
    await visitor.picture("page-hand-on");
    await dialog.getByRole("button", { name: /^Hand INC-\d+ on to Jo of Pages$/u }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText(/handed it on to Jo of Pages/u).waitFor();
    await page.getByText("Handed on", { exact: true }).waitFor();
    expect(await visitor.brokenInLightAndDark("page-handed-on")).toEqual([]);
    await page.getByRole("link", { name: "The page that calls them" }).click();
    await page.getByText(/who handed it on/u).waitFor();
    await page.getByText("Jo of Pages").first().waitFor();
    expect(await page.getByRole("button", { name: /^Hand it on/u }).isVisible()).toBe(true);
  });

  it("to nobody who can be woken is refused, and done once that is said", async () => {
    await stack.gql("mutation ($input: AddPersonInput!) { addPerson(input: $input) { position } }", {
      input: { login: "mute-of-pages", name: "Mute of Pages", roles: ["responder"] },
    });
    const { page } = visitor;
    await page.getByRole("button", { name: /^Hand it on/u }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Who" }).click();
    await page.getByRole("option", { name: "Mute of Pages" }).click();
    const hand = dialog.getByRole("button", { name: /^Hand INC-\d+ on to Mute of Pages$/u });
    await hand.click();
    await dialog.getByText(/Call them all the same/u).waitFor();
    expect(await hand.isDisabled()).toBe(true);
    await dialog.getByRole("checkbox", { name: /Call them all the same/u }).check();
    await hand.click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText(/handed it on to Mute of Pages/u).waitFor();
  });
});

describe.skipIf(noChromium !== undefined)("my own paging", () => {
  it("shows of each channel whether it reaches me, and what a test page came to", async () => {
    const { me } = (await stack.gql("{ me { person { id } } }")) as { me: { person: { id: string } } };
    await stack.gql("mutation ($input: SetContactsInput!) { setContacts(input: $input) { position } }", {
      input: { personId: me.person.id, email: "admin@example.org", phone: "+41791234567" },
    });
    const { page } = visitor;
    await visitor.open("/my-paging", "My paging");
    await page.getByRole("button", { name: "Send a test page by SMS" }).click();
    await page.getByText(/the test page did not go out: no provider for SMS is set up/u).waitFor();
    await page.getByRole("button", { name: "Change reminders…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Of my own turns" }).click();
    await page.getByRole("option", { name: "3 days ahead, at nine" }).click();
    await dialog.getByRole("checkbox", { name: /On Mondays/u }).check();
    await dialog.getByRole("button", { name: "Remind me so" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("on Mondays at nine").waitFor();
    expect(await visitor.brokenInLightAndDark("my-paging")).toEqual([]);
  });

  it("rings in this browser from a press on: a notification is shown, and what sounds is played to its end", async () => {
    const { page } = visitor;
    const sounds = await page.context().newCDPSession(page);
    const states: string[] = [];
    sounds.on("WebAudio.contextChanged", ({ context }) => void states.push(context.contextState));
    await sounds.send("WebAudio.enable");
    await page.context().grantPermissions(["notifications"], { origin: new URL(stack.url).origin });
    await visitor.open("/my-paging", "My paging");
    expect(states).toEqual([]);
    await visitor.press("Ring here when I am called");
    await page.getByText("A page that calls me rings here").waitFor();
    // Closed by itself once the last tone was played: one that stands still plays none.
    await until(() => states.join() === "running,closed");
    // What the browser itself says of each notification, beside what the console does with it.
    await page.evaluate(`window.Notification = class extends Notification {
      constructor(title, options) {
        super(title, options);
        this.addEventListener("show", () => { document.body.dataset.shown = title; });
      }
    }`);
    await declare("Rung here");
    const { reference } = (await pageOf("Rung here")).incident;
    await until(() => page.evaluate<boolean>(`document.body.dataset.shown === "${reference} calls you"`));
    await until(() => states.join() === "running,closed,running,closed");
    await visitor.press("No longer ring here");
    await page.getByText("Nothing rings here.").waitFor();
    await sounds.detach();
  });

  it("answers a test page by its button alone, and says where its link is nobody's", async () => {
    const { page } = visitor;
    await visitor.open(`/test-pages/${ids.part("nobody", "test")}/guessed`, "Test page");
    await page.getByRole("button", { name: "It arrived" }).click();
    await page.getByText(/This is no test page of yours/u).waitFor();
    expect(await visitor.brokenInLightAndDark("test-page")).toEqual([]);
    await stack.gql("mutation ($input: SetContactsInput!) { setContacts(input: $input) { position } }", {
      input: { personId: ((await stack.gql("{ me { person { id } } }")) as { me: { person: { id: string } } }).me.person.id },
    });
  });
});
