import type { IncidentRow } from "@ballast/readmodel";
import { describe, expect, it } from "vitest";
import { incidentSentence } from "./incidentSentence.ts";

const by = { personId: null, name: "Ada", means: "console" } as const;
const incident: IncidentRow = {
  id: "a0000000-0000-4000-8000-000000000000", number: 12, title: "Search is slow", summary: "", state: "fixing", severity: 1,
  publicImpact: "major", serviceIds: ["s"], components: [], declaredAt: "2026-11-23T09:10:00Z", declaredBy: by,
  declaredAutomatically: false, startedAt: "2026-11-23T09:00:00Z", resolvedAt: null, drill: false, private: false, imported: false,
  url: null, source: null, given: null, roles: [], milestones: [], intervals: [], customers: [], customerCount: null, links: [],
  alertCount: 0, updates: [], nextUpdateDueAt: null, pauses: [], resolutionProposed: false, mergedInto: null,
  review: { state: "none", dueAt: null, heldAt: null, reason: null }, responseStartedAt: null,
};
const say = (change: Partial<IncidentRow>): string =>
  incidentSentence({ ...incident, ...change }, { personName: () => "Ada", serviceNames: ["Search"], now: "2026-11-23T09:40:00Z" });
const commander = [{ role: "commander", personId: "p", from: "2026-11-23T09:11:00Z", to: null }] as const;

describe("what matters about an incident", () => {
  it.each<[string, Partial<IncidentRow>]>([
    ["Search hurt for 40 min, being fixed: severity 1, nobody commands yet.", {}],
    ["Search hurt for 40 min, being fixed: severity 1, 312 customers affected, Ada commands.", { customerCount: 312, roles: commander }],
    [
      "Search and Ranking hurt for 40 min, fixed, as it seems, and watched: severity 1, Ada commands. Its alerts have cleared: resolve it?",
      { state: "monitoring", roles: commander, components: ["Ranking"], resolutionProposed: true },
    ],
    [
      "Search was hurt for 6 min, being fixed: severity 1, nobody commands yet.",
      {
        intervals: [
          {
            id: "i", component: "Search", impact: "major", share: null, startedAt: "2026-11-23T09:00:00Z", endedAt: "2026-11-23T09:06:00Z",
            corrections: [],
          },
        ],
      },
    ],
    [
      "Resolved after 30 min of impact; detected after 5 min, mitigated after 3 min, before anyone was told.",
      {
        state: "resolved",
        resolvedAt: "2026-11-23T09:30:00Z",
        milestones: (
          [
            ["impactStart", "00"],
            ["detected", "05"],
            ["mitigated", "03"],
            ["resolved", "30"],
          ] as const
        ).map(([milestone, minute]) => ({ milestone, at: `2026-11-23T09:${minute}:00Z`, corrections: [] })),
      },
    ],
    ["Drill. Search hurt for 40 min, being fixed: severity 1, nobody commands yet.", { drill: true }],
    ["It was looked into and is no incident.", { state: "declined" }],
    ["It is part of another incident and was merged into it.", { state: "merged" }],
    [
      "Resolved after 30 min of impact; detected after 10 min, mitigated after 20 min. 1 customer affected.",
      {
        state: "resolved",
        resolvedAt: "2026-11-23T09:30:00Z",
        customerCount: 1,
        milestones: [
          ["impactStart", "09:00"],
          ["detected", "09:10"],
          ["mitigated", "09:20"],
          ["resolved", "09:30"],
        ].map(([milestone, time]) => ({ milestone: milestone as "detected", at: `2026-11-23T${time}:00Z`, corrections: [] })),
      },
    ],
    [
      "Major impact on Actions and Pages from 23 Nov 2026, 09:00 UTC, for 2 h 5 m.",
      { imported: true, state: "resolved", components: ["Actions", "Pages"], resolvedAt: "2026-11-23T11:05:00Z" },
    ],
    ["Maintenance on Search from 23 Nov 2026, 09:00 UTC, no end known.", { imported: true, state: "fixing", publicImpact: "maintenance" }],
    ["No public impact on Search, no end known.", { imported: true, state: "investigating", publicImpact: "none", startedAt: null }],
  ])("%s", (sentence, change) => {
    expect(say(change)).toBe(sentence);
  });
});
