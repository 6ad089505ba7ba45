import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let tim: Principal;
let vera: Principal;
let paul: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  tim = await spec.person("tim", ["tpm"]);
  vera = await spec.person("vera", ["viewer"]);
  paul = await spec.person("paul", ["viewer"]);
});
afterAll(() => spec.close());

/** So many days after the spec begins. */
const day = (days: number): string => new Date(Date.parse("2026-11-23") + days * 86_400_000).toISOString().slice(0, 10);
const cadence = { every: 1, unit: "month" };
const found = async (more: object = {}): Promise<string> =>
  (await spec.run(tim, "foundForum", {
    title: "Architecture", kind: "architecture", ownerId: vera.person.id, cadence, firstOn: day(30), ...more,
  })).recordId;
const open = async (forumId: string, dueOn?: string): Promise<string> =>
  (await spec.run(vera, "openSitting", { forumId, ...(dueOn === undefined ? {} : { dueOn }) })).recordId;
const sitting = async (by: Principal, id: string, fields: string) =>
  (await answered(spec, by, { query: `query($id: ID!) { sitting(id: $id) { ${fields} } }`, variables: { id } }))["sitting"] as Record<
    string, unknown
  >;
const firstFinding = async (id: string): Promise<string> =>
  ((await sitting(tim, id, "findings { id }"))["findings"] as { id: string }[])[0]?.id ?? "";

