import { randomUUID } from "node:crypto";
import { deliveryDecider } from "@ballast/domain/delivery";
import { handleRegardless } from "@ballast/eventlog";
import { KEPT_NOTES, MOST_BODY_BYTES, MOST_NOTED, type DataOf, type Delivery } from "@ballast/schema";
import type { ApiServer } from "../../graphql/context.ts";
import { cut, whole } from "../cut.ts";

/** A delivery and what became of it; `body` says what is kept of it, without its key, and is asked only where there is room. */
export interface Noted extends Omit<Delivery, "deliveryId" | "at" | "body"> {
  readonly body: () => string;
}

/** Notes what came by integrations, behind what it is about: nobody waits for it, and in a storm most is only counted. */
export interface Ledger {
  note(integration: Pick<DataOf<"IntegrationAdded">, "integrationId" | "name">, noted: Noted): void;
  /** Writes what has not been written yet. */
  close(): Promise<void>;
}

interface Pending {
  readonly name: string;
  deliveries: Delivery[];
  more: number;
  /** Until when nothing is written, ms since 1970. */
  quietUntil: number;
  timer: NodeJS.Timeout | null;
}

/** A note an integration and server each so many ms. */
const EVERY_MS = 1_000;

/** As it is kept: a large body is not, nor one that turns out larger than was said. */
function deliveryOf({ body, bytes, ...noted }: Noted, at: Date): Delivery {
  const text = bytes > MOST_BODY_BYTES ? "" : whole(body());
  return {
    ...noted, why: cut(noted.why, 2_000), action: cut(noted.action, 300), deliveryId: randomUUID(), at: at.toISOString(), bytes,
    body: text === "" || Buffer.byteLength(text) > MOST_BODY_BYTES ? null : text,
  };
}

/** Opens it for one server. */
export function ledgerOf({ log, now, logger }: Pick<ApiServer, "log" | "now" | "logger">): Ledger {
  const pending = new Map<string, Pending>();
  const underWay = new Set<Promise<void>>();

  const write = (integrationId: string, one: Pending): void => {
    if (one.timer !== null) clearTimeout(one.timer);
    const { deliveries, more, name } = one;
    Object.assign(one, { deliveries: [], more: 0, timer: null });
    if (deliveries.length === 0) return;
    const at = now().toISOString();
    const commandId = randomUUID();
    const written = (one.quietUntil === 0 ? log.setMaxCount(`delivery-${integrationId}`, KEPT_NOTES) : Promise.resolve())
      .then(() =>
        handleRegardless(log, {
          aggregate: deliveryDecider, id: integrationId, command: { type: "NoteDeliveries", integrationId, deliveries, more },
          context: {
            commandId, actor: { personId: null, name, means: "webhook" }, now: at, correlationId: commandId, causationId: integrationId,
          },
        }))
      .then(
        () => undefined,
        (error: unknown) => logger.warn({ err: error, integrationId }, "what came by an integration was not noted"),
      )
      .finally(() => underWay.delete(written));
    one.quietUntil = Date.now() + EVERY_MS;
    underWay.add(written);
  };

  return {
    note({ integrationId, name }, noted) {
      const one = pending.get(integrationId) ?? { name, deliveries: [], more: 0, quietUntil: 0, timer: null };
      pending.set(integrationId, one);
      if (one.deliveries.length < MOST_NOTED) one.deliveries.push(deliveryOf(noted, now()));
      else {
        one.more += 1;
        // What was refused is what somebody looks for.
        const lesser = noted.outcome === "refused" ? one.deliveries.findIndex(({ outcome }) => outcome !== "refused") : -1;
        if (lesser >= 0) one.deliveries[lesser] = deliveryOf(noted, now());
      }
      const wait = one.quietUntil - Date.now();
      if (wait <= 0) write(integrationId, one);
      else one.timer ??= setTimeout(() => write(integrationId, one), wait).unref();
    },
    async close() {
      for (const [integrationId, one] of pending) write(integrationId, one);
      await Promise.all(underWay);
    },
  };
}
