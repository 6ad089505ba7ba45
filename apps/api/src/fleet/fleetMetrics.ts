import { z } from "zod";

/** One second of one release. */
const second = z.object({ at: z.string(), requests: z.int(), errors: z.int(), p95Ms: z.number() });
const numbers = z.object({ requests: z.int(), errors: z.int(), p95Ms: z.number(), customers: z.int(), perSecond: z.array(second) });
const answer = z.object({ releases: z.record(z.string(), numbers) });

/** What one release did in a window, as the fleet counted it. */
export type FleetNumbers = z.infer<typeof numbers>;

/** A lane and a time. */
export interface FleetWindow {
  readonly service: string;
  readonly environment: string;
  readonly from: Date;
  readonly to: Date;
}

/** A page that shows numbers must not wait long for them. */
const patienceMs = 1_500;

/**
 * Asks the fleet's control address for a lane's numbers, by version. Null when there is no fleet, it does not answer
 * in time, or it knows nothing of the lane: "no data", which is never shown as healthy. This is the only question the
 * API has for a target; everything else targets do goes through workflows, so it imports nothing of theirs.
 */
export async function fleetNumbers(
  address: string | null,
  { service, environment, from, to }: FleetWindow,
): Promise<Readonly<Record<string, FleetNumbers>> | null> {
  if (address === null || from.getTime() >= to.getTime()) return null;
  const url = `${address}/lanes/${encodeURIComponent(service)}/${encodeURIComponent(environment)}/window?from=${from.getTime()}&to=${to.getTime()}`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    const read = answer.safeParse(await response.json());
    return response.ok && read.success ? read.data.releases : null;
  } catch (error) {
    if (error instanceof Error) return null; // unreachable or late: no data
    throw error;
  }
}
