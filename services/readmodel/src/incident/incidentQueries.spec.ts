import { ids } from "@ballast/eventlog";
import type { IncidentEvent, IncidentState } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const serviceId = ids.service("shop");
const hour = (n: number): string => new Date(Date.UTC(2026, 10, 2, n)).toISOString();
const idOf = (title: string): string => ids.incident(title);
const ben = ids.person("ben");

interface Told {
  readonly title: string;
  readonly at: number;
  readonly severity: number;
  readonly state?: IncidentState;
  readonly resolvedAt?: number;
  readonly drill?: boolean;
  readonly private?: boolean;
}

/** Declared on the hour of `at`; `short` took an hour, `long` three, `moment` none. */
const incidents: readonly Told[] = [
  { title: "short", at: 1, severity: 2, state: "resolved", resolvedAt: 2 },
  { title: "moment", at: 2, severity: 4, state: "resolved", resolvedAt: 2 },
  { title: "long", at: 3, severity: 1, state: "closed", resolvedAt: 6 },
  { title: "minor", at: 4, severity: 4 },
  { title: "worst", at: 5, severity: 1 },
  { title: "drill", at: 6, severity: 3, drill: true },
  { title: "declined", at: 7, severity: 3, state: "declined" },
  { title: "secret", at: 8, severity: 3, private: true },
];

function story() {
  const history = recordedHistory();
  for (const [place, { title, at, severity, state, resolvedAt, ...rest }] of incidents.entries()) {
    const incidentId = idOf(title);
    const say = (event: IncidentEvent, when: number) => history.add(["incident", incidentId], event, { at: hour(when) });
    say(
      {
        type: "IncidentDeclared",
        data: {
          incidentId, number: place + 1, title, summary: "", severity, publicImpact: "none", serviceIds: [serviceId], components: [],
          impactStartAt: hour(at), drill: rest.drill ?? false, private: rest.private ?? false, declaredAutomatically: false,
        },
      },
      at,
    );
    if (resolvedAt !== undefined)
      say({ type: "MilestoneReached", data: { incidentId, milestone: "resolved", at: hour(resolvedAt) } }, resolvedAt);
    if (state !== undefined)
      say({ type: "IncidentStateChanged", data: { incidentId, from: "triage", to: state, reason: "" } }, resolvedAt ?? at);
  }
  history.add(
    ["incident", idOf("secret")],
    { type: "RoleTaken", data: { incidentId: idOf("secret"), role: "commander", personId: ben } },
    { at: hour(9) },
  );
  return folded(history.events).incidents;
}

const found = (filter: Parameters<ReturnType<typeof story>["all"]>[0]) =>
  story().all({ viewer: "all", ...filter }).map(({ title }) => title);

describe("incidents", () => {
  it("are found by state, severity, service and time; a window takes its beginning in and leaves its end out", () => {
    expect(found({ states: ["resolved", "closed"] })).toEqual(["long", "moment", "short"]);
    expect(found({ severities: [1] })).toEqual(["worst", "long"]);
    expect(found({ startedFrom: hour(3), startedTo: hour(5) })).toEqual(["minor", "long"]);
    expect(found({ serviceId: ids.service("other") })).toEqual([]);
    expect(found({ drill: true })).toEqual(["drill"]);
    expect(found({ ids: [] })).toEqual([]);
    expect(found({ impacts: ["none"], imported: false })).toHaveLength(incidents.length);
  });

  it("count in figures but for drills and what was none of its own", () => {
    expect(found({ counted: true })).toEqual(["secret", "worst", "minor", "long", "moment", "short"]);
    expect(found({ counted: false })).toEqual(["declined", "drill"]);
    expect(story().figured({ serviceId }, { now: hour(12) }).map(({ input }) => input.id)).toHaveLength(6);
  });

  it("are measured once they are resolved; so long, or longer", () => {
    expect(found({ measured: true })).toEqual(["long", "moment", "short"]);
    expect(found({ measured: false, counted: true })).toEqual(["secret", "worst", "minor"]);
    expect(found({ lastedAtLeastMs: 3 * 3_600_000 })).toEqual(["long"]);
    expect(found({ lastedAtLeastMs: 3 * 3_600_000 + 1 })).toEqual([]);
    expect(found({ lastedAtLeastMs: -5 })).toEqual(["long", "moment", "short"]);
    expect(found({ lastedAtLeastMs: 1 })).toEqual(["long", "short"]);
  });

  it("that are open stand by severity, the worst first", () => {
    expect(
      story().open({ viewer: "all" }).map(({ title }) => title),
    ).toEqual(["worst", "drill", "secret", "minor"].toSorted((a, b) => severityOf(a) - severityOf(b) || (idOf(a) < idOf(b) ? -1 : 1)));
    expect(
      story().list({ filter: { viewer: "all" }, sort: "DURATION_DESC", slice: { first: 2 } }).nodes.map(({ title }) => title),
    ).toEqual(["long", "short"]);
    expect(
      story().list({ filter: { viewer: "all" }, sort: "STARTED_ASC", slice: { first: 1 } }).nodes.map(({ title }) => title),
    ).toEqual(["short"]);
  });

  it("that are private are hidden from whoever has nothing to do with them, and from nobody in particular", () => {
    expect(story().hiddenFrom({ personId: ids.person("stranger") })).toEqual([idOf("secret")]);
    expect(story().hiddenFrom({ personId: ben })).toEqual([]);
    expect(story().hiddenFrom("all")).toEqual([]);
    expect(found({ viewer: undefined })).toHaveLength(incidents.length - 1);
  });

  it("are told per month, by public impact", () => {
    expect(story().perMonth({ viewer: "all" })).toEqual([
      { month: "2026-11", count: incidents.length, byImpact: { none: incidents.length } },
    ]);
  });
});

function severityOf(title: string): number {
  return incidents.find((one) => one.title === title)?.severity ?? 0;
}
