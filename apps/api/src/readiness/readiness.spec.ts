import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let [tim, eve, mira, vera]: Principal[] = [];
const as = (one: Principal | undefined): Principal => {
  if (one === undefined) throw new Error("nobody");
  return one;
};
beforeAll(async () => {
  spec = await specServer();
  [tim, eve, mira, vera] = [
    await spec.person("tim", ["tpm"]), await spec.person("eve", ["engineer"]), await spec.person("mira", ["tpm"]),
    await spec.person("vera", ["viewer"]),
  ];
  for (const slug of ["checkout", "mail"]) await spec.run(as(eve), "registerService", { slug, name: slug });
});
afterAll(() => spec.close());

const card = async (by: Principal, fields: string, args = "") =>
  (await answered(spec, by, { query: `{ scorecard${args} { ${fields} } }` }))["scorecard"] as Record<string, unknown>;
interface Shown {
  readonly service: { readonly slug: string };
  readonly state: string;
  readonly met: number;
  readonly checks: readonly { readonly check: { readonly checkId: string }; readonly state: string; readonly fact: string }[];
}
const cells = async (args = "") => {
  const { services } = await card(as(vera), "services { service { slug } state met checks { check { checkId } state fact until } }", args);
  return Object.fromEntries((services as readonly Shown[]).map(({ service, state, met, checks }) => [
    service.slug, { state, met, ...Object.fromEntries(checks.map((one) => [one.check.checkId, `${one.state}: ${one.fact}`])) },
  ]));
};

