import { movesCustomers } from "@ballast/domain/targeting";
import { dividedBy, type FlagInEnvironment } from "@ballast/flags";
import type { RecordOf } from "../graphql/context.ts";
import type { Scope } from "../graphql/scope.ts";
import { contextFor, customerThen, evaluated, worldOf } from "./asked.ts";

/** So many changes are gone back over at most; who has had the same for longer has it since then at least. */
const MOST_CHANGES = 50;

/** Whose answer is asked for. */
export interface AskedOf {
  readonly scope: Scope;
  readonly targeting: RecordOf<"Targeting">;
  readonly subject: FlagInEnvironment;
  readonly customer: string;
  /** Whether what changed the flag is gone back over; of many flags at once only the last change is told. */
  readonly looksBack: boolean;
}

/**
 * Since when a customer gets this variant: back over what changed the flag for anybody, as long as it would have got the same. What is
 * known
 * of it, and the segments and flags that the rules ask for, are taken as they are at the moment looked at.
 */
export function sinceWhen({ scope, targeting, subject, customer, looksBack }: AskedOf, variant: string | null): string {
  if (!looksBack) return targeting.row.turnedAt;
  const { targetings } = scope.context.readModel;
  const context = dividedBy(contextFor(customer, customerThen(scope, customer)), subject.flag.bucketBy);
  const world = worldOf(scope, targeting.environment);
  const changes = targetings.steps(targeting.key, scope.asOf).filter(({ before, after }) => movesCustomers(before, after));
  let since = targeting.row.turnedAt;
  for (const { recorded, before } of changes.toReversed().slice(0, MOST_CHANGES)) {
    since = recorded.metadata.occurredAt;
    if (before === null || evaluated({ ...subject, targeting: before }, world, context).variant !== variant) break;
  }
  return since;
}
