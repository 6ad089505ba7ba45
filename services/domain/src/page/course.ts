import { policySteps, type DataOf, type EscalationContent, type EscalationTarget, type PagePolicy, type PageStep } from "@ballast/schema";
import { canWake, ladderOf, type Concerned, type OnCall } from "./ladder.ts";

/** Whether a page's steps are named by their place: those of policies, and of whatever somebody is called first in. */
export const isClimbedByPlace = ({ escalations, origin }: Pick<DataOf<"PageRequested">, "escalations" | "origin">): boolean =>
  escalations.length > 0 || (origin?.firstIds.length ?? 0) > 0;

/** A policy as a page asks it, and the schedules that answer for those of its services that use it. */
export interface AskedPolicy {
  readonly policy: Pick<EscalationContent, "steps" | "rounds" | "lastly">;
  readonly rotationIds: readonly string[];
}

/** Whom an incident concerns, some of its services by policies. */
export interface ConcernedByPolicies extends Concerned {
  readonly policies: readonly AskedPolicy[];
  /** Every schedule that a policy names, and those that answer for its services. */
  readonly schedules: ReadonlyMap<string, OnCall>;
  /** Called before anybody else: to whom it was handed on, who wanted to look again, who was called in. */
  readonly firstIds?: readonly string[];
  /** They are meant, and nobody else is called where they do not answer. */
  readonly onlyFirst?: boolean;
}

/** One step of a round: whom it calls, each once, and how long it waits for an answer. */
export interface Rung {
  readonly step: PageStep;
  readonly people: readonly string[];
  readonly waitMs: number;
}

/** The steps of one round, and how often a page starts over. */
export interface Course {
  readonly rungs: readonly Rung[];
  readonly rounds: number;
  /** Why the first call goes to everyone; null where the steps are climbed one by one. */
  readonly straightToEveryone: string | null;
}

const builtInSteps: readonly PageStep[] = ["person", "next", "everyone"];

/** The name of a step by its place, from 0. */
export const stepAt = (place: number, byPolicy: boolean): PageStep =>
  (byPolicy ? policySteps[place] : builtInSteps[place]) ?? "everyone";

/** The place of a step in its round, from 0. */
export function placeOfStep(step: PageStep): number {
  const place = builtInSteps.indexOf(step);
  return place === -1 ? (policySteps as readonly PageStep[]).indexOf(step) : place;
}

/** A step of one policy, before it is laid beside those of others. */
interface Part {
  readonly people: readonly string[];
  readonly waitMs: number;
}

/**
 * Whom a page calls in a round, step by step. Policies of several services are climbed side by side: a step calls whomever any of them
 * calls at its place, and waits as long as the shortest of them says. Services without a policy, and people called by name, go by what
 * is built in: person, next person, everyone. Where nobody concerned can be woken, the first call goes to everybody.
 */
export function courseOf(concerned: ConcernedByPolicies, round: number, builtIn: PagePolicy): Course {
  const { firstIds = [], onlyFirst = false, ...others } = concerned;
  const first = [...new Set(firstIds)].filter((id) => concerned.contacts.has(id));
  const rest = first.length > 0 && onlyFirst
    ? { rungs: [], rounds: builtIn.rounds, straightToEveryone: null }
    : courseWithout(others, round, builtIn);
  if (firstIds.length === 0 || (first.length === 0 && rest.straightToEveryone !== null)) return rest;
  if (first.length === 0) return { ...rest, rungs: rest.rungs.map((rung, place) => ({ ...rung, step: stepAt(place, true) })) };
  const before: Rung = { step: stepAt(0, true), people: first, waitMs: builtIn.acknowledgeWithinMs };
  const after = rest.rungs.map((rung, place) => ({ ...rung, step: stepAt(place + 1, true) }));
  return { rungs: [before, ...after], rounds: rest.rounds, straightToEveryone: null };
}

/** The same without whoever is called before anybody else. */
function courseWithout(concerned: ConcernedByPolicies, round: number, builtIn: PagePolicy): Course {
  const ladder = ladderOf(concerned);
  if (concerned.policies.length === 0) {
    const steps = ladder.straightToEveryone === null ? builtInSteps : (["everyone"] as const);
    return {
      rungs: steps.map((step) => ({ step, people: ofBuiltIn(ladder, step), waitMs: builtIn.acknowledgeWithinMs })),
      rounds: builtIn.rounds, straightToEveryone: ladder.straightToEveryone,
    };
  }
  const here = (ids: readonly string[]): readonly string[] => [...new Set(ids)].filter((id) => concerned.contacts.has(id));
  const climbs = concerned.policies.map((asked) => partsOf(asked, concerned.schedules, round));
  if (concerned.rotations.length > 0 || concerned.personIds.length > 0)
    climbs.push(builtInSteps.map((step) => ({ people: ofBuiltIn(ladder, step), waitMs: builtIn.acknowledgeWithinMs })));
  const height = Math.max(...climbs.map(({ length }) => length));
  const rungs = Array.from({ length: height }, (_, place): Rung => {
    const parts = climbs.flatMap((climb) => climb[place] ?? []);
    return {
      step: stepAt(place, true), people: here(
        parts.flatMap(({ people }) => people),
      ), waitMs: Math.min(...parts.map(({ waitMs }) => waitMs)),
    };
  });
  const rounds = Math.max(...concerned.policies.map(({ policy }) => policy.rounds));
  const called = here(rungs.flatMap(({ people }) => people));
  if (called.some((id) => canWake(concerned.contacts, id))) return { rungs, rounds, straightToEveryone: null };
  const waitMs = Math.min(...rungs.map((rung) => rung.waitMs));
  return {
    rungs: [{ step: "everyone", people: here([...called, ...concerned.everybody]), waitMs }], rounds,
    straightToEveryone: called.length > 0 ? "nobody whom the policy calls has a channel that can wake them" : "the policy calls nobody now",
  };
}

const ofBuiltIn = (ladder: ReturnType<typeof ladderOf>, step: PageStep): readonly string[] =>
  step === "person" || step === "next" || step === "everyone" ? ladder[step] : [];

/** The steps of one policy in a round; the last time around, and whenever calling begins again, it calls somebody more. */
function partsOf({ policy, rotationIds }: AskedPolicy, schedules: ReadonlyMap<string, OnCall>, round: number): Part[] {
  const peopleOf = (targets: readonly EscalationTarget[]): readonly string[] =>
    targets.flatMap((target) => {
      if (target.kind === "person") return [target.personId];
      const asked = (target.rotationId === null ? rotationIds : [target.rotationId]).flatMap((id) => schedules.get(id) ?? []);
      return asked.flatMap(({ now, next, members }) =>
        target.who === "onCall" ? now : target.who === "everyone" ? members : next === null ? [] : [next],
      );
    });
  const parts = policy.steps.map(({ targets, minutes }) => ({ people: peopleOf(targets), waitMs: minutes * 60_000 }));
  if (policy.lastly.length === 0 || round < policy.rounds - 1) return parts;
  return [...parts, { people: peopleOf(policy.lastly), waitMs: parts.at(-1)?.waitMs ?? 60_000 }];
}