describe("readiness", () => {
  it("has no checks at first, and begins with the sample set", async () => {
    expect(await card(as(vera), "summary checkSet { name } services { state }")).toEqual({
      summary: "There are no checks yet.", checkSet: null, services: [],
    });
    await expect(spec.run(as(eve), "publishChecks", {})).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(as(tim), "publishChecks", {});
    const { checkSet } = await card(as(vera), "checkSet { name version checks { name rests } versions { reason by { name } } }");
    expect(checkSet).toMatchObject({
      name: "production checks", version: 1, versions: [{ reason: "from version 1 of the sample set", by: { name: "tim" } }],
    });
    expect(await cells()).toMatchObject({
      checkout: { state: "notReady", met: 0, owner: "open: Nobody", rollback: "open: Never tried", technologies: "open: Not known" },
    });
  });

  it("is made of facts of the log and of statements that age", async () => {
    await spec.run(as(tim), "setServiceOwner", { service: "checkout", ownerId: as(vera).person.id, tier: 1 });
    await spec.run(as(vera), "stateCheck", { service: "checkout", checkId: "runbook", on: "2026-11-12", note: "read it" });
    await expect(spec.run(as(vera), "stateCheck", { service: "mail", checkId: "runbook" })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(
      spec.run(as(eve), "stateCheck", { service: "mail", checkId: "rollback" }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(spec.run(as(eve), "stateCheck", { service: "mail", checkId: "nothing" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await spec.run(as(tim), "defineObjective", {
      name: "Checkout", targetPercent: 99.9, parts: [{ service: "checkout" }], window: { kind: "rolling", days: 28 },
    });
    expect((await cells())["checkout"]).toMatchObject({ met: 3, owner: "met: vera", runbook: "met: 12 Nov", objective: "met: 99.9 %" });
    spec.at("2027-05-11T00:00:00.000Z");
    expect((await cells())["checkout"]).toMatchObject({ runbook: "overdue: 180 days ago" });
    const { program } = await answered(spec, as(tim), { query: "{ program { decisions { kind title decide why owner { name } } } }" });
    expect(program).toMatchObject({
      decisions: [{ kind: "Statement", title: "checkout, Runbook", decide: "State", why: "stated 180 days ago", owner: { name: "vera" } }],
    });
    spec.at("2026-11-23T09:00:00.000Z");
  });

  it("exempts by somebody else's decision, until a day on which it falls back by itself", async () => {
    const ask = { service: "mail", checkId: "rollback", until: "2026-11-30", reason: "the database moves" };
    await expect(spec.run(as(vera), "askExemption", ask)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(as(tim), "askExemption", { ...ask, idempotencyKey: "once" });
    await spec.run(as(tim), "askExemption", { ...ask, idempotencyKey: "once" });
    const { exemptions } = (await card(as(tim), "exemptions { exemptionId state checkName askedBy { name } }")) as {
      exemptions: { exemptionId: string }[];
    };
    expect(exemptions).toMatchObject([{ state: "asked", checkName: "Rollback tried", askedBy: { name: "tim" } }]);
    const { program } = await answered(spec, as(tim), { query: "{ program { decisions { kind title decide dueOn view } } }" });
    expect(program).toMatchObject({
      decisions: [{ kind: "Exemption", title: "mail, Rollback tried", decide: "Decide", dueOn: "2026-11-30" }],
    });
    const grant = { service: "mail", exemptionId: exemptions[0]?.exemptionId };
    await expect(spec.run(as(tim), "grantExemption", grant)).rejects.toMatchObject({ code: "APPROVER_IS_REQUESTER" });
    await expect(spec.run(as(eve), "grantExemption", grant)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(as(mira), "grantExemption", grant);
    expect((await cells())["mail"]).toMatchObject({ met: 1, rollback: "exempt: Exempt to 30 Nov" });
    expect(await card(as(tim), "exempt exemptions { holds daysLeft decidedBy { name } }")).toEqual({
      exempt: 1, exemptions: [{ holds: true, daysLeft: 7, decidedBy: { name: "mira" } }],
    });
    spec.at("2026-11-30T00:00:00.000Z");
    expect((await cells())["mail"]).toMatchObject({ met: 0, rollback: "open: Never tried" });
    spec.at("2026-11-23T09:00:00.000Z");
  });

  it("asks each owner once, and names services that nobody answers for", async () => {
    const first = await spec.run(as(eve), "askOwners", { note: "before the freeze" });
    expect(first).toMatchObject({ asked: 1, withoutOwner: ["mail"] });
    expect(await spec.run(as(eve), "askOwners", {})).toMatchObject({ asked: 0 });
    const { events } = await answered(
      spec, as(eve), { query: '{ events(types: ["OwnerAsked"], first: 5) { edges { node { sentence } } } }' },
    );
    expect(events).toMatchObject({
      edges: [{ node: { sentence: "eve asked vera about 4 checks that are not met: before the freeze." } }],
    });
    const { services } = await card(as(eve), "services { checks { check { checkId } ownerAskedOn } }", '(service: "checkout")');
    expect(JSON.stringify(services)).toContain('{"check":{"checkId":"rollback"},"ownerAskedOn":"2026-11-23"}');
  });

  it("looks back: at each month's end by the checks that held then", async () => {
    spec.at("2026-12-24T09:00:00.000Z");
    const { months, change } = (await card(as(vera), "change months(count: 3) { month version ready services { name state } }")) as {
      months: object[]; change: string;
    };
    expect(months).toMatchObject([
      { month: "2026-10", version: null, ready: 0, services: [] },
      { month: "2026-11", version: 1, services: [{ name: "checkout" }, { name: "mail" }] },
      { month: "2026-12", version: 1 },
    ]);
    expect(change).toBe("");
    spec.at("2026-11-23T09:00:00.000Z");
  });
});

describe("policies and training", () => {
  it("are asked of whom they are for, again with each version", async () => {
    const { recordId } = await spec.run(as(tim), "publishPolicy", { name: "Incident policy", text: "Declare early." });
    await spec.run(as(vera), "acknowledgePolicy", { policyId: recordId, version: 1 });
    const read = async (by: Principal) =>
      (await answered(spec, by, { query: "{ policies { name version asked acknowledged mine missing { name } } }" }))["policies"];
    expect(await read(as(vera))).toMatchObject([{ version: 1, asked: 4, acknowledged: 1, mine: true }]);
    expect((await cells())["checkout"]).toMatchObject({ policies: "met: 1 of 1" });
    await spec.run(
      as(tim), "publishPolicy", { policyId: recordId, name: "Incident policy", text: "Declare earlier.", reason: "we were late" },
    );
    expect(await read(as(vera))).toMatchObject([{ version: 2, acknowledged: 0, mine: false }]);
    await expect(spec.run(as(vera), "acknowledgePolicy", { policyId: recordId, version: 1 })).resolves.toMatchObject({ eventIds: [] });
    await expect(
      spec.run(as(eve), "acknowledgePolicy", { policyId: recordId, version: 1 }),
    ).rejects.toMatchObject({ code: "POLICY_CHANGED" });
    await expect(spec.run(as(eve), "publishPolicy", { name: "Mine", text: "x" })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(spec.run(as(tim), "publishPolicy", { name: "Link", text: "", url: "javascript:alert(1)" })).rejects.toThrow();
  });

  it("count as long as they say", async () => {
    const { recordId } = await spec.run(as(tim), "defineTraining", { name: "Responder training", isFor: "everybody", validDays: 30 });
    await spec.run(as(eve), "recordTraining", { trainingId: recordId, personId: as(vera).person.id, on: "2026-11-01" });
    const read = async () => (await answered(spec, as(vera), { query: "{ trainings { asked current } }" }))["trainings"];
    expect(await read()).toEqual([{ asked: 4, current: 1 }]);
    spec.at("2026-12-01T00:00:00.000Z");
    expect(await read()).toEqual([{ asked: 4, current: 0 }]);
    spec.at("2026-11-23T09:00:00.000Z");
    await expect(spec.run(as(vera), "recordTraining", { trainingId: recordId, personId: as(vera).person.id })).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
  });
});

describe("a runbook", () => {
  it("is read by each for themselves, whatever their role: what is linked now, once a day", async () => {
    const runbookUrl = "https://example.org/runbooks/mail";
    await expect(spec.run(as(vera), "readRunbook", { service: "mail" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await spec.run(as(eve), "describeService", { service: "mail", runbookUrl });
    await expect(spec.run(as(vera), "readRunbook", { service: "mail", url: "https://example.org/old" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    expect((await spec.run(as(vera), "readRunbook", { service: "mail", url: runbookUrl })).eventIds).toHaveLength(1);
    expect((await spec.run(as(vera), "readRunbook", { service: "mail" })).eventIds).toEqual([]);
    await expect(spec.run(null, "readRunbook", { service: "mail" })).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    await expect(spec.run(as(vera), "readRunbook", { service: "nowhere" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("technologies", () => {
  it("that a service is made with are met by the list, and what is off it is carried by a risk", async () => {
    await spec.run(as(tim), "listTechnology", { name: "Postgres", status: "core", packages: ["pg"] });
    const made = { service: "checkout", technologies: [{ name: "postgres", versions: ["16"] }, { name: "Beanstalk" }] };
    await spec.run(as(eve), "stateTechnologies", made);
    expect(await spec.run(as(eve), "stateTechnologies", made)).toMatchObject({ eventIds: [] });
    expect((await cells())["checkout"]).toMatchObject({ technologies: "open: 1 off the list" });
    const off = async () =>
      (await card(as(eve), "offList { technology { id name status } services { slug } risks { reference title } }"))["offList"] as {
        technology: { id: string };
      }[];
    const [beanstalk] = await off();
    expect(beanstalk).toMatchObject({ technology: { name: "Beanstalk", status: "offList" }, services: [{ slug: "checkout" }], risks: [] });
    const { recordId: riskId } = await spec.run(as(eve), "registerRisk", {
      title: "Beanstalk", statement: { if: "a", then: "b", until: "c" }, services: ["checkout"],
    });
    await spec.run(as(eve), "linkRisk", { riskId, kind: "technology", recordId: beanstalk?.technology.id });
    expect(await off()).toMatchObject([{ risks: [{ title: "Beanstalk" }] }]);
    await expect(
      spec.run(as(eve), "linkRisk", { riskId, kind: "technology", recordId: toGlobalId("Technology", as(eve).person.id) }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await spec.run(as(tim), "listTechnology", { name: "beanstalk", status: "exception", until: "2026-12-01", instead: "Postgres jobs" });
    expect((await cells())["checkout"]).toMatchObject({ technologies: "met: 2 of 2" });
    await expect(spec.run(as(eve), "listTechnology", { name: "x", status: "core" })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });
});
