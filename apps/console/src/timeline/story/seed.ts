import type { ImpactSeries, Milestones, TimelineEntry, TimeWindow } from "../entry.ts";

const day = "2026-11-23T";
const iso = (time: string): string => new Date(`${day}${time}Z`).toISOString();
const ana = { id: "p1", name: "Ana Kovač" };
const mira = { id: "p2", name: "Mira Osei" };

type Seed = Partial<TimelineEntry> & Pick<TimelineEntry, "id" | "lane" | "title" | "at">;

function entry(seed: Seed): TimelineEntry {
  return {
    kind: "TimelineEntryAdded", keyMoment: false, tone: "idle", knownFrom: seed.at, recordedAt: seed.at, visibility: "internal",
    pinned: false, evidence: {}, corrections: [], ...seed,
  };
}

/** The stretch of the story, with more than an hour before the start. */
export const storyWindow: TimeWindow = { from: iso("13:02:00"), to: iso("14:45:00") };

/** Its milestones. */
export const storyMarks: Milestones = { impactStart: iso("14:02:20"), mitigated: iso("14:19:00"), resolved: iso("14:33:30") };

/** Errors, one value every 20 seconds, unobserved for two minutes. */
export const storySeries: ImpactSeries = {
  label: "errors on 2026.11.4",
  unit: "%",
  points: Array.from({ length: 310 }, (_, index) => {
    const ms = Date.parse(iso("13:02:00")) + index * 20_000;
    const noise = Math.abs(Math.sin(index * 12.9898) * 43.7) % 1;
    const [start, end] = [Date.parse(iso("14:02:20")), Date.parse(iso("14:19:20"))];
    const ramp = Math.min(1, Math.max(0, (ms - start) / 180_000));
    const value = ms < start || ms > end ? 0.3 + noise * 0.15 : 0.6 + ramp * 4.9 + noise * 0.6;
    const unobserved = ms > Date.parse(iso("13:20:00")) && ms < Date.parse(iso("13:22:00"));
    return { at: new Date(ms).toISOString(), value: unobserved ? null : value };
  }),
};

const diff = "  retry:\n-   budget: 3\n+   budget: 0\n    timeout: 800ms";

