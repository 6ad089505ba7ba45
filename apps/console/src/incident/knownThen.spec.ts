import { describe, expect, it } from "vitest";
import type { IncidentRecord, IncidentVersion } from "./incidentDocuments.ts";
import { shownAt, versionAt } from "./knownThen.ts";

const at = (time: string): string => `2026-11-23T${time}:00.000Z`;
const none = { impactMs: null, detectMs: null, acknowledgeMs: null, mitigateMs: null, mitigatedBeforeDetected: false, resolveMs: null };

const version = (time: string, rest: Partial<IncidentVersion>): IncidentVersion => ({
  knownFrom: at(time), title: "Checkout fails", state: "investigating", severity: 3, publicImpact: "none", startedAt: null,
  resolvedAt: null, figures: none, sentence: "", ...rest,
});

const record: IncidentRecord = {
  id: "i",
  number: 214,
  reference: "INC-214",
  title: "Checkout fails for a share of customers",
  state: "resolved",
  severity: 2,
  publicImpact: "major",
  components: ["Checkout"],
  declaredAt: at("14:04"),
  startedAt: at("14:02"),
  resolvedAt: at("14:33"),
  drill: false,
  private: false,
  imported: false,
  open: false,
  services: [],
  commander: null,
  figures: { ...none, resolveMs: 1_860_000 },
  summary: "",
  sentence: "Resolved after 31 minutes.",
  url: null,
  plannedFrom: null,
  plannedUntil: null,
  revision: 9,
  declaredBy: { name: "Ana Kovač", means: "console", onBehalfOf: null },
  roles: [{ role: "commander", person: { id: "p1", name: "Ana Kovač" }, from: at("14:05"), to: at("14:33") }],
  runbooks: [],
  type: null,
  checklist: [],
  conferenceLink: null,
  tasks: [],
  joinLinks: [],
  milestones: [
    {
      milestone: "impactStart", at: at("14:02"),
      corrections: [{ at: at("15:00"), by: "Mira Osei", previous: at("14:03"), reason: "the router's log" }],
    },
    { milestone: "resolved", at: at("14:33"), corrections: [] },
  ],
  intervals: [{ id: "v", component: "Checkout", impact: "major", sharePer100k: 600, startedAt: at("14:02"), endedAt: at("14:19") }],
  affectedCustomers: [],
  affectedCustomerCount: 1204,
  links: [],
  updates: [
    { id: "u1", at: at("14:08"), status: "Investigating", body: "", visibility: "public", by: null },
    { id: "u2", at: at("14:21"), status: "Monitoring", body: "", visibility: "public", by: null },
  ],
  pages: [],
  review: { state: "due", dueAt: at("18:00"), heldAt: null, reason: null },
  nextUpdateDueAt: null,
  resolutionProposed: false,
  impactSeries: [],
  versions: [
    version("14:04", { sentence: "Nobody commands yet." }),
    version("14:10", { severity: 2, sentence: "Ana Kovač commands." }),
    version("14:33", { state: "resolved", title: "Checkout fails for a share of customers", resolvedAt: at("14:33") }),
  ],
};

describe("the slider of an incident's page", () => {
  it("shows the record as it is at its right end", () => {
    expect(shownAt(record, null, undefined)).toEqual({ ...record, known: true });
  });

  it("finds what was known last", () => {
    expect(versionAt(record.versions, at("14:09"))?.sentence).toBe("Nobody commands yet.");
    expect(versionAt(record.versions, at("14:10"))?.severity).toBe(2);
    expect(versionAt(record.versions, at("14:00"))).toBeUndefined();
  });

  it("takes title, state, sentence, roles, updates and impact back to that moment", () => {
    const then = shownAt(record, at("14:12"), undefined);
    expect(then).toMatchObject({
      known: true, title: "Checkout fails", state: "investigating", severity: 2, sentence: "Ana Kovač commands.", resolvedAt: null,
      affectedCustomerCount: null,
    });
    expect(then.commander?.name).toBe("Ana Kovač");
    expect(then.roles[0]?.to).toBeNull();
    expect(then.intervals[0]?.endedAt).toBeNull();
    expect(then.updates.map(({ id }) => id)).toEqual(["u1"]);
    expect(then.milestones).toEqual([
      { milestone: "impactStart", at: at("14:02"), corrections: [] },
      { milestone: "resolved", at: null, corrections: [] },
    ]);
    expect(then.review.state).toBe("none");
  });

  it("knows nothing before anything was known", () => {
    const then = shownAt(record, at("13:30"), undefined);
    expect(then).toMatchObject({ known: false, severity: null, startedAt: null, updates: [], roles: [] });
    expect(then.figures.resolveMs).toBeNull();
  });

  it("prefers what the log held at that moment, except for imports", () => {
    const held = {
      ...record, title: "As the log had it", milestones: [{ milestone: "impactStart" as const, at: at("14:03"), corrections: [] }],
    };
    expect(shownAt(record, at("14:12"), held).milestones[0]?.at).toBe(at("14:03"));
    expect(shownAt({ ...record, imported: true }, at("14:12"), held).title).toBe("Checkout fails");
  });
});
