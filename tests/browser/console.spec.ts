import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, noChromium } from "../harness/browser.ts";
import { startDemonstration } from "../harness/demonstration.ts";
import type { Stack } from "../harness/stack.ts";
import { Visitor, type Looking } from "./visitor.ts";

/**
 * The console over the demonstration, in real Chromium: first its story, clicked by somebody at a desk and somebody
 * with a phone, then every view at both sizes, light and dark. The README's pictures come from here.
 */
if (noChromium !== undefined) console.warn(`Browser tests are skipped: ${noChromium}.`);

let stack: Stack;
let browser: Browser;
let desk: Visitor;
let phone: Visitor;

beforeAll(async () => {
  if (noChromium !== undefined) return;
  [stack, browser] = await Promise.all([startDemonstration(), launchBrowser()]);
  desk = await Visitor.signIn(browser, stack, { size: "desk", scheme: "light" });
  phone = await Visitor.signIn(browser, stack, { size: "phone", scheme: "light" });
});
afterAll(async () => {
  if (noChromium !== undefined) return;
  await browser.close();
  await stack.stop();
});

/** The address of the newest incident's and the newest deploy's view. */
async function newest(): Promise<{ incident: string; deploy: string; service: string }> {
  const found = await stack.gql<{ incidents: Edges; deploys: Edges }>(
    '{ incidents(first: 1) { edges { node { id } } } deploys(first: 1, filter: { service: "checkout" }) { edges { node { id } } } }',
  );
  const idOf = ({ edges: [first] }: Edges): string => encodeURIComponent(first?.node.id ?? "");
  return { incident: `/incidents/${idOf(found.incidents)}`, deploy: `/deploys/${idOf(found.deploys)}`, service: "/services/checkout" };
}
type Edges = { readonly edges: readonly { readonly node: { readonly id: string } }[] };

/** Asks for a deploy on the service's view, as a person does. */
async function deploy(visitor: Visitor, version: string): Promise<void> {
  await visitor.open("/services/checkout", "Checkout");
  await visitor.press("Deploy to production");
  await visitor.page.getByRole("dialog").getByLabel("Release").click();
  await visitor.page.getByRole("option", { name: new RegExp(`^${version}\\b`, "u") }).click();
}

