import { ids } from "@ballast/eventlog";
import type { IncidentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { declaration } from "../specification/incidentHistory.ts";
import { recordedHistory, someone, type Said } from "../specification/recordedHistory.ts";
import { Shop } from "../specification/shopHistory.ts";
import { commanderOf, isOpen, lastedMs, milestoneAt, referenceOf } from "./incidentRow.ts";
import { saidOf } from "./reportedIncident.ts";

const incidentId = ids.incident("i");
const [ana, ben] = [ids.person("ana"), ids.person("ben")];
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();

/** The row after these, a minute apart, declared at minute 0. */
function after(events: readonly IncidentEvent[], more: Parameters<typeof declaration>[1] = {}, said: Said = {}) {
  const history = recordedHistory();
  const all: readonly IncidentEvent[] = [{ type: "IncidentDeclared", data: declaration(incidentId, more) }, ...events];
  all.forEach((event, minute) => history.add(["incident", incidentId], event, { at: at(minute), ...said }));
  const queries = folded(history.events);
  const row = queries.incidents.get(incidentId);
  if (row === undefined) throw new Error("it was declared");
  return { row, queries };
}

const linked = (recordId: string, linkId: string, note = ""): IncidentEvent => ({
  type: "LinkAdded",
  data: {
    incidentId, linkId: ids.part("link", linkId), type: "suspected", kind: "deploy", recordId, fromEntryId: null, confidence: "likely",
    note,
  },
});

describe("an incident's row", () => {
  it("is what was declared, and by whom; declared twice it is what it was first", () => {
    const { row } = after([{ type: "IncidentDeclared", data: declaration(incidentId, { title: "Again" }) }], {
      summary: "s", private: true, drill: true,
    });
    expect(row).toMatchObject({
      title: "Checkout fails", summary: "s", state: "triage", declaredAt: at(0), declaredBy: someone, private: true, drill: true,
      imported: false, roles: [], milestones: [], intervals: [], customers: [], customerCount: null, links: [], alertCount: 0, updates: [],
      pauses: [], startedAt: null, resolvedAt: null, review: { state: "none", dueAt: null, heldAt: null, reason: null },
      responseStartedAt: null,
    });
  });

  it("says when the next update is due, which each update says anew, or that none is", () => {
    const post = (nextUpdateInMs: number | null): IncidentEvent => ({
      type: "UpdatePosted",
      data: {
        incidentId, updateId: ids.part("u", String(nextUpdateInMs)), visibility: "internal", status: "Update", body: "wait", nextUpdateInMs,
      },
    });
    expect(after([post(60_000)]).row).toMatchObject({ nextUpdateDueAt: at(2), updates: [{ at: at(1), status: "Update" }] });
    expect(after([post(60_000), post(null)]).row).toMatchObject({ nextUpdateDueAt: null, updates: { length: 2 } });
    expect(after([{ type: "UpdateDue", data: { incidentId, dueAt: at(9), reminder: 1 } }]).row.nextUpdateDueAt).toBe(at(9));
  });

  it("has each link once, as it was told last, until it is taken back", () => {
    const [one, other] = [ids.deploy("one"), ids.deploy("other")];
    const { row, queries } = after([linked(one, "a"), linked(other, "b"), linked(one, "a", "surely")]);
    expect(row.links.map(({ recordId, note, by, at: when }) => [recordId, note, by.name, when])).toEqual([
      [other, "", someone.name, at(2)], [one, "surely", someone.name, at(3)],
    ]);
    expect(queries.incidents.ofRecord(other).map(({ id }) => id)).toEqual([incidentId]);
    const gone = after([
      linked(one, "a"),
      linked(other, "b"),
      { type: "LinkRemoved", data: { incidentId, linkId: ids.part("link", "a"), reason: "no" } },
    ]);
    expect([gone.row.links.map(({ recordId }) => recordId), gone.queries.incidents.ofRecord(one)]).toEqual([[other], []]);
  });

  it("has each time in which something was hurt, closed and corrected by its own", () => {
    const open = (name: string, minute: number): IncidentEvent => ({
      type: "ImpactIntervalOpened",
      data: { incidentId, intervalId: ids.part("n", name), component: name, impact: "major", share: 500, startedAt: at(minute) },
    });
    const { row } = after([
      open("a", 1), open("b", 2), open("a", 3),
      { type: "ImpactIntervalClosed", data: { incidentId, intervalId: ids.part("n", "a"), endedAt: at(30) } },
      {
        type: "ImpactIntervalCorrected",
        data: {
          incidentId, intervalId: ids.part("n", "b"), startedAt: at(4), endedAt: null, share: null, impact: "minor",
          reason: "by the metrics",
        },
      },
    ]);
    expect(row.intervals).toMatchObject([
      {
        component: "b", startedAt: at(4), endedAt: null, share: null, impact: "minor",
        corrections: [{ at: at(5), by: someone.name, previous: `${at(2)} – …`, reason: "by the metrics" }],
      },
      { component: "a", startedAt: at(3), endedAt: at(30), share: 500, impact: "major", corrections: [] },
    ]);
  });

  it("knows who has which role, and had it; who takes it again has it anew", () => {
    const take = (personId: string, role: "commander" | "scribe"): IncidentEvent => ({
      type: "RoleTaken", data: { incidentId, role, personId },
    });
    const leave = (personId: string, role: "commander" | "scribe"): IncidentEvent => ({
      type: "RoleLeft", data: { incidentId, role, personId, handedTo: null },
    });
    const { row } = after([
      take(ana, "commander"), take(ben, "scribe"), leave(ana, "commander"), take(ben, "commander"), leave(ben, "scribe"),
    ]);
    expect(row.roles).toEqual([
      { role: "commander", personId: ana, from: at(1), to: at(3) }, { role: "scribe", personId: ben, from: at(2), to: at(5) },
      { role: "commander", personId: ben, from: at(4), to: null },
    ]);
    expect([commanderOf(row), commanderOf({ roles: row.roles.slice(0, 2) })]).toEqual([ben, null]);
  });

  it("remembers each correction of a milestone, of one that was never reached too", () => {
    const corrected = (to: string | null, previous: string | null): IncidentEvent => ({
      type: "MilestoneCorrected", data: { incidentId, milestone: "detected", at: to, previous, reason: "the graph" },
    });
    const { row } = after([
      { type: "MilestoneReached", data: { incidentId, milestone: "impactStart", at: at(-5) } },
      corrected(at(1), null), corrected(null, at(1)),
    ]);
    expect(row.milestones).toEqual([
      { milestone: "impactStart", at: at(-5), corrections: [] },
      {
        milestone: "detected",
        at: null,
        corrections: [
          { at: at(2), by: someone.name, previous: null, reason: "the graph" },
          { at: at(3), by: someone.name, previous: at(1), reason: "the graph" },
        ],
      },
    ]);
    expect([milestoneAt(row, "impactStart"), milestoneAt(row, "detected"), milestoneAt(row, "resolved"), row.startedAt]).toEqual([
      at(-5), null, null, at(-5),
    ]);
  });

  it("is over when its milestone says so, else when it was said to be", () => {
    const state = (to: "resolved" | "closed" | "fixing"): IncidentEvent => ({
      type: "IncidentStateChanged", data: { incidentId, from: "triage", to, reason: "" },
    });
    expect(after([state("resolved")]).row).toMatchObject({ resolvedAt: at(1), state: "resolved" });
    expect(after([state("resolved"), state("closed")]).row.resolvedAt).toBe(at(1));
    expect(
      after([{ type: "MilestoneReached", data: { incidentId, milestone: "resolved", at: at(-1) } }, state("resolved")]).row.resolvedAt,
    ).toBe(at(-1));
    expect(after([state("fixing")]).row.resolvedAt).toBeNull();
  });

  it("keeps the review apart from where the incident is, and when the response began first", () => {
    const due: IncidentEvent = { type: "ReviewMarkedDue", data: { incidentId, dueAt: at(99) } };
    const start: IncidentEvent = { type: "ResponseStarted", data: { incidentId, requestEventId: incidentId, workflowId: "w", runId: "r" } };
    expect(after([due]).row.review).toEqual({ state: "due", dueAt: at(99), heldAt: null, reason: null });
    expect(after([due, { type: "ReviewHeld", data: { incidentId, heldAt: at(5), notes: "" } }]).row.review).toEqual({
      state: "held", dueAt: at(99), heldAt: at(5), reason: null,
    });
    expect(after([due, { type: "ReviewSkipped", data: { incidentId, reason: "a drill" } }]).row.review).toEqual({
      state: "skipped", dueAt: at(99), heldAt: null, reason: "a drill",
    });
    expect(after([start, start]).row.responseStartedAt).toBe(at(1));
    const customers = [{ customer: "acme", requests: 9, errors: 3 }];
    expect(after([{ type: "CustomersAffected", data: { incidentId, deployId: null, customers, count: 4 } }]).row).toMatchObject({
      customers, customerCount: 4,
    });
  });

  it("is seen by whoever declared it, had it declared, or had a role in it", () => {
    const said = {
      actor: { personId: ids.person("bot"), name: "bot", means: "api-token" as const, onBehalfOf: { personId: ben, name: "Ben" } },
    };
    const seen = (personId: string) => {
      const { queries } = after([{ type: "RoleTaken", data: { incidentId, role: "scribe", personId: ana } }], { private: true }, said);
      return [
        queries.incidents.list({ filter: { viewer: { personId } } }).totalCount(),
        queries.history.list({ filter: { viewer: { personId } } }).totalCount(),
      ];
    };
    expect([ids.person("bot"), ben, ana, ids.person("stranger")].map(seen)).toEqual([[1, 2], [1, 2], [1, 2], [0, 0]]);
  });

  it("is found by its title, its summary and what it concerns, under its reference", () => {
    const { queries } = after([], { summary: "aubergines", components: ["Cart", "Search"], number: 12 });
    const found = (text: string) =>
      queries.search.find({ text, viewer: "all" }).map(({ kind, title, detail, at: when }) => [kind, title, detail, when]);
    const hit = ["incident", "Checkout fails", "INC-12", at(0)];
    expect([found("aubergines"), found("search"), found("checkout"), found("INC-12")]).toEqual([[hit], [hit], [hit], [hit]]);
  });
});

describe("what a row says of itself", () => {
  const { row } = after([]);
  it("is how long it lasted, without the times in which it was over", () => {
    const pauses = [{ from: at(10), to: at(20) }];
    const lasted = (startedAt: string | null, resolvedAt: string | null, without: typeof pauses = []) =>
      lastedMs({ startedAt, declaredAt: at(0), resolvedAt, pauses: without });
    expect([
      lasted(at(5), at(30)), lasted(null, at(30)), lasted(at(5), null), lasted(at(5), at(30), pauses), lasted(at(30), at(5), pauses),
      lasted(at(5), at(5)),
    ]).toEqual([25 * 60_000, 30 * 60_000, null, 15 * 60_000, -25 * 60_000, 0]);
  });

  it("is whether somebody works on it, and how people call it", () => {
    const states = ["triage", "investigating", "fixing", "monitoring", "resolved", "closed", "declined", "merged", "cancelled"] as const;
    expect(states.filter((state) => isOpen({ ...row, state }))).toEqual(["triage", "investigating", "fixing", "monitoring"]);
    expect(isOpen({ ...row, imported: true })).toBe(false);
    expect([
      referenceOf(row),
      referenceOf({ ...row, number: null }),
      referenceOf({ ...row, number: null, source: { kind: "file", id: "X-1" } }),
    ]).toEqual(["INC-1", incidentId.slice(0, 8), "X-1"]);
  });

  it("is what it says of a deploy, unless it does not count", () => {
    const deployId = ids.deploy("one");
    const told = after([
      linked(deployId, "a"),
      linked(ids.deploy("other"), "b"),
      { type: "MilestoneReached", data: { incidentId, milestone: "mitigated", at: at(7) } },
    ]);
    expect(saidOf(deployId, [told.row])).toEqual([{ id: incidentId, relation: "suspected", mitigatedAt: at(7), resolvedAt: null }]);
    expect(told.queries.incidents.saidOf(deployId)).toHaveLength(1);
    expect(saidOf(deployId, [{ ...told.row, drill: true }])).toEqual([]);
  });

  it("is what figures ask: from its start, with what was hurt, or the times in which it was not over", () => {
    const input = (more: Partial<typeof row>, events: readonly IncidentEvent[] = []) => {
      const { queries } = after(events, { components: ["Cart"], impactStartAt: more.startedAt ?? null });
      return queries.incidents.figured({}, { now: at(60) })[0]?.input;
    };
    expect(input({})).toEqual({
      id: incidentId, impact: "none", startedAt: at(0), resolvedAt: null, components: ["Cart"], pauses: [], openUntil: at(60),
    });
    const hurt: IncidentEvent = {
      type: "ImpactIntervalOpened",
      data: { incidentId, intervalId: ids.part("n", "a"), component: "Search", impact: "major", share: null, startedAt: at(3) },
    };
    expect(input({ startedAt: at(-5) }, [hurt])).toMatchObject({
      startedAt: at(-5), intervals: [{ from: at(3), to: null, components: ["Search"] }],
    });
    const resolved: IncidentEvent = { type: "IncidentStateChanged", data: { incidentId, from: "triage", to: "resolved", reason: "" } };
    const end: IncidentEvent = { type: "MilestoneReached", data: { incidentId, milestone: "resolved", at: at(2) } };
    const reopened: IncidentEvent = {
      type: "IncidentReopened", data: { incidentId, from: "resolved", reason: "it came back", at: at(10) },
    };
    const again = input({}, [resolved, end, reopened]);
    expect(again).toMatchObject({
      intervals: [
        { from: at(0), to: at(2), components: ["Cart"] },
        { from: at(10), to: at(60), components: ["Cart"] },
      ],
      pauses: [{ from: at(2), to: at(10) }],
    });
    expect(input({}, [resolved, end])).not.toHaveProperty("openUntil");
  });
});

describe("deploys that may have to do with an incident", () => {
  it("are no more than can be looked at; those that are only linked as something else are none", () => {
    const shop = new Shop();
    shop.release("1.0", -350);
    const deploys = Array.from({ length: 23 }, (_, n) => shop.begin("1.0", -30 + n));
    shop.history.add(
      ["incident", incidentId],
      { type: "IncidentDeclared", data: declaration(incidentId, { serviceIds: [shop.serviceId], impactStartAt: shop.at(0) }) },
      { at: shop.at(1) },
    );
    const [old] = [shop.begin("1.0", -9_000)];
    const link = linked(old, "a");
    if (link.type !== "LinkAdded") throw new Error("it is a link");
    shop.history.add(["incident", incidentId], { ...link, data: { ...link.data, kind: "release" } }, { at: shop.at(2) });
    const { incidents } = folded(shop.history.events);
    const incident = incidents.get(incidentId);
    const found = incident === undefined ? [] : incidents.relatedChanges(incident);
    expect([found.length, found.some(({ deploy }) => deploy.id === old), found.every(({ deploy }) => deploys.includes(deploy.id))]).toEqual(
      [20, false, true],
    );
  });
});
