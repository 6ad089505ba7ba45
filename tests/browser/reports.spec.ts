import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, noChromium, sizes } from "../harness/browser.ts";
import { startDemonstration } from "../harness/demonstration.ts";
import type { Stack } from "../harness/stack.ts";
import { Visitor } from "./visitor.ts";

/** Reports, imports, people and what lets others in, over the demonstration, in real Chromium. */
if (noChromium !== undefined) console.warn(`Browser tests are skipped: ${noChromium}.`);

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  if (noChromium !== undefined) return;
  stack = await startDemonstration();
  await describeCustomer();
  await registerRisk();
  await foundForum();
  await lookAtSomething();
  await publishChecks();
  browser = await launchBrowser();
});
afterAll(async () => {
  if (noChromium !== undefined) return;
  await browser.close();
  await stack.stop();
});

/** A customer to look at. */
async function describeCustomer(): Promise<void> {
  const input = 'externalId: "acme-of-the-browser", name: "Acme GmbH", plan: "Enterprise", region: "eu-west", attributes: { seats: 120 }';
  const { code, stderr } = await stack.cli(["query", `mutation { describeCustomer(input: { ${input} }) { position } }`]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

/** A risk that is too big. */
async function registerRisk(): Promise<void> {
  const statement = 'if: "the provider is away", then: "nobody pays", until: "it is back"';
  const inputs = "detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75000, betweenDays: 30";
  const input = `title: "Payment provider outage", statement: { ${statement} }, inputs: { ${inputs} }, services: ["checkout"]`;
  const { code, stderr } = await stack.cli(["query", `mutation { registerRisk(input: { ${input} }) { position } }`]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

/** A series of reviews, the first of which is not due while this runs. */
async function foundForum(): Promise<void> {
  const first = `${String(new Date().getUTCFullYear() + 5)}-12-15`;
  const { code, stderr } = await stack.cli(["forum", "found", "Architecture review", "--service", "checkout", "--first", first]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

/** Addresses of what is there only once somebody has begun it. */
const begun = { sitting: "", assessment: "" };

/** The first review of the series, and a lens of one question that it answers. */
async function lookAtSomething(): Promise<void> {
  const { forums: [forum] } = await stack.gql<{ forums: readonly { readonly id: string }[] }>("{ forums { id } }");
  const question = { id: "back", title: "How does it go back?", choices: [{ id: "press", title: "By one press" }] };
  const rules = [{ condition: "press", risk: "NO_RISK" }, { condition: "default", risk: "HIGH_RISK" }];
  const lens = {
    schemaVersion: "2021-11-01", name: "Going back", description: "One question.",
    pillars: [{ id: "change", name: "Change", questions: [{ ...question, riskRules: rules }] }],
  };
  const { importLens } = await stack.gql<{ importLens: { lens: { id: string } } }>(
    "mutation ($lens: String!) { importLens(input: { lens: $lens }) { lens { id } } }", { lens: JSON.stringify(lens) },
  );
  const { openSitting, beginAssessment } = await stack.gql<{
    openSitting: { sitting: { id: string } }; beginAssessment: { assessment: { id: string } };
  }>(
    `mutation ($forum: String!, $lens: String!) {
      openSitting(input: { forumId: $forum }) { sitting { id } }
      beginAssessment(input: { lensId: $lens, forumId: $forum }) { assessment { id } }
    }`,
    { forum: forum?.id, lens: importLens.lens.id },
  );
  begun.sitting = `/sittings/${openSitting.sitting.id}`;
  begun.assessment = `/assessments/${beginAssessment.assessment.id}`;
}

/** What services are held to: the sample set. */
async function publishChecks(): Promise<void> {
  const { code, stderr } = await stack.cli(["query", "mutation { publishChecks(input: {}) { position } }"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

const pages = [
  ["report-incidents", "/reports/incidents?service=checkout", "Reports"],
  ["report-availability", "/reports/availability?service=checkout", "Reports"],
  ["report-delivery", "/reports/delivery?service=checkout", "Reports"],
  ["report-deploys", "/reports/delivery?service=checkout&basis=deploys", "Reports"],
  ["imports", "/imports", "Imports"],
  ["import a file", "/imports/file?kind=risks", "Import a file"],
  ["customers", "/customers", "Customers"],
  ["customer", "/customers/acme-of-the-browser", /^Acme GmbH/u],
  ["flags", "/flags", "Flags"],
  ["flag-rules", "/flag-rules", "How flags are changed"],
  ["status-pages", "/status-pages", "Status pages"],
  ["risks", "/risks", "Risks"],
  ["risk", "/risks/RISK-1", /^RISK-1 · Payment provider outage/u],
  ["program", "/program", /^Program, /u],
  ["reviews", "/reviews", "Reviews"],
  ["forums", "/forums", "Forums"],
  ["lenses", "/lenses", "Lenses"],
  ["readiness", "/readiness", "Readiness"],
  ["policies", "/policies", "Checks and policies"],
  ["people", "/people", "People"],
  ["tokens", "/tokens", "API tokens"],
  ["alerts", "/alerts", "Alerts"],
  ["alert-rules", "/alert-rules", "Alert rules"],
  ["alert-rule-new", "/alert-rules/new", "Write an alert rule"],
  ["escalation-policies", "/escalation-policies", "Escalation policies"],
  ["escalation-policy-new", "/escalation-policies/new", "Write an escalation policy"],
  ["my-paging", "/my-paging", "My paging"],
  ["maintenance", "/maintenance", "Maintenance"],
  ["heartbeats", "/heartbeats", "Heartbeats"],
  ["integrations", "/integrations", "Integrations"],
] as const;
/** One comes up light at first, the other one dark: every view is seen to come up in both. */
const looks = [
  { size: "desk", scheme: "light" },
  { size: "phone", scheme: "dark" },
] as const;

describe.skipIf(noChromium !== undefined).each(looks)("at the size of a $size", (look) => {
  let visitor: Visitor;
  beforeAll(async () => { visitor = await Visitor.signIn(browser, stack, look); });
  afterAll(() => visitor.page.close());

  it.each([
    ...pages,
    ["sitting", () => begun.sitting, /^Architecture review of /u],
    ["assessment", () => begun.assessment, /^Going back: /u],
  ] as const)("%s opens by its address, and axe finds nothing in light or dark", async (name, path, heading) => {
    await visitor.open(typeof path === "string" ? path : path(), heading);
    await visitor.page.locator("header p").first().waitFor();
    expect(await visitor.brokenInLightAndDark(name)).toEqual([]);
    expect(visitor.errors).toEqual([]);
  });

  it("what the public reads of the demonstration is a page of its own, in which axe finds nothing either", async () => {
    await visitor.page.goto(`${stack.url}/status`);
    await visitor.page.getByRole("heading", { level: 1, name: "Shop status" }).waitFor();
    expect(await visitor.page.getByRole("heading", { level: 2, name: "Everything works" }).count()).toBe(1);
    for (const colorScheme of ["light", "dark"] as const) {
      await visitor.page.emulateMedia({ colorScheme });
      expect({ colorScheme, broken: await visitor.broken() }).toEqual({ colorScheme, broken: [] });
    }
    await visitor.page.emulateMedia({ colorScheme: look.scheme });
    await visitor.picture("status");
    await visitor.page.getByRole("link", { name: "Get updates" }).click();
    await visitor.page.getByRole("textbox", { name: "Address" }).fill("reader@example.org");
    for (const colorScheme of ["light", "dark"] as const) {
      await visitor.page.emulateMedia({ colorScheme });
      expect({ colorScheme, broken: await visitor.broken() }).toEqual({ colorScheme, broken: [] });
    }
    await visitor.page.getByRole("button", { name: "Send me updates" }).click();
    await visitor.page.getByText("A message with a link is on its way").waitFor();
    expect(visitor.errors).toEqual([]);
  });
});

describe.skipIf(noChromium !== undefined)("somebody who reviews", () => {
  let visitor: Visitor;
  beforeAll(async () => { visitor = await Visitor.signIn(browser, stack, { size: "desk", scheme: "light" }); });
  afterAll(() => visitor.page.close());

  /** Opens a figure and answers what it said; the list must hold as many. */
  const opened = async (figure: RegExp, heading: string): Promise<void> => {
    const link = visitor.page.getByRole("link", { name: figure }).first();
    const told = Number((await link.innerText()).replace(/\D/g, ""));
    await link.click();
    await visitor.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await visitor.page.getByText(new RegExp(`^1–\\d+ of ${told}$`)).waitFor();
    expect(told).toBeGreaterThan(0);
  };

  it("sees every column of the list of pages on a small laptop", async () => {
    await visitor.page.setViewportSize({ width: 1_280, height: 800 });
    await visitor.open("/pages", "Pages");
    await visitor.page.getByRole("columnheader", { name: "State" }).waitFor();
    const box = "document.querySelector('table[aria-label=Pages]').parentElement";
    // Why somebody was called and who was may both be long.
    const long = `for (const at of [1, 2]) ${box}.querySelector('tr[data-row]').children[at].textContent = 'somebody by mail, then '.repeat(9)`;
    await visitor.page.evaluate(`(() => { ${long}; })()`);
    const [needs = 0, has = 0] = await visitor.page.evaluate<number[]>(`[${box}.scrollWidth, ${box}.clientWidth]`);
    expect(needs).toBeLessThanOrEqual(has);
    await visitor.page.setViewportSize(sizes.desk);
  });

  it("opens a number and finds as many incidents as it said", async () => {
    await visitor.page.goto(`${stack.url}/reports/incidents?service=checkout`);
    await opened(/^[\d,]+ ?incidents$/, "Incidents");
  });

  it("opens a number and finds as many releases, and as many deploys", async () => {
    await visitor.page.goto(`${stack.url}/reports/delivery?service=checkout`);
    await opened(/^[\d,]+ ?releases$/, "Releases");
    await visitor.page.goto(`${stack.url}/reports/delivery?service=checkout&basis=deploys`);
    await opened(/^[\d,]+ ?deploys to production$/, "Deploys");
  });

  it("opens the board's expected minutes and finds the risk that they are, and presses what needs a decision", async () => {
    const { page } = visitor;
    await visitor.open("/program", /^Program, /u);
    const figure = page.getByRole("link", { name: "expected a year from open risks" });
    const told = /^[\d,.]+/u.exec(await figure.innerText())?.[0] ?? "";
    await figure.click();
    await visitor.heading("Risks");
    await page.getByRole("row", { name: /Payment provider outage/u }).getByText(told, { exact: true }).first().waitFor();
    await visitor.open("/program", /^Program, /u);
    await page.getByRole("link", { name: "Treat it: Payment provider outage" }).click();
    await visitor.heading(/^RISK-1 · Payment provider outage/u);
  });

  it("puts incidents that name no deploy down to one within a time that stands in the address", async () => {
    await visitor.open("/reports/delivery?service=checkout&basis=deploys&within=72", "Reports");
    await visitor.reads("within 72 hours.");
    await visitor.page.getByRole("button", { name: /put down to one.*within 3 days/u }).waitFor();
  });

  it("goes from one report to the next with the same question", async () => {
    await visitor.page.goto(`${stack.url}/reports/incidents?service=checkout&window=365d`);
    await visitor.page.getByRole("link", { name: "Availability" }).click();
    await visitor.page.getByText("without a declared incident at").first().waitFor();
    expect(new URL(visitor.page.url()).search).toBe("?service=checkout&window=365d");
  });
});

describe.skipIf(noChromium !== undefined)("an administrator", () => {
  let visitor: Visitor;
  beforeAll(async () => { visitor = await Visitor.signIn(browser, stack, { size: "desk", scheme: "light" }); });
  afterAll(() => visitor.page.close());
  const dialog = () => visitor.page.getByRole("dialog");

  it("issues a token that works, sees it once, and takes it back", async () => {
    await visitor.page.goto(`${stack.url}/tokens`);
    await visitor.page.getByRole("button", { name: "Issue a token" }).first().click();
    await dialog().getByLabel("What it is for").fill("A journey");
    await dialog().getByLabel(/^Engineer/).check();
    await dialog().getByRole("button", { name: "Issue A journey" }).click();
    const secret = await visitor.page.locator("code", { hasText: /^bt_/ }).innerText();
    const ask = async (): Promise<number> =>
      (await fetch(`${stack.url}/session`, { headers: { authorization: `Bearer ${secret}` } })).status;
    expect(await ask()).toBe(200);
    await visitor.page.getByRole("button", { name: "I have it" }).click();
    await visitor.page.getByRole("row", { name: /A journey/ }).getByRole("button", { name: "Revoke" }).click();
    await dialog().getByText("refused from now on").waitFor();
    await dialog().getByRole("button", { name: "Revoke A journey" }).click();
    await visitor.page.getByRole("row", { name: /A journey.*Revoked/ }).waitFor();
    expect(await ask()).toBe(401);
    expect(await visitor.page.getByText(secret).count()).toBe(0);
  });

  it("adds a person, who signs in", async () => {
    await visitor.page.goto(`${stack.url}/people`);
    await visitor.page.getByRole("button", { name: "Add a person" }).click();
    await dialog().getByLabel("Name").fill("Noor Haddad");
    await dialog().getByLabel("Signs in as").fill("noor");
    await dialog().getByLabel("First password").fill("a journey long enough");
    await dialog().getByRole("button", { name: "Add Noor Haddad" }).click();
    await visitor.page.getByRole("heading", { level: 1, name: "Noor Haddad" }).waitFor();
    const answer = await fetch(`${stack.url}/session`, {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ login: "noor", password: "a journey long enough" }),
    });
    expect(answer.status).toBe(200);
  });
});

describe.skipIf(noChromium !== undefined)("two people who meet about an incident", () => {
  /** Carries a command out; answers the id of the record that it is about. */
  const told = async (mutation: string, record: string, input: object): Promise<string> => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const { told: payload } = await stack.gql<{ told: Readonly<Record<string, { readonly id: string }>> }>(
      `mutation ($input: ${type}!) { told: ${mutation}(input: $input) { ${record} { id } } }`, { input },
    );
    return payload[record]?.id ?? "";
  };

  it("see the line that the other types, and look where the presenter looks", async () => {
    const noa = { login: "noa", password: "a meeting long enough" };
    await told("addPerson", "person", { ...noa, name: "Noa Levi", roles: ["engineer"] });
    const incidentId = await told("declareIncident", "incident", { title: "Mails are late", severity: 3, services: [] });
    await told("changeIncidentState", "incident", { incidentId, to: "resolved" });
    const reviewId = await told("openReview", "review", { incidentId });
    await told("beginReviewMeeting", "review", { reviewId });
    const presenter = await Visitor.signIn(browser, stack, { size: "desk", scheme: "light" });
    const follower = await Visitor.signInAs(browser, stack, noa);
    try {
      const meetings = await Promise.all([presenter, follower].map(async (visitor) => {
        await visitor.page.goto(`${stack.url}/reviews/${encodeURIComponent(reviewId)}/meeting`);
        const meeting = visitor.page.getByRole("dialog", { name: /^Meeting about INC-\d+$/u });
        await meeting.waitFor();
        return meeting;
      }));
      const [presented, followed] = [meetings[0], meetings[1]];
      if (presented === undefined || followed === undefined) throw new Error("nobody meets");
      await presented.press("n");
      await presented.getByRole("textbox", { name: "Notes" }).fill("The mail server was restarted by hand");
      await presenter.page.keyboard.press("Enter");
      await followed.getByText("The mail server was restarted by hand").waitFor();
      await followed.focus();
      await followed.press("n");
      await followed.getByRole("textbox", { name: "Notes" }).fill("Nobody had told support");
      await follower.page.keyboard.press("Enter");
      await presented.getByText("Nobody had told support").waitFor();
      await presenter.page.keyboard.press("Escape");
      await presented.press("ArrowRight");
      const shown = await presented.locator("[aria-current=true]").first().innerText();
      await followed.locator("[aria-current=true]", { hasText: shown.split("\n").at(-1) ?? "" }).first().waitFor();
      expect([...presenter.errors, ...follower.errors]).toEqual([]);
    } finally {
      await Promise.all([presenter, follower].map(({ page }) => page.close()));
    }
  });
});
