import type { DeployEvent } from "@ballast/schema";
import { absentDeploy, isFailing, type Driven, type GoingDeploy } from "./deploy.ts";
import { evolveDeploy } from "./evolve.ts";

/** A fact of a deploy's record, and when it happened: ms since 1970. */
export interface TimedFact {
  readonly event: DeployEvent;
  readonly at: number;
}

/** A compensation that did not work. */
export interface UndoFailure {
  readonly name: string;
  readonly error: string;
}

/** On its way forward. */
export interface StandingForward {
  readonly kind: "forward";
  /** The first step that has not passed; as many as there are when it soaks. */
  readonly step: number;
  /** Something may have been moved for a step: there is something to undo. */
  readonly exposed: boolean;
  /** Since when the step's, or the soak's, release is looked at, ISO; null where that has not begun. */
  readonly since: string | null;
  /** What of the bake, or of the soak, has passed: time in which it stood still does not count, ms. */
  readonly passedMs: number;
  readonly extended: boolean;
  /** How often the judge paused this step. */
  readonly judgePauses: number;
  readonly paused: "judge" | "person" | null;
  readonly heldBy: readonly string[];
  /** The step was promoted by a person before it passed. */
  readonly promoted: boolean;
  readonly full: boolean;
  /** Since when everybody has the release, ISO; null while only some do. */
  readonly everybodySince: string | null;
}

/**
 * Where a deploy stands, told by its record alone: what a run needs that goes on where a lost one was.
 * `back`: it goes back, or has to. `ended`: what comes after the end may be missing. `preempted`: a rollback decides.
 */
export type DeployStanding =
  | StandingForward
  | { readonly kind: "back"; readonly by: "verdict" | "abort"; readonly reason: string; readonly exposed: boolean }
  | {
      readonly kind: "ended";
      readonly outcome: Extract<Driven, { status: "ended" }>["outcome"];
      readonly reason: string;
      readonly soaked: boolean;
      readonly failures: readonly UndoFailure[];
    }
  | { readonly kind: "preempted" };

/** Where the deploy stands; null for what Ballast does not drive, and for rollbacks, which have no steps. */
export function standingOf(facts: readonly TimedFact[], now: number): DeployStanding | null {
  const deploy = facts.reduce((state, { event }) => evolveDeploy(state, event), absentDeploy);
  if (deploy.status === "absent" || deploy.status === "observed" || deploy.request.kind === "rollback") return null;
  if (deploy.preemptedBy !== null) return { kind: "preempted" };
  const exposed = facts.some(({ event }) => event.type === "StepStarted");
  if (deploy.status === "ended")
    return { kind: "ended", outcome: deploy.outcome, reason: whyBack(facts), soaked: !skippedRest(facts), failures: failuresIn(facts) };
  if (deploy.abort !== null) return { kind: "back", by: "abort", reason: deploy.abort, exposed };
  if (deploy.status === "rollingBack") return { kind: "back", by: deploy.automatic ? "verdict" : "abort", reason: whyBack(facts), exposed };
  if (isFailing(deploy)) return { kind: "back", by: "verdict", reason: `verdict failed at ${deploy.step?.percent ?? 0} %`, exposed };
  return forward(deploy, facts, now);
}

const skippedRest = (facts: readonly TimedFact[]): boolean => facts.some(({ event }) => event.type === "StepPromoted" && event.data.full);

function whyBack(facts: readonly TimedFact[]): string {
  const began = facts.findLast(({ event }) => event.type === "RollbackBegan" || event.type === "DeployAborted")?.event;
  return began?.type === "RollbackBegan" || began?.type === "DeployAborted" ? began.data.reason : "";
}

const failuresIn = (facts: readonly TimedFact[]): readonly UndoFailure[] =>
  facts.flatMap(({ event }) => (event.type === "CompensationFailed" ? [{ name: event.data.compensation, error: event.data.error }] : []));

function forward(deploy: GoingDeploy, facts: readonly TimedFact[], now: number): StandingForward {
  const { step, paused, heldBy, full } = deploy;
  const isOver = step?.passed === true;
  const since = facts.findLast(({ event }) =>
    isOver ? event.type === "SoakStarted" : event.type === "TrafficShifted" && event.data.step === step?.index,
  );
  const everybody = facts.find(({ event }) => event.type === "TrafficShifted" && event.data.percent >= 100 && event.data.step !== null);
  const inStep = since === undefined ? [] : facts.slice(facts.indexOf(since));
  return {
    kind: "forward",
    step: step === null ? 0 : step.index + (isOver ? 1 : 0),
    exposed: step !== null,
    since: since === undefined ? null : isoOf(since.at),
    passedMs: passedMs(inStep, now),
    extended: !isOver && (step?.extended ?? false),
    judgePauses: inStep.filter(({ event }) => event.type === "DeployPaused" && event.data.byJudge).length,
    paused: paused === null ? null : paused.byJudge ? "judge" : "person",
    heldBy,
    promoted: !isOver && (step?.promoted ?? false),
    full,
    everybodySince: everybody === undefined ? null : isoOf(everybody.at),
  };
}

const isoOf = (at: number): string => new Date(at).toISOString();

/**
 * How long the clock has run since the stretch began: with the traffic, with an extension, and anew when the judge's
 * doubt has ended, as its pause gives the whole bake again. A pause and a hold stop it, and so does each of several.
 */
function passedMs(inStep: readonly TimedFact[], now: number): number {
  let clock = { passed: 0, runsSince: inStep[0]?.at ?? now, paused: false, held: new Set<string>() };
  for (const { event, at } of inStep) {
    const wasFrozen = clock.paused || clock.held.size > 0;
    const passed = clock.passed + (wasFrozen ? 0 : Math.max(0, at - clock.runsSince));
    clock = { ...clock, ...frozenBy(clock, event), passed: beginsAnew(event) ? 0 : passed, runsSince: at };
  }
  return clock.passed + (clock.paused || clock.held.size > 0 ? 0 : Math.max(0, now - clock.runsSince));
}

const beginsAnew = (event: DeployEvent): boolean =>
  event.type === "BakeExtended" || event.type === "SoakStarted" || (event.type === "DeployPaused" && event.data.byJudge);

function frozenBy(
  { paused, held }: { readonly paused: boolean; readonly held: ReadonlySet<string> },
  event: DeployEvent,
): { paused: boolean; held: Set<string> } {
  const holds = new Set(held);
  if (event.type === "DeployHeld") holds.add(event.data.incidentId);
  if (event.type === "DeployHoldLifted") holds.delete(event.data.incidentId);
  return { paused: event.type === "DeployPaused" || (paused && event.type !== "DeployResumed"), held: holds };
}
