import { ids } from "@ballast/eventlog";
import type { IncidentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { recordedHistory } from "../../specification/recordedHistory.ts";
import type { TimelineEntryRow } from "./timelineEntry.ts";
import { timelineProjection } from "./timelineProjection.ts";

const incidentId = ids.incident("i");
const [deployId, personId, otherId] = [ids.deploy("d"), ids.person("ana"), ids.person("ben")];
const at = "2026-11-02T12:00:00.000Z";

/** The entry that one event makes, and with that event a second one about the same entry changes. */
function entryAfter(...events: readonly IncidentEvent[]): TimelineEntryRow | null {
  const history = recordedHistory();
  return events.reduce<TimelineEntryRow | null>((row, event) => {
    const recorded = history.add(["incident", incidentId], event, { at });
    const [key] = timelineProjection.keysOf(recorded);
    return timelineProjection.evolve(row, recorded, key ?? "");
  }, null);
}

const says: readonly (readonly [IncidentEvent, Partial<TimelineEntryRow>])[] = [
  [
    { type: "IncidentRenamed", data: { incidentId, title: "Checkout fails", summary: "" } },
    { lane: "notes", kind: "renamed", title: "Renamed to “Checkout fails”" },
  ],
  [
    { type: "ServicesNamed", data: { incidentId, serviceIds: [], components: [] } },
    { lane: "notes", kind: "servicesNamed", title: "Affected services named" },
  ],
  [
    { type: "ServicesNamed", data: { incidentId, serviceIds: [], components: ["Cart", "Search"] } },
    { title: "Affected: Cart, Search" },
  ],
  [
    { type: "IncidentStateChanged", data: { incidentId, from: "triage", to: "fixing", reason: "found it" } },
    { lane: "people", title: "triage → fixing", detail: "found it", tone: "info", keyMoment: false },
  ],
  [
    { type: "IncidentStateChanged", data: { incidentId, from: "fixing", to: "resolved", reason: "" } },
    { title: "fixing → resolved", detail: null, tone: "good", keyMoment: true },
  ],
  [
    { type: "IncidentReopened", data: { incidentId, from: "resolved", reason: "it came back", at } },
    { lane: "people", kind: "reopened", title: "Reopened", detail: "it came back", tone: "bad", keyMoment: true },
  ],
  [
    { type: "IncidentMerged", data: { incidentId, intoIncidentId: ids.incident("other"), reason: "" } },
    { kind: "merged", detail: null, recordKind: "incident", recordId: ids.incident("other") },
  ],
  [
    { type: "SeveritySet", data: { incidentId, from: null, to: 2, reason: "" } },
    { kind: "severitySet", title: "Severity 2", detail: null, tone: "attention" },
  ],
  [{ type: "SeveritySet", data: { incidentId, from: 3, to: 1, reason: "worse" } }, { title: "Severity 3 → 1", detail: "worse" }],
  [
    { type: "PublicImpactSet", data: { incidentId, from: "none", to: "major", reason: "" } },
    { lane: "impact", kind: "publicImpactSet", title: "Public impact none → major", detail: null, tone: "attention" },
  ],
  [
    { type: "CustomersAffected", data: { incidentId, deployId, customers: [], count: 41 } },
    { lane: "impact", title: "41 customers affected", tone: "bad", recordKind: "deploy", recordId: deployId },
  ],
  [{ type: "CustomersAffected", data: { incidentId, deployId: null, customers: [], count: 1 } }, { recordKind: null, recordId: null }],
  [
    { type: "RoleTaken", data: { incidentId, role: "commander", personId } },
    { lane: "people", kind: "roleTaken", keyMoment: true, recordKind: "person", recordId: personId },
  ],
  [{ type: "RoleTaken", data: { incidentId, role: "scribe", personId } }, { keyMoment: false }],
  [
    { type: "RoleLeft", data: { incidentId, role: "scribe", personId, handedTo: null } },
    { kind: "roleLeft", title: expect.stringContaining("is no longer scribe"), tone: "idle" },
  ],
  [
    { type: "RoleLeft", data: { incidentId, role: "scribe", personId, handedTo: otherId } },
    { title: expect.stringContaining("handed scribe to") },
  ],
  [
    { type: "MilestoneReached", data: { incidentId, milestone: "mitigated", at: "2026-11-02T11:50:00.000Z" } },
    { kind: "milestone", at: "2026-11-02T11:50:00.000Z", keyMoment: true },
  ],
  [
    { type: "EntryAdded", data: { incidentId, entryId: ids.part("e", "1"), at, text: "Restarted it\nand waited", pinned: true } },
    { lane: "notes", kind: "entry", title: "Restarted it", detail: "and waited", pinned: true },
  ],
  [
    { type: "UpdateDue", data: { incidentId, dueAt: at, reminder: 1 } },
    { lane: "updates", title: "An update is due", tone: "attention" },
  ],
  [{ type: "UpdateDue", data: { incidentId, dueAt: at, reminder: 3 } }, { title: "An update is due, reminder 3" }],
  [
    { type: "ResolutionProposed", data: { incidentId, reason: "" } },
    { lane: "alerts", kind: "resolutionProposed", detail: null, tone: "good" },
  ],
  [{ type: "ReviewMarkedDue", data: { incidentId, dueAt: at } }, { kind: "reviewDue", tone: "planned", detail: at }],
  [{ type: "ReviewSkipped", data: { incidentId, reason: "a drill" } }, { kind: "reviewSkipped", detail: "a drill", tone: "idle" }],
];

describe("what an incident's event says in its timeline", () => {
  it.each(says.map(([event, entry]) => [event.type, event, entry] as const))("%s", (_, event, entry) => {
    expect(entryAfter(event)).toMatchObject({ incidentId, at, ongoing: false, endAt: null, knownTo: null, corrections: [], ...entry });
  });

  const interval = { incidentId, intervalId: ids.part("i", "interval"), component: "Cart", impact: "major" } as const;
  const opened = (share: number | null, impact: "major" | "maintenance" = "major"): IncidentEvent => ({
    type: "ImpactIntervalOpened", data: { ...interval, impact, share, startedAt: at },
  });

  it("an impact lasts until it is closed, and says whom it hurt", () => {
    expect(entryAfter(opened(250))).toMatchObject({
      title: "Cart", ongoing: true, tone: "bad", detail: expect.stringMatching(/^major, .*% of customers$/),
    });
    expect(entryAfter(opened(null, "maintenance"))).toMatchObject({ tone: "planned", detail: "maintenance, unknown share of customers" });
    const closed: IncidentEvent = {
      type: "ImpactIntervalClosed", data: { incidentId, intervalId: interval.intervalId, endedAt: "2026-11-02T12:30:00.000Z" },
    };
    expect(entryAfter(opened(250), closed)).toMatchObject({ ongoing: false, endAt: "2026-11-02T12:30:00.000Z" });
    const corrected: IncidentEvent = {
      type: "ImpactIntervalCorrected",
      data: {
        incidentId, intervalId: interval.intervalId, startedAt: at, endedAt: null, share: null, impact: "minor", reason: "by the metrics",
      },
    };
    expect(entryAfter(opened(250), closed, corrected)).toMatchObject({
      ongoing: true, endAt: null, detail: "minor, unknown share of customers",
      corrections: [{ previous: `${at} – 2026-11-02T12:30:00.000Z`, reason: "by the metrics" }],
    });
  });

  const link = (type: "suspected" | "ruledOut" | "caused", note = "", kind: "deploy" | "alert" | "person" = "deploy"): IncidentEvent => ({
    type: "LinkAdded",
    data: {
      incidentId, linkId: ids.part("i", "link"), type, kind: kind === "person" ? "incident" : kind, recordId: deployId, note,
      confidence: "likely", fromEntryId: null,
    },
  });

  it("a link says how sure and why, stands with what it names, and stays when it is taken back", () => {
    expect(entryAfter(link("suspected", "it began then"))).toMatchObject({
      lane: "deploys", title: "Suspected", detail: "it began then · likely", tone: "attention", recordKind: "deploy", recordId: deployId,
    });
    expect(entryAfter(link("ruledOut"))).toMatchObject({ title: "Ruled out", detail: "likely", tone: "idle" });
    expect(entryAfter(link("caused", "", "alert"))).toMatchObject({ lane: "alerts", title: "Named as the cause" });
    expect(entryAfter(link("caused", "", "person"))).toMatchObject({ lane: "notes" });
    const removed: IncidentEvent = { type: "LinkRemoved", data: { incidentId, linkId: ids.part("i", "link"), reason: "wrong one" } };
    expect(entryAfter(link("caused"), removed)).toMatchObject({
      knownTo: at, corrections: [{ previous: "Named as the cause", reason: "wrong one" }],
    });
    expect(entryAfter(removed)).toBeNull();
  });

  it("a milestone that is corrected stands at its new time, one that is unknown again no longer; reached again, it stands", () => {
    const reached: IncidentEvent = { type: "MilestoneReached", data: { incidentId, milestone: "resolved", at } };
    const corrected = (to: string | null): IncidentEvent => ({
      type: "MilestoneCorrected", data: { incidentId, milestone: "resolved", at: to, previous: at, reason: "by the logs" },
    });
    const later = "2026-11-02T12:10:00.000Z";
    expect(entryAfter(reached, corrected(later))).toMatchObject({
      at: later, knownTo: null, corrections: [{ previous: at, reason: "by the logs" }],
    });
    expect(entryAfter(reached, corrected(null))).toMatchObject({ at, knownTo: at });
    expect(entryAfter(corrected(later))).toMatchObject({ at: later, kind: "milestone" });
    expect(
      entryAfter(reached, corrected(null), { type: "MilestoneReached", data: { incidentId, milestone: "resolved", at: later } }),
    ).toMatchObject({
      at: later, knownTo: null,
    });
    expect(entryAfter(reached, { type: "MilestoneReached", data: { incidentId, milestone: "resolved", at: later } })).toMatchObject({ at });
  });

  it("search finds what people wrote, and nothing else", () => {
    const history = recordedHistory();
    for (const [event, found] of [
      [
        { type: "EntryAdded", data: { incidentId, entryId: ids.part("e", "1"), at, text: "Restarted it\nand waited", pinned: false } },
        true,
      ],
      [{ type: "IncidentRenamed", data: { incidentId, title: "Checkout fails", summary: "" } }, false],
    ] as const) {
      const recorded = history.add(["incident", incidentId], event, { at });
      const row = timelineProjection.evolve(null, recorded, timelineProjection.keysOf(recorded)[0] ?? "");
      if (row === null) throw new Error("it makes an entry");
      const text = timelineProjection.searchText(row, recorded);
      if (!found) expect(text).toBeNull();
      else expect(text).toMatchObject({ title: "Restarted it", body: "and waited", recordKind: "incident", recordId: incidentId });
    }
  });
});
