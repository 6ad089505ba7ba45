import { share } from "@ballast/schema/words";
import type { Thresholds } from "@ballast/schema";

/** What is known once a deploy went back. */
export interface Aftermath {
  readonly thresholds: Thresholds;
  /** Whether the errors are gone; null = not measured. */
  readonly recovered: boolean | null;
  /** Traffic could not be brought back. */
  readonly rollbackFailed: boolean;
  /** Compensations that did not work, by what they were to restore. */
  readonly failedUndos: readonly string[];
  /** Customers who saw errors. */
  readonly customerCount: number;
  /** Failed requests among all of the lane's while it was exposed, parts per 100,000; null = not measured. */
  readonly errorsPer100k: number | null;
}

/** Why somebody has to be called after a deploy went back; null when telling the deployer is enough. */
export function reasonToPage({
  thresholds, recovered, rollbackFailed, failedUndos, customerCount, errorsPer100k,
}: Aftermath): string | null {
  if (rollbackFailed) return "the rollback failed: customers may still be on the bad release";
  if (recovered === false) return "errors go on after the rollback";
  if (failedUndos.length > 0) return `not everything could be undone: ${failedUndos.join(", ")} failed`;
  if (customerCount >= thresholds.pageCustomers)
    return `${customerCount} customers saw errors (the service pages from ${thresholds.pageCustomers})`;
  if (errorsPer100k !== null && errorsPer100k >= thresholds.pageErrorsPer100k)
    return `${share(errorsPer100k)} of all requests failed (the service pages from ${share(thresholds.pageErrorsPer100k)})`;
  return null;
}