describe("a series of reviews", () => {
  it("is founded by who runs the program, changed by its owner, and comes again after the last one", async () => {
    await expect(spec.run(paul, "foundForum", { title: "x", kind: "program", cadence, firstOn: day(30) })).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
    const id = await found();
    await expect(spec.run(paul, "endForum", { forumId: id, reason: "x" })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(found({ kind: "vendor" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const asked = "query($id: ID!) { forum(id: $id) { state nextDueOn owner { name } open { dueOn } sittings { state } } }";
    const read = async () => (await answered(spec, tim, { query: asked, variables: { id } }))["forum"];
    expect(await read()).toEqual({ state: "running", nextDueOn: day(30), owner: { name: "vera" }, open: null, sittings: [] });
    const first = await open(id);
    expect(await read()).toMatchObject({ nextDueOn: day(30), open: { dueOn: day(30) } });
    // One at a time.
    await expect(open(id, day(40))).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    await spec.run(vera, "skipSitting", { sittingId: first, reason: "away" });
    // One that is over is not opened by saying so, and nobody believes that it was.
    await expect(open(id, day(30))).rejects.toMatchObject({ code: "ALREADY_EXISTS", message: expect.stringContaining("reopen it") });
    const after = (await read()) as { nextDueOn: string; sittings: unknown[] };
    expect(after.nextDueOn > day(30)).toBe(true);
    expect(after.sittings).toEqual([{ state: "skipped" }]);
    await spec.run(vera, "endForum", { forumId: id, reason: "merged" });
    expect(await read()).toMatchObject({ state: "ended", nextDueOn: null });
    await expect(open(id)).rejects.toMatchObject({ code: "FORUM_ENDED" });
  });

  it("is made one about everything by no token that is limited to its service", async () => {
    const { recordId: mine } = await spec.run(ada, "registerService", { slug: "mine", name: "Mine" });
    const limited: Principal = { ...tim, means: "api-token", serviceIds: [mine] };
    const forumId = await found({ services: ["mine"] });
    const said = { forumId, title: "Mine", kind: "architecture", cadence, firstOn: day(30) };
    await spec.run(limited, "describeForum", { ...said, services: ["mine"] });
    for (const services of [[], undefined])
      await expect(spec.run(limited, "describeForum", { ...said, services })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(tim, "describeForum", { ...said, services: [] });
  });

  it("makes its agenda from what is due, of the day it begins, and of nothing private", async () => {
    const { recordId: riskId } = await spec.run(tim, "registerRisk", {
      title: "Provider", statement: { if: "a", then: "b", until: "c" }, reviewEveryDays: 1,
    });
    const late = { title: "Runbook", ownerId: tim.person.id, dueOn: day(5) };
    await spec.run(tim, "registerAction", late);
    const { recordId: leak } = await spec.run(ada, "declareIncident", { title: "Leak", severity: 1, services: [], private: true });
    await spec.run(ada, "registerAction", {
      ...late, title: "Secret", ownerId: ada.person.id, sourceId: toGlobalId("Incident", leak),
    });
    const id = await open(await found());
    await expect(spec.run(paul, "attendSitting", { sittingId: id })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(vera, "addSittingItem", { sittingId: id, title: "The lease" });
    const items = async (by: Principal) => (await sitting(by, id, "agenda { kind title done url }"))["agenda"] as { title: string }[];
    const before = (await items(vera)).map(({ title }) => title);
    expect(before).toEqual([expect.stringMatching(/^RISK-\d+, Provider$/), expect.stringMatching(/^ACT-\d+, Runbook$/), "The lease"]);
    // Whoever may know of the incident finds no more: what is written down is everybody's.
    expect((await items(ada)).map(({ title }) => title)).toEqual(before);
    await spec.run(vera, "beginSitting", { sittingId: id });
    await spec.run(tim, "reviewRisk", { riskId, note: "as it was" });
    expect((await items(vera)).map(({ title }) => title)).toEqual(before);
    expect(await sitting(vera, id, "state")).toEqual({ state: "meeting" });
  });
});

describe("a review", () => {
  it("is closed when each finding is a risk, an action, or dismissed; and a risk shows the finding that it came of", async () => {
    const id = await open(await found());
    await expect(spec.run(vera, "closeSitting", { sittingId: id })).rejects.toMatchObject({ code: "MEETING_NOT_BEGUN" });
    await spec.run(vera, "beginSitting", { sittingId: id });
    await spec.run(vera, "noteFinding", { sittingId: id, title: "One provider for all mail" });
    const findingId = await firstFinding(id);
    await expect(spec.run(vera, "closeSitting", { sittingId: id })).rejects.toMatchObject({ code: "FINDINGS_OPEN" });
    const risk = { sittingId: id, findingId, if: "it is away", then: "no mail is sent", until: "it is back" };
    await expect(spec.run(vera, "makeRiskOfFinding", risk)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(tim, "makeRiskOfFinding", risk);
    // Pressed twice it is one risk.
    await spec.run(tim, "makeRiskOfFinding", risk);
    const { findings } = await sitting(vera, id, "findings { open became { kind id name url } }");
    expect(findings).toMatchObject([{ open: false, became: { kind: "risk", name: expect.stringMatching(/^RISK-\d+, One provider/) } }]);
    const riskId = (findings as { became: { id: string } }[])[0]?.became.id;
    const { risk: told } = await answered(spec, vera, {
      query: "query($id: ID!) { risk(id: $id) { title findings { title sitting { forum { title } } } } }", variables: { id: riskId },
    });
    expect(told).toEqual({
      title: "One provider for all mail", findings: [{ title: "One provider for all mail", sitting: { forum: { title: "Architecture" } } }],
    });
    await spec.run(vera, "closeSitting", { sittingId: id, summary: "one risk" });
    await expect(spec.run(vera, "noteFinding", { sittingId: id, title: "late" })).rejects.toMatchObject({ code: "REVIEW_CLOSED" });
    expect(await sitting(vera, id, "state heldOn summary history(first: 1) { edges { node { sentence } } }")).toMatchObject({
      state: "held", heldOn: day(0), summary: "one risk",
      history: { edges: [{ node: { sentence: expect.stringMatching(/^vera closed Architecture of .*: one risk\.$/) } }] },
    });
  });

  it("was held on the day that it is on the program's clock", async () => {
    spec.at("2026-11-23T23:30:00.000Z");
    const id = await open(await found());
    await spec.run(vera, "beginSitting", { sittingId: id });
    await expect(spec.run(vera, "closeSitting", { sittingId: id, heldOn: day(1) })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await spec.run(tim, "setProgramZone", { timeZone: "Asia/Tokyo" });
    expect(await sitting(vera, id, "today")).toEqual({ today: day(1) });
    await spec.run(vera, "closeSitting", { sittingId: id });
    expect(await sitting(vera, id, "heldOn")).toEqual({ heldOn: day(1) });
    await spec.run(tim, "setProgramZone", { timeZone: "UTC" });
    spec.at("2026-11-23T09:00:00.000Z");
  });

  it("is the only one of its series that is open, also where two are opened at the same moment", async () => {
    const forumId = await found();
    const first = await open(forumId);
    await spec.run(vera, "skipSitting", { sittingId: first, reason: "away" });
    const opened = async (): Promise<number> => {
      const query = "query($id: ID!) { forum(id: $id) { sittings { state } } }";
      const { forum } = await answered(spec, vera, { query, variables: { id: forumId } });
      return (forum as { sittings: { state: string }[] }).sittings.filter(({ state }) => state === "preparing").length;
    };
    const reopen = () => spec.run(vera, "reopenSitting", { sittingId: first, reason: "here after all" });
    for (const days of [61, 92]) {
      const both = await Promise.allSettled([open(forumId), open(forumId, day(days)), reopen()]);
      expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await opened()).toBe(1);
      const read = "query($id: ID!) { forum(id: $id) { open { id } } }";
      const { forum } = await answered(spec, vera, { query: read, variables: { id: forumId } });
      await spec.run(vera, "skipSitting", { sittingId: (forum as { open: { id: string } }).open.id, reason: "away" });
    }
    const { recordId: next } = await spec.run(vera, "openSitting", { forumId });
    await expect(reopen()).rejects.toMatchObject({ code: "ALREADY_EXISTS", message: expect.stringContaining("hold it or skip it") });
    await spec.run(vera, "skipSitting", { sittingId: next, reason: "away" });
    await reopen();
    expect(await opened()).toBe(1);
  });

  it("shows both texts to who was late in saying what was said", async () => {
    const id = await open(await found());
    await spec.run(vera, "addSittingItem", { sittingId: id, title: "The lease" });
    await spec.run(vera, "beginSitting", { sittingId: id });
    const items = async () => (await sitting(vera, id, "agenda { id title note revision }"))["agenda"] as {
      readonly id: string; readonly title: string; readonly note: string; readonly revision: number;
    }[];
    const lease = (await items()).find(({ title }) => title === "The lease");
    const talk = (by: Principal, note: string, seenRevision: number) =>
      spec.run(by, "talkOfItem", { sittingId: id, itemId: lease?.id, note, seenRevision });
    await talk(vera, "It ends in May.", 0);
    await expect(talk(tim, "It goes on.", 0)).rejects.toMatchObject({
      code: "LINE_CHANGED", message: expect.stringContaining('Theirs: "It ends in May.". Yours: "It goes on."'),
    });
    await talk(tim, "It goes on.", 1);
    expect(await items()).toContainEqual({ id: lease?.id, title: "The lease", note: "It goes on.", revision: 2 });
  });

  it("makes an action of a finding, or names one that there is; what is wrong is taken up again", async () => {
    const id = await open(await found());
    await spec.run(vera, "noteFinding", { sittingId: id, title: "No alert" });
    const findingId = await firstFinding(id);
    await spec.run(tim, "makeActionOfFinding", { sittingId: id, findingId, ownerId: tim.person.id, dueOn: day(20) });
    const read = async () => (await sitting(tim, id, "findings { open became { kind name } dismissed }"))["findings"];
    expect(await read()).toMatchObject([{ open: false, became: { kind: "action", name: expect.stringMatching(/^ACT-\d+, No alert$/) } }]);
    const { actions } = await answered(spec, tim, {
      query: 'query($of: ID!) { actions(filter: { source: $of }) { edges { node { cameOf { name } findings { title } } } } }',
      variables: { of: toGlobalId("Sitting", id) },
    });
    expect(actions).toMatchObject({
      edges: [{ node: { cameOf: { name: expect.stringMatching(/^Architecture of /) }, findings: [{ title: "No alert" }] } }],
    });
    const other = (await spec.run(tim, "registerAction", { title: "Alert" })).recordId;
    const carry = { sittingId: id, findingId, recordId: toGlobalId("Action", other), action: true };
    await expect(spec.run(vera, "carryFinding", carry)).rejects.toMatchObject({ code: "TRANSITION_NOT_ALLOWED" });
    await spec.run(vera, "takeUpFinding", { sittingId: id, findingId, reason: "there was one" });
    await spec.run(vera, "carryFinding", carry);
    expect(await read()).toMatchObject([{ became: { name: expect.stringMatching(/, Alert$/) } }]);
    await expect(spec.run(vera, "dismissFinding", { sittingId: id, findingId, reason: "no" })).rejects.toMatchObject({
      code: "TRANSITION_NOT_ALLOWED",
    });
  });

  it("makes another risk of a finding that was taken up again: what is said anew is not lost in the one that was wrong", async () => {
    const id = await open(await found());
    await spec.run(vera, "noteFinding", { sittingId: id, title: "One key" });
    const findingId = await firstFinding(id);
    const risk = { sittingId: id, findingId, if: "a", then: "b", until: "c" };
    const carriedBy = async () =>
      (await sitting(tim, id, "findings { became { id name } }"))["findings"] as { became: { id: string; name: string } }[];
    await spec.run(tim, "makeRiskOfFinding", risk);
    const [first] = await carriedBy();
    await spec.run(vera, "takeUpFinding", { sittingId: id, findingId, reason: "it is another one" });
    await spec.run(tim, "makeRiskOfFinding", { ...risk, title: "Key is lost" });
    const [second] = await carriedBy();
    expect(second?.became.name).toMatch(/, Key is lost$/);
    expect(second?.became.id).not.toBe(first?.became.id);
  });

  it("keeps decisions with who and why, undone forward only", async () => {
    const id = await open(await found());
    await spec.run(vera, "decideInSitting", { sittingId: id, text: "Ask another provider", reason: "two outages" });
    const read = async () => (await sitting(tim, id, "decisions { id text reason by { name } undone }"))["decisions"] as { id: string }[];
    const [decision] = await read();
    expect(decision).toMatchObject({ text: "Ask another provider", reason: "two outages", by: { name: "vera" }, undone: null });
    await spec.run(vera, "undoSittingDecision", { sittingId: id, decisionId: decision?.id ?? "", reason: "mended" });
    expect(await read()).toMatchObject([{ text: "Ask another provider", undone: "mended" }]);
  });

  it("that is late stands on the board with whoever answers for it, and its day in calendars", async () => {
    const id = await open(await found({ title: "Late one", firstOn: day(1) }));
    await spec.run(vera, "noteFinding", { sittingId: id, title: "Left" });
    const { address } = await spec.run(vera, "openCalendar", {});
    const app = await specHttp(spec);
    const { body } = await app.inject({ url: new URL(String(address)).pathname });
    await app.close();
    expect(body).toContain("SUMMARY:Late one");
    expect(body).toContain("DTSTART;VALUE=DATE:20261124");
    spec.at("2026-11-27T09:00:00.000Z");
    const { program } = await answered(spec, tim, { query: "{ program { decisions { title why decide view owner { name } } } }" });
    expect(program).toMatchObject({
      decisions: expect.arrayContaining([
        {
          title: "Late one", why: "3 days overdue, 1 finding without an end", decide: "Hold it",
          view: expect.stringMatching(/^\/sittings\//), owner: { name: "vera" },
        },
      ]),
    });
  });
});
