import { artifact, customer, isExposed, line, percent, slug } from "@ballast/schema";
import { z } from "zod";
import type { Weight } from "../target.ts";
import { outcome, trafficRequest } from "./protocol.ts";

/** What a lane must still know after the daemon was killed. One file each, replaced as a whole. */
export const laneState = z.object({
  service: slug,
  environment: slug,
  /** Kept over restarts so that callers' addresses stay good; null until the router first listened. */
  routerPort: z.int().nullable(),
  stable: z.object({ release: line, since: z.string() }).nullable(),
  canary: z.object({ release: line, percent, customers: z.array(customer), since: z.string() }).nullable(),
  /** Versions whose processes ought to run. */
  running: z.array(line),
  /** What versions were, newest last: a rollback may need one that was stopped long ago. */
  releases: z.array(z.object({ version: line, artifact, instances: z.int() })),
  /** Operations that succeeded, newest last. */
  operations: z.array(z.object({ fingerprint: z.string(), outcome })),
  closedDeploys: z.array(z.string()),
  traffic: trafficRequest.nullable(),
  /** The highest lock of the lane that anybody came with; a file of before there were any has seen none. */
  fence: z.int().min(0).default(0),
});
export type LaneState = z.infer<typeof laneState>;
export type RunnableRelease = LaneState["releases"][number];
export type FinishedOperation = LaneState["operations"][number];

const keptReleases = 100;
const keptOperations = 500;
const keptDeploys = 200;

/** A lane in which nothing was ever deployed. */
export function emptyLane(service: string, environment: string): LaneState {
  return {
    service, environment, routerPort: null, stable: null, canary: null,
    running: [], releases: [], operations: [], closedDeploys: [], traffic: null, fence: 0,
  };
}

function withRunning(state: LaneState, versions: readonly string[]): LaneState {
  return { ...state, running: [...new Set(versions)] };
}

/** The release is there, warm, serving nobody. */
export function prepared(state: LaneState, release: RunnableRelease): LaneState {
  const others = state.releases.filter((known) => known.version !== release.version);
  // what serves customers is never forgotten, however long ago it was prepared
  const kept = others.filter((known, index) => others.length - index < keptReleases || state.running.includes(known.version));
  return withRunning({ ...state, releases: [...kept, release] }, [...state.running, release.version]);
}

/** The release serves this share of customers; the stable one all others. */
export function weighted(state: LaneState, weight: Weight, at: Date): LaneState {
  if (sameWeight(state.canary, weight)) return state;
  const { release, percent: share, customers = [] } = weight;
  return { ...state, canary: { release, percent: share, customers: [...new Set(customers)], since: at.toISOString() } };
}

/** Whether the canary has exactly this weight. */
export function sameWeight(canary: LaneState["canary"], { release, percent: share, customers = [] }: Weight): boolean {
  if (canary === null || canary.release !== release || canary.percent !== share) return false;
  const names = new Set(customers);
  return names.size === canary.customers.length && canary.customers.every((name) => names.has(name));
}

/** Whether this weight takes nobody in who is not in already. */
export function addsNobody(canary: LaneState["canary"], { release, percent: share, customers = [] }: Weight): boolean {
  if (canary === null || canary.release !== release) return share === 0 && customers.length === 0;
  return share <= canary.percent && customers.every((name) => canary.customers.includes(name));
}

/** The release serves everybody; the one before stays warm. */
export function promoted(state: LaneState, release: string, at: Date): LaneState {
  return { ...state, stable: { release, since: at.toISOString() }, canary: null };
}

/** Everybody back to `release` (null: there is none), everything else to be stopped, the deploy closed. */
export function restored(state: LaneState, release: string | null, at: Date): LaneState {
  const stable = release === null ? null : state.stable?.release === release ? state.stable : { release, since: at.toISOString() };
  return withRunning({ ...state, stable, canary: null }, release === null ? [] : [release]);
}

/** These versions need no processes any more. A canary without customers goes with its release. */
export function retired(state: LaneState, versions: readonly string[]): LaneState {
  const gone = new Set(versions);
  const canary = state.canary && gone.has(state.canary.release) ? null : state.canary;
  return withRunning({ ...state, canary }, state.running.filter((version) => !gone.has(version)));
}

/** Remembers that an operation is done, so that it is never done twice. */
export function finished(state: LaneState, operation: FinishedOperation): LaneState {
  return { ...state, operations: [...state.operations, operation].slice(-keptOperations) };
}

/** From now on nothing of this deploy is accepted. */
export function closed(state: LaneState, deployId: string | undefined): LaneState {
  if (deployId === undefined || state.closedDeploys.includes(deployId)) return state;
  return { ...state, closedDeploys: [...state.closedDeploys, deployId].slice(-keptDeploys) };
}

/** Whether the canary serves anybody. */
export function exposesAnybody(canary: LaneState["canary"]): boolean {
  return canary !== null && (canary.percent > 0 || canary.customers.length > 0);
}

/** Chooses the version for a customer; null: none is live for them. */
export type Assign = (customer: string | null) => string | null;

/**
 * Compiles the lane's table. Requests without a customer stay on the stable release until the canary has everybody:
 * they have no place of their own, and would otherwise all move at once.
 */
export function assignment(state: Pick<LaneState, "service" | "stable" | "canary">): Assign {
  const stable = state.stable?.release ?? null;
  const { canary, service } = state;
  if (canary === null) return () => stable;
  const named = new Set(canary.customers);
  const share = { percent: canary.percent };
  return (who) => {
    if (who === null) return canary.percent >= 100 ? canary.release : stable;
    return named.has(who) || isExposed(share, service, who) ? canary.release : stable;
  };
}