describe.skipIf(noChromium !== undefined)("the story, clicked", () => {
  it("v2 goes out step by step before the eyes of who asked for it, and proves good", async () => {
    await deploy(desk, "v2");
    await desk.confirm("Deploy checkout v2 to production", "the quarter's totals");
    await desk.heading("checkout v2 → production");
    await desk.page.getByRole("listitem").filter({ hasText: "50 %" }).filter({ hasText: "Baking" }).waitFor({ timeout: 60_000 });
    await desk.page.getByText("v2 ·").waitFor();
    // A first look at this step: there is something to draw.
    await desk.page.getByRole("row").filter({ hasText: "50 %" }).first().waitFor();
    await desk.picture("deploy");
    await desk.reads("v2 serves everyone in checkout production; it was proved good");
  });

  it("v3, asked for on a phone, fails for some customers and goes back by itself, which the page says with its numbers", async () => {
    await deploy(phone, "v3");
    await phone.confirm("Deploy checkout v3 to production");
    await phone.reads(/^v3 was rolled back in checkout production by itself to v2 at 10 % of customers: errors [\d.]+ → [\d.]+ % in/u);
    await phone.reads(/customers? saw errors/u);
    await phone.picture("deploy-rolled-back");
  });

  it("whoever is on call is called, answers on the phone, and no one else is called", async () => {
    await phone.open("/", "Now");
    await phone.reads("You are called");
    await phone.picture("called");
    await desk.open("/", "Now");
    await desk.reads("You are called");
    await desk.picture("now-called");
    await phone.press("I have it");
    await phone.page.getByText("You are called").waitFor({ state: "detached" });
    const { pages } = await stack.gql<{ pages: { edges: readonly { node: object }[] } }>(
      "{ pages(first: 1) { edges { node { state acknowledgedBy { name } } } } }",
    );
    expect(pages.edges[0]?.node).toMatchObject({ state: "acknowledged" });
  });

  it("the incident names its suspect, says that it is undone, and is worked on at the desk", async () => {
    await desk.open("/", "Now");
    await desk.reads("suspected cause:");
    await desk.page.getByRole("link", { name: "Open the timeline" }).click();
    await desk.heading(/Checkout v3 failed for \d+ customers/u);
    await desk.press("Take command");
    await desk.confirm("Take the role of commander");
    await desk.press("Add entry");
    await desk.page.getByRole("dialog").getByLabel("What happened").fill("The retry budget was 0 in the configuration");
    await desk.confirm("Add this entry");
    await desk.press("More");
    await desk.page.getByRole("menuitem", { name: "Change the state" }).click();
    await desk.page.getByRole("dialog").getByLabel("Where it stands").click();
    await desk.page.getByRole("option", { name: "Monitoring" }).click();
    await desk.confirm(/Monitoring/iu);
    await desk.page.getByText("Administrator is commander", { exact: true }).waitFor();
    await desk.page.getByText("Monitoring", { exact: true }).first().waitFor();
    await desk.picture("timeline");
  });

  it("the slider shows what was known then: no commander yet, and no entry", async () => {
    const slider = desk.page.getByRole("slider", { name: /As known at/u });
    const declared = await stack.gql<{ incidents: { edges: readonly { node: { declaredAt: string } }[] } }>(
      "{ incidents(first: 1) { edges { node { declaredAt } } } }",
    );
    const at = declared.incidents.edges[0]?.node.declaredAt ?? "";
    await desk.page.goto(`${desk.page.url().split("?")[0] ?? ""}?knownAt=${encodeURIComponent(at)}`);
    await desk.reads(/^As known at/u);
    await desk.reads("nobody commands yet");
    await desk.picture("timeline-then");
    await desk.press("Table");
    // The last rows are drawn when they are looked at.
    await desk.page.getByRole("grid", { name: "Entries" }).press("End");
    await desk.page.getByRole("row", { name: "The retry budget was 0" }).getByText("not known then").waitFor();
    await slider.press("End");
    await desk.reads("Administrator commands");
  });

  it("the keyboard's table has the same entries, and Enter opens one with its evidence", async () => {
    const grid = desk.page.getByRole("grid", { name: "Entries" });
    await grid.press("End");
    await grid.press("Enter");
    await desk.page.waitForURL(/[?&]entry=/u);
    await desk.reads("Seen by");
    await grid.press("Escape");
    await desk.press("Lanes");
  });

  it("resolving it asks for the review", async () => {
    await desk.press(/^Resolve INC-/u);
    await desk.confirm(/^Resolve/u);
    await desk.reads(/^Resolved after/u);
    await desk.reads("Due");
  });

  it("the rollback button shows what it will do, does it, and says what it did", async () => {
    await desk.open("/services/checkout", "Checkout");
    await desk.press("Roll back");
    const dialog = desk.page.getByRole("dialog");
    await dialog.getByText("Rolls checkout production back from v2 to v1").waitFor();
    await desk.picture("rollback-preview");
    await desk.confirm("Roll back checkout to v1", "to be on the safe side");
    await desk.heading("checkout back to v1, production");
    await desk.reads(/^Went back in checkout production from v2 to v1 in/u);
  });

  it("the hold it left is released with a reason, on the phone", async () => {
    await phone.open("/services/checkout", "Checkout");
    await phone.press("Release the hold");
    await phone.confirm("Release the hold on checkout production", "v3 is withdrawn");
    await phone.page.getByRole("button", { name: "Release the hold" }).waitFor({ state: "detached" });
  });

  it("nothing failed in the browser", () => {
    expect([...desk.errors, ...phone.errors]).toEqual([]);
  });
});

/** Every view: its name among the pictures, its address, its title. */
const pages: readonly (readonly [name: string, path: string, heading: string | RegExp])[] = [
  ["now", "/", "Now"],
  ["services", "/services", "Services"],
  ["releases", "/releases", "Releases"],
  ["deploys", "/deploys", "Deploys"],
  ["incidents", "/incidents", "Incidents"],
  ["on-call", "/on-call", "On-call"],
  ["pages", "/pages", "Pages"],
];

/** One comes up light at first, the other one dark: every view is seen to come up in both. */
const lookings: readonly Looking[] = [
  { size: "desk", scheme: "light" },
  { size: "phone", scheme: "dark" },
];

describe.skipIf(noChromium !== undefined).each(lookings)("at the size of a $size, light and dark", (looking) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.signIn(browser, stack, looking);
  });
  afterAll(() => visitor.page.close());

  async function look(name: string): Promise<void> {
    await visitor.page.waitForLoadState("networkidle");
    expect(await visitor.brokenInLightAndDark(name)).toEqual([]);
    expect(visitor.errors).toEqual([]);
  }

  it.each(pages)("%s shows what it is for", async (name, path, heading) => {
    await visitor.open(path, heading);
    await look(name);
  });

  it("a service, a deploy and an incident show their records", async () => {
    const records = await newest();
    await visitor.open(records.service, "Checkout");
    await look("service");
    await visitor.open(records.deploy, /checkout back to v1/u);
    await look("rollback");
    await visitor.open(records.incident, /Checkout v3 failed/u);
    await look("incident");
  });
});
