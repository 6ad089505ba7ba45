import { ids } from "@ballast/eventlog";
import { defaultWeights, type BallastEvent } from "@ballast/schema";
import { written, type Written } from "../list/rows.ts";

/** What a large program has: services, their objectives, risks, promises and years of incidents. */
export const size = {
  services: 20, risks: 500, actions: 5_000, incidents: Number(process.env["BALLAST_ROWS"] ?? 100_000), components: 200,
} as const;
/** Of the incidents so many are of the service whose components are asked for. */
const ofComponents = 5_000;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Three years up to this morning: figures of the last days have something to say. */
export const to = Math.floor(Date.now() / DAY_MS) * DAY_MS;
export const from = to - 3 * 365 * DAY_MS;
const iso = (at: number): string => new Date(at).toISOString();

/** The same number for the same n, spread over 0 to 1. */
function share(n: number, of: number): number {
  let state = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(of + 1, 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 16), 0x7feb352d);
  state = Math.imul(state ^ (state >>> 15), 0x846ca68b);
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
}

export const slugAt = (n: number): string => `part-${String(n)}`;
const serviceIdAt = (n: number): string => ids.service(slugAt(n));

export function serviceStream(n: number): Written {
  const slug = slugAt(n);
  return written("service", serviceIdAt(n), {
    type: "ServiceRegistered", data: { serviceId: serviceIdAt(n), slug, name: `Part ${String(n)}`, description: "" },
  }, iso(from));
}

export function objectiveStream(n: number): Written {
  const objectiveId = ids.part("bench objective", String(n));
  return written("objective", objectiveId, {
    type: "ObjectiveDefined",
    data: {
      objectiveId, name: `Part ${String(n)}`, parts: [{ serviceId: serviceIdAt(n), component: null, share: 100_000 }], target: 99_800,
      window: { kind: "rolling", days: 30 }, weights: defaultWeights, overlap: "max", maintenance: "excluded", ownerId: null,
    },
  }, iso(from));
}

const riskIdAt = (n: number): string => ids.part("bench risk", String(n));

export function riskStream(n: number): Written {
  return written("risk", riskIdAt(n), {
    type: "RiskRegistered",
    data: {
      riskId: riskIdAt(n), number: n + 1, title: `What may happen, ${String(n)}`,
      statement: { if: "it is away", then: "nobody pays", until: "it is back" }, category: "third party",
      serviceIds: [serviceIdAt(n % size.services)], ownerId: ids.person("bench"), reviewEveryDays: 90, observedSince: iso(from),
    },
  }, iso(from));
}

/** Every second is done; of those to be done a tenth has no owner, and a fifth is late. */
export function actionStream(n: number): Written {
  const actionId = ids.part("bench action", String(n));
  const registered: BallastEvent = {
    type: "ActionRegistered",
    data: {
      actionId, number: n + 1, kind: n % 3 === 0 ? "longTerm" : "shortTerm", title: `What is to be done, ${String(n)}`, text: "",
      ownerId: share(n, 9) < 0.1 ? null : ids.person("bench"), links: [], riskId: riskIdAt(n % size.risks), source: null,
      dueOn: iso(to + Math.round((share(n, 7) - 0.2) * 90) * DAY_MS).slice(0, 10),
    },
  };
  const finished: BallastEvent = {
    type: "ActionFinished", data: { actionId, finishedBy: ids.person("bench"), finishedAt: iso(to - DAY_MS), note: "" },
  };
  return written("action", actionId, n % 2 === 0 ? registered : [registered, finished], iso(to - Math.floor(share(n, 8) * 300) * DAY_MS));
}

/** An incident as both sides hold it. */
export interface IncidentRow {
  readonly service: number;
  readonly components: readonly string[];
  readonly impact: "minor" | "major" | "critical";
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

export function incidentAt(n: number): IncidentRow {
  const service = n < ofComponents ? 0 : 1 + (n % (size.services - 1));
  const starts = from - 30 * DAY_MS + Math.floor(share(n, 1) * (to - from + 29 * DAY_MS));
  const component = (of: number): string => `component-${String(Math.floor(share(n, of) * size.components))}`;
  return {
    service, components: service === 0 ? [...new Set([component(2), component(3)])] : [],
    impact: share(n, 4) < 0.5 ? "minor" : share(n, 5) < 0.8 ? "major" : "critical",
    from: starts, to: starts + MINUTE_MS + Math.floor(share(n, 6) * 180) * MINUTE_MS,
  };
}

export function incidentStream(n: number): Written {
  const { service, components, impact, from: starts, to: ends } = incidentAt(n);
  const incidentId = ids.incident(`bench ${String(n)}`);
  return written("incident", incidentId, {
    type: "IncidentImported",
    data: {
      incidentId, serviceId: serviceIdAt(service), title: `Something was away, ${String(n)}`, impact, components: [...components],
      startedAt: iso(starts), resolvedAt: iso(ends), url: null,
    },
  }, iso(starts));
}
