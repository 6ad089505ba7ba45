import { Rejection, sameContent, type Aggregate } from "@ballast/domain";
import type { ManagedFlag } from "@ballast/domain/flag";
import {
  changedBy, targetingDecider, type FlagFacts, type OpenTargeting, type Targeting, type TargetingCommand,
} from "@ballast/domain/targeting";
import type { Cohort, FlagPolicy, TargetingChange, TargetingEvent } from "@ballast/schema";
import { cohortProof, cohortProofInPieces, type CohortQuestion } from "./cohort.ts";
import { compileFlag, type CompiledFlag } from "./compile.ts";
import { compileStrictly } from "./engine.ts";
import type { FlagFollower } from "./following/followFlags.ts";
import type { FlagInEnvironment, FlagWorld } from "./steps.ts";

/** What a proof is worked out with: flags, segments and customers as one server holds them. */
export interface ProofSource extends Pick<FlagFollower, "position"> {
  readonly held: Pick<FlagFollower["held"], "world" | "customers">;
}

/** What a command does to a flag: one of the changes, or the end of its kills. */
export type Moving = TargetingChange | { readonly kind: "kill" } | { readonly kind: "release"; readonly killIds: readonly string[] };

/** What a command is told of its change, once that is known. */
export interface Proof {
  readonly cohort: Cohort;
  readonly facts: FlagFacts;
}

/** A command whose cohort is worked out on the very state that it is decided on. */
export interface ProvenCommand {
  /** Null where it moves nobody, or names what is not there: the rules refuse it. */
  readonly moving: (targeting: OpenTargeting) => Moving | null;
  readonly command: (proof: Proof) => TargetingCommand;
}

/** Whose proof, by which policy. */
export interface Proving {
  readonly source: ProofSource;
  readonly flag: ManagedFlag;
  readonly policy: FlagPolicy;
  /** What was worked out before: it holds for that state and that move, and for no other. */
  readonly ahead?: ProvenAhead | null;
}

/** A proof that was worked out before something is decided. */
export interface ProvenAhead {
  readonly targeting: OpenTargeting;
  readonly move: Moving;
  readonly cohort: Cohort;
}

/** A flag after what moves it. */
export function movedBy(targeting: OpenTargeting, moving: Moving): OpenTargeting {
  if (moving.kind === "kill") return { ...targeting, kills: [...targeting.kills, { killId: "", reason: null, incidentId: null }] };
  if (moving.kind === "release") return { ...targeting, kills: targeting.kills.filter(({ killId }) => !moving.killIds.includes(killId)) };
  return changedBy(targeting, moving);
}

/** What a command is told of a flag. */
export const factsOf = ({ flag: { key, variants, archived }, policy }: Pick<Proving, "flag" | "policy">): FlagFacts =>
  ({ key, variants: variants.map(({ name }) => name), archived, policy });

/**
 * Who enters, leaves and switches when a flag is moved so, over everybody known to this server.
 * @throws Rejection CANNOT_COMPILE, PREREQUISITE_CIRCLE, UNKNOWN_VARIANT where the engine could not say it
 */
export const proveMove = (proving: Pick<Proving, "source" | "flag">, targeting: OpenTargeting, moving: Moving): Cohort =>
  cohortProof(questionOf(proving, targeting, moving));

function questionOf({ source, flag }: Pick<Proving, "source" | "flag">, targeting: OpenTargeting, moving: Moving): CohortQuestion {
  const world = source.held.world(targeting.environment);
  const before = asItIs({ flag, targeting }, world);
  const after = compileStrictly({ flag, targeting: movedBy(targeting, moving) }, world);
  return { before, after, customers: source.held.customers(), position: source.position() };
}

/**
 * The same, worked out before anything is decided and in pieces, so that a server of many customers answers others meanwhile; null where
 * the engine could not say it, which whoever decides then says.
 */
export async function proveAhead(proving: Proving, targeting: OpenTargeting, move: Moving): Promise<ProvenAhead | null> {
  try {
    return { targeting, move, cohort: await cohortProofInPieces(questionOf(proving, targeting, move)) };
  } catch (error) {
    if (error instanceof Rejection) return null;
    throw error;
  }
}

const holdsFor = (ahead: ProvenAhead, targeting: OpenTargeting, move: Moving): boolean =>
  sameContent(ahead.targeting, targeting) && sameContent(ahead.move, move);

/** A flag that cannot be compiled any more gives nobody anything: whoever mends it must not be refused for that. */
function asItIs(subject: FlagInEnvironment, world: FlagWorld): CompiledFlag | null {
  try {
    return compileFlag(subject, world);
  } catch (error) {
    if (error instanceof Rejection) return null;
    throw error;
  }
}

/** Where nobody is moved. */
const nobody = ({ position }: ProofSource): Cohort => ({
  known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
  position: position(), compiler: "", engine: "",
});

/**
 * The rules of flags with the proof of each change: what is decided, appended and shown is of one state. Whoever was faster
 * makes it decide, and prove, anew.
 */
export const provenTargeting = (proving: Proving): Aggregate<Targeting, ProvenCommand, TargetingEvent> => ({
  ...targetingDecider,
  decide({ moving, command }, targeting) {
    const decided = (cohort: Cohort): readonly TargetingEvent[] =>
      targetingDecider.decide(command({ cohort, facts: factsOf(proving) }), targeting);
    const move = targeting.status === "open" ? moving(targeting) : null;
    if (targeting.status === "absent" || move === null) return decided(nobody(proving.source));
    try {
      const { ahead = null } = proving;
      return decided(ahead !== null && holdsFor(ahead, targeting, move) ? ahead.cohort : proveMove(proving, targeting, move));
    } catch (error) {
      // The rules say more plainly than the engine what is wrong with a change, where both refuse it.
      if (error instanceof Rejection && error.code === "CANNOT_COMPILE") decided(nobody(proving.source));
      throw error;
    }
  },
});
