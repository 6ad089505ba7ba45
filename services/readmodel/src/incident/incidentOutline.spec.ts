import { evolveOutline, incidentDecider, type DeclaredIncident } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { IncidentEvent, IncidentState } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const incidentId = ids.incident("outline");
const [alertId, serviceId] = [ids.alert(ids.integration("a"), "f"), ids.service("checkout")];
const at = (clock: string): string => `2026-11-01T${clock}:00.000Z`;

const declared: IncidentEvent = {
  type: "IncidentDeclared",
  data: {
    incidentId, number: 7, title: "Checkout fails", summary: "", severity: 3, publicImpact: "none", serviceIds: [serviceId], components: [],
    impactStartAt: at("10:00"), drill: false, private: false, declaredAutomatically: true,
  },
};
const reached = (milestone: "impactStart" | "mitigated" | "resolved", when: string): IncidentEvent => ({
  type: "MilestoneReached", data: { incidentId, milestone, at: when },
});
const corrected = (milestone: "mitigated" | "resolved", previous: string | null, when: string | null): IncidentEvent => ({
  type: "MilestoneCorrected", data: { incidentId, milestone, at: when, previous, reason: "looked again" },
});
const moved = (from: IncidentState, to: IncidentState): IncidentEvent => ({
  type: "IncidentStateChanged", data: { incidentId, from, to, reason: "" },
});
const attached = (ordinal: number): IncidentEvent => ({
  type: "AlertAttached", data: { incidentId, alertId, episodeId: ids.episode(alertId, ordinal), severity: 3 },
});
const proposed: IncidentEvent = { type: "ResolutionProposed", data: { incidentId, reason: "all alerts have cleared" } };
const reopened = (when: string): IncidentEvent => ({
  type: "IncidentReopened", data: { incidentId, from: "resolved", reason: "it came back", at: when },
});

const story: readonly IncidentEvent[] = [
  declared,
  reached("impactStart", at("10:00")),
  attached(1),
  proposed,
  attached(2),
  proposed,
  moved("triage", "fixing"),
  { type: "SeveritySet", data: { incidentId, from: 3, to: 1, reason: "" } },
  { type: "PublicImpactSet", data: { incidentId, from: "none", to: "minor", reason: "" } },
  { type: "IncidentRenamed", data: { incidentId, title: "Payments fail", summary: "all of them" } },
  { type: "ServicesNamed", data: { incidentId, serviceIds: [serviceId], components: ["Payments"] } },
  reached("mitigated", at("10:20")),
  corrected("mitigated", at("10:20"), at("10:25")),
  corrected("mitigated", at("10:25"), null),
  reached("mitigated", at("10:22")),
  reached("mitigated", at("10:23")),
  proposed,
  moved("fixing", "resolved"),
  reached("resolved", at("10:40")),
  reopened(at("11:00")),
  corrected("resolved", at("10:40"), null),
  proposed,
  moved("investigating", "resolved"),
  reached("resolved", at("10:55")),
  corrected("resolved", at("10:55"), at("11:10")),
  moved("resolved", "closed"),
  reopened(at("12:00")),
  { type: "IncidentMerged", data: { incidentId, intoIncidentId: ids.incident("other"), reason: "the same" } },
];

const told = (events: readonly IncidentEvent[]) => {
  const history = recordedHistory();
  for (const event of events) history.add(["incident", incidentId], event);
  return folded(history.events);
};
const rowAfter = (events: readonly IncidentEvent[]) => told(events).incidents.get(incidentId);
const stateAfter = (events: readonly IncidentEvent[]): DeclaredIncident => {
  const state = events.reduce(incidentDecider.evolve, incidentDecider.initialState);
  if (state.status !== "declared") throw new Error("it was declared");
  return state;
};

describe("an incident's row", () => {
  it("says of every prefix of its history what the domain's fold says", () => {
    for (let length = 1; length <= story.length; length += 1) {
      const events = story.slice(0, length);
      const { title, summary, state, mergedInto, severity, publicImpact, serviceIds, components, pauses, resolutionProposed, milestones } =
        stateAfter(events);
      const row = rowAfter(events);
      expect(row).toMatchObject({
        title, summary, state, mergedInto, severity, publicImpact, serviceIds, components, pauses, resolutionProposed,
      });
      expect(
        Object.fromEntries(row?.milestones.flatMap((known) => (known.at === null ? [] : [[known.milestone, known.at]])) ?? []),
      ).toEqual(milestones);
    }
  });

  it("no longer proposes to resolve when another alert fires", () => {
    expect(rowAfter(story.slice(0, 4))?.resolutionProposed).toBe(true);
    expect(rowAfter(story.slice(0, 5))?.resolutionProposed).toBe(false);
  });

  it("that was reopened and resolved at a moment in the past has that end, the old one as what stood before, and the gap as a pause", () => {
    const again = story.slice(0, story.indexOf(reopenedAgain()) + 5);
    const row = rowAfter(again);
    expect(row).toMatchObject({ state: "resolved", resolvedAt: at("10:55") });
    expect(row?.milestones.find(({ milestone }) => milestone === "resolved")).toMatchObject({
      at: at("10:55"), corrections: [{ previous: at("10:40") }],
    });
    const entry = told(again).timeline.all(incidentId).filter(({ kind, title }) => kind === "milestone" && title === "Resolved");
    expect(entry).toMatchObject([{ at: at("10:55"), knownTo: null }]);
    const later = rowAfter(story.slice(0, again.length + 1));
    expect(later).toMatchObject({ resolvedAt: at("11:10") });
    // 10:00 to 10:40 and 11:00 to 11:10.
    expect(
      told(story.slice(0, again.length + 1)).incidents.list({ filter: { lastedAtLeastMs: 50 * 60_000, viewer: "all" } }).nodes,
    ).toHaveLength(1);
    expect(
      told(story.slice(0, again.length + 1)).incidents.list({ filter: { lastedAtLeastMs: 51 * 60_000, viewer: "all" } }).nodes,
    ).toHaveLength(0);
  });

  it("takes a reopening of before its moment was recorded for as old as its event", () => {
    const events: readonly IncidentEvent[] = [
      ...story.slice(0, story.indexOf(reopenedAgain())),
      { type: "IncidentReopened", data: { incidentId, from: "resolved", reason: "it came back", at: null } },
    ];
    expect(rowAfter(events)?.pauses).toMatchObject([{ from: at("10:40") }]);
    expect(evolveOutline(stateAfter(events.slice(0, -1)), events.at(-1) ?? declared).pauses).toEqual([]);
  });
});

function reopenedAgain(): IncidentEvent {
  const found = story.find(({ type }) => type === "IncidentReopened");
  if (found === undefined) throw new Error("the story has a reopening");
  return found;
}