/** What happened, and one correction, and one thing learned later. */
export const storyEntries: readonly TimelineEntry[] = [
  entry({
    id: "search", lane: "deploys", title: "search 812", at: iso("13:45:00"), endAt: iso("13:53:00"), tone: "idle",
    detail: "search 812 to production, 100 %",
  }),
  entry({
    id: "step1", lane: "deploys", title: "1 %", at: iso("13:58:00"), endAt: iso("14:02:00"), tone: "info",
    detail: "checkout 2026.11.4 at 1 %", evidence: { samples: 4120, verdict: "pass" },
  }),
  entry({
    id: "step10", lane: "deploys", title: "checkout 2026.11.4 · 10 %, no data", at: iso("14:02:00"), endAt: iso("14:19:00"),
    tone: "attention", detail: "The judge was inconclusive 15 times: its metrics source did not answer",
    evidence: { samples: 0, verdict: "inconclusive", looks: 15 },
  }),
  entry({
    id: "alert",
    lane: "alerts",
    title: "CheckoutErrorRate · firing",
    at: iso("14:03:32"),
    endAt: iso("14:19:20"),
    tone: "bad",
    kind: "AlertFired",
    evidence: {
      fingerprint: "9ad01f",
      value: "6.1 %",
      payload: {
        status: "firing", labels: { alertname: "CheckoutErrorRate", service: "checkout", severity: "critical" }, startsAt: iso("14:03:32"),
      },
    },
  }),
  entry({ id: "cleared", lane: "alerts", title: "cleared", at: iso("14:19:50"), tone: "good" }),
  entry({
    id: "paged", lane: "pages", title: "paged A. Kovač", at: iso("14:03:33"), tone: "attention", kind: "PageSent",
    detail: "by mail and chat",
  }),
  entry({
    id: "ack", lane: "pages", title: "A. Kovač acknowledged after 48 s", at: iso("14:04:21"), tone: "good", keyMoment: true, actor: ana,
    kind: "PageAcknowledged",
  }),
  entry({
    id: "commander", lane: "people", title: "A. Kovač · commander", at: iso("14:04:21"), endAt: iso("14:33:30"), tone: "info", actor: ana,
  }),
  entry({
    id: "comms", lane: "people", title: "M. Osei · communications", at: iso("14:09:00"), endAt: iso("14:30:00"), tone: "info", actor: mira,
  }),
  entry({
    id: "rollback",
    lane: "deploys",
    title: "Rolled back by hand",
    at: iso("14:18:40"),
    endAt: iso("14:20:40"),
    tone: "good",
    keyMoment: true,
    actor: ana,
    knownFrom: iso("14:19:02"),
    recordedAt: iso("14:19:02"),
    recordId: "d-77",
    recordKind: "the rollback",
    detail: "checkout 2026.11.4 at 10 % → 2026.11.3, done in 1.4 s",
    evidence: { effect: "errors 6.1 → 0.4 % in 40 s, 1,842 requests", position: "48,213", diff },
    corrections: [
      { at: iso("14:40:00"), by: "Mira Osei", previous: "14:19:30", reason: "the router's own log has the switch at 14:18:40" },
    ],
  }),
  entry({
    id: "u1", lane: "updates", title: "Investigating", at: iso("14:08:30"), tone: "info", keyMoment: true, visibility: "public",
    actor: mira, detail: "We are looking into failing checkouts for a share of customers.",
  }),
  entry({
    id: "u2", lane: "updates", title: "Monitoring", at: iso("14:21:00"), tone: "info", keyMoment: true, visibility: "public", actor: mira,
  }),
  entry({
    id: "u3", lane: "updates", title: "Resolved", at: iso("14:33:00"), tone: "info", keyMoment: true, visibility: "public", actor: mira,
  }),
  entry({
    id: "note1", lane: "notes", title: "Support sees declined cards at Acme", at: iso("14:06:20"), knownFrom: iso("14:31:00"),
    recordedAt: iso("14:31:00"), tone: "attention", actor: mira,
  }),
  entry({
    id: "cause", lane: "notes", title: "Suspect: the payment provider", at: iso("14:10:00"), knownTo: iso("14:16:00"), tone: "idle",
    actor: ana,
  }),
  entry({
    id: "cause", lane: "notes", title: "Suspect: retry budget of 0", at: iso("14:10:00"), knownFrom: iso("14:16:00"),
    recordedAt: iso("14:16:00"), tone: "planned", actor: ana,
    corrections: [{ at: iso("14:16:00"), by: "Ana Kovač", previous: "the payment provider", reason: "only the new release fails" }],
  }),
  entry({ id: "early", lane: "notes", title: "Provider announced a short maintenance", at: iso("13:10:00"), tone: "idle", actor: mira }),
];

/** Ten thousand entries over six hours, to see that the timeline stays smooth. */
export function manyEntries(count: number): readonly TimelineEntry[] {
  const lanes = ["alerts", "pages", "people", "deploys", "updates", "notes"] as const;
  const tones = ["idle", "info", "good", "attention", "bad", "planned"] as const;
  const start = Date.parse(iso("10:00:00"));
  return Array.from({ length: count }, (_, index) => {
    const random = (Math.abs(Math.sin(index * 78.233) * 43_758.5453) % 1);
    const at = start + Math.floor(random * 6 * 3_600_000);
    const lasts = index % 5 === 0 ? { endAt: new Date(at + 30_000 + (index % 40) * 15_000).toISOString() } : {};
    return entry({
      id: `m${index}`, lane: lanes[index % lanes.length] ?? "notes", title: `Entry ${index} of many`, at: new Date(at).toISOString(),
      tone: tones[(index * 7) % tones.length] ?? "idle", keyMoment: index % 997 === 0, ...lasts,
    });
  });
}

/** The window of {@link manyEntries}. */
export const manyWindow: TimeWindow = { from: iso("10:00:00"), to: iso("16:00:00") };
