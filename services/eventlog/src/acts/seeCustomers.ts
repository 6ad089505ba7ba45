import { customerDecider } from "@ballast/domain/customer";
import { customerKey, type Actor, type CustomerDoor } from "@ballast/schema";
import type { Log } from "../connectLog.ts";
import { handle } from "../handle.ts";
import { idOf, ids } from "../ids.ts";

/** So many are written at a time: to be seen is no reason to hold others up. */
const AT_ONCE = 8;

/** Customers who came by a door. */
export interface CustomersSeen {
  readonly door: CustomerDoor;
  /** As applications send them; what can be no customer's id is left out. */
  readonly customers: readonly string[];
  /** When, ISO. */
  readonly at: string;
  /** ISO, UTC. */
  readonly now: string;
  readonly actor: Actor;
  readonly correlationId: string;
  /** What they were seen in: an event, an integration. */
  readonly causationId: string;
}

/**
 * Notes that customers came by a door: each once a day, whoever notes it and however often.
 * @throws LogUnavailable; what was noted until then stays
 */
export async function seeCustomers(
  log: Log,
  { door, customers, at, now, actor, correlationId, causationId }: CustomersSeen,
): Promise<void> {
  const known = [...new Set(customers)].filter((id) => customerKey.safeParse(id).success);
  for (let from = 0; from < known.length; from += AT_ONCE) {
    await Promise.all(
      known.slice(from, from + AT_ONCE).map((id) => {
        const customerId = idOf(customerDecider, id);
        const context = { commandId: ids.command("seen", causationId, customerId), actor, now, occurredAt: at, correlationId, causationId };
        return handle(log, {
          aggregate: customerDecider, id: customerId, command: { type: "SeeCustomer", now, customerId, id, door, at }, context,
        });
      }),
    );
  }
}
