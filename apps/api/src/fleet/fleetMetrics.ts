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

const counts = z.object({ requests: z.int(), errors: z.int() });
const dividedAnswer = z.array(counts.nullable());
const customersAnswer = z.array(z.string());

/** What some customers met with, as the fleet counted it. */
export type FleetCounts = z.infer<typeof counts>;

/** Asks the fleet about a lane; null where it does not answer in time, or not what is asked for. */
async function asked<Answer>(
  schema: z.ZodType<Answer>,
  { address, window: { service, environment }, path, body }: { address: string; window: FleetWindow; path: string; body?: object },
): Promise<Answer | null> {
  const url = `${address}/lanes/${encodeURIComponent(service)}/${encodeURIComponent(environment)}${path}`;
  const post = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  try {
    const response = await fetch(url, { ...post, signal: AbortSignal.timeout(patienceMs) });
    const read = schema.safeParse(await response.json());
    return response.ok && read.success ? read.data : null;
  } catch (error) {
    if (error instanceof Error) return null; // unreachable or late: no data
    throw error;
  }
}

/** Customers with requests to a lane in a window; null: no data. */
export const fleetCustomers = (address: string, window: FleetWindow): Promise<readonly string[] | null> =>
  asked(customersAnswer, { address, window, path: `/customers?from=${window.from.getTime()}&to=${window.to.getTime()}` });

/** What groups of customers met with in a lane and other services of its environment, in the groups' order; null: no data. */
export const fleetDivided = (
  address: string,
  window: FleetWindow & { readonly services: readonly string[]; readonly groups: readonly (readonly string[])[] },
): Promise<readonly (FleetCounts | null)[] | null> =>
  asked(dividedAnswer, {
    address, window, path: "/divide",
    body: { from: window.from.getTime(), to: window.to.getTime(), services: window.services, groups: window.groups },
  });

/**
 * Asks the fleet's control address for a lane's numbers, by version. Null when there is no fleet, it does not answer
 * in time, or it knows nothing of the lane: "no data", which is never shown as healthy. Beside what flags did this is all the
 * API asks of a target; everything else targets do goes through workflows, so it imports nothing of theirs.
 */
export async function fleetNumbers(
  address: string | null,
  window: FleetWindow,
): Promise<Readonly<Record<string, FleetNumbers>> | null> {
  const { from, to } = window;
  if (address === null || from.getTime() >= to.getTime()) return null;
  const found = await asked(answer, { address, window, path: `/window?from=${from.getTime()}&to=${to.getTime()}` });
  return found?.releases ?? null;
}
