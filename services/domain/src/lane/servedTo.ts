import { bucketOf, isExposed } from "@ballast/schema";

/** A release that serves somebody in a lane. */
interface Serving {
  readonly releaseId: string;
  readonly version: string;
}

/** What a lane serves: everyone, and those who are served something else. */
export interface Served<Live extends Serving, Canary extends Serving> {
  readonly live: Live | null;
  readonly canary: (Canary & { readonly percent: number; readonly customers: readonly string[] }) | null;
}

/** Why a customer gets the release it gets: it is named, its place lies under the share, or everyone does. */
export type ServedBecause = "named" | "share" | "everyone";

/** What one customer gets. */
export interface ServedTo<Release> {
  readonly release: Release;
  readonly because: ServedBecause;
  /** Its place in the service, parts per 100,000. */
  readonly place: number;
}

/** Which release of a service a customer gets in a lane, and why; null where nothing serves. The router divides by the same hash. */
export function servedTo<Live extends Serving, Canary extends Serving>(
  { live, canary }: Served<Live, Canary>,
  service: string,
  customer: string,
): ServedTo<Live | Canary> | null {
  const place = bucketOf(service, customer);
  if (canary?.customers.includes(customer) === true) return { release: canary, because: "named", place };
  if (canary !== null && isExposed({ percent: canary.percent }, service, customer)) return { release: canary, because: "share", place };
  return live === null ? null : { release: live, because: "everyone", place };
}
