import { Rejection } from "@ballast/domain";
import type { ManagedFlag } from "@ballast/domain/flag";
import type { OpenTargeting } from "@ballast/domain/targeting";
import type { Cohort } from "@ballast/schema";
import { cohortProof } from "./cohort.ts";
import { compileFlag, type CompiledFlag } from "./compile.ts";
import { ask, compileStrictly, engineOf } from "./engine.ts";
import { engineNamed, type Engine } from "./engines.ts";
import type { ProofSource } from "./proving.ts";
import { dividesEvenly, type Dividing } from "./shares.ts";
import type { FlagInEnvironment } from "./steps.ts";

/** What another engine does to whom. */
export interface EngineProof {
  /** By environment, in the order of their names. */
  readonly cohorts: readonly { readonly environment: string; readonly cohort: Cohort }[];
  /**
   * Whether customers are divided anew: one that is known gets something else, or the flag has a share and the engines place people
   * otherwise. So it is taken to be, too, where what divides them now is not known here.
   */
  readonly rebuckets: boolean;
}

/** So many made-up customers are placed by both engines. */
const PROBES = 1_000;

/**
 * Whom a flag's change to another engine moves, in each of its environments, over everybody known to this server. Flags that need it go on
 * asking it by their own engine.
 * @throws Rejection UNKNOWN_ENGINE; CANNOT_COMPILE where the other engine could not say the flag
 */
export function provenEngine(
  source: ProofSource,
  flag: ManagedFlag,
  { to, targetings }: { readonly to: string; readonly targetings: readonly OpenTargeting[] },
): EngineProof {
  const other = engineOf({ key: flag.key, engine: to });
  const changed = targetings
    .toSorted((one, two) => (one.environment < two.environment ? -1 : 1))
    .map((targeting) => ({
      before: asItIs({ flag, targeting }, source),
      after: compileStrictly({ flag: { ...flag, engine: to }, targeting }, source.held.world(targeting.environment)),
    }));
  const cohorts = changed.map(({ before, after }) => ({
    environment: after.targeting.environment,
    cohort: cohortProof({ before, after, customers: source.held.customers(), position: source.position() }),
  }));
  const moves = cohorts.some(({ cohort }) => cohort.enter + cohort.leave + cohort.switch > 0);
  const divides = changed.some(({ after: { steps } }) => steps.some(({ split }) => split));
  const now = engineNamed(flag.engine);
  return { cohorts, rebuckets: moves || (divides && (now === undefined || !dividesAlike(now, other, flag))) };
}

/** Null where what it gives now cannot be told here: everybody who is given something then enters. */
function asItIs(subject: FlagInEnvironment, source: ProofSource): CompiledFlag | null {
  if (engineNamed(subject.flag.engine) === undefined) return null;
  try {
    return compileFlag(subject, source.held.world(subject.targeting.environment));
  } catch (error) {
    if (error instanceof Rejection) return null;
    throw error;
  }
}

/** Whether two engines put the same people in the same hundredth. */
function dividesAlike(one: Engine, other: Engine, { seed }: Dividing): boolean {
  const { logic, words } = dividesEvenly({ seed, bucketBy: "targetingKey" }, 100);
  const [first, second] = [ask(one, logic, words), ask(other, logic, words)];
  return Array.from({ length: PROBES }, (_, index) => ({ targetingKey: `probe-${String(index)}` })).every(
    (context) => first(context) === second(context),
  );
}
