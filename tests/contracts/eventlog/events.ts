import { randomUUID } from "node:crypto";
import { ids, type NewEvent } from "@ballast/eventlog";
import type { Actor, BallastEvent } from "@ballast/schema";

export const actor: Actor = { personId: null, name: "contract", means: "system" };

/** A command's frame, a new one each time. */
export const context = (commandId: string = randomUUID()) =>
  ({ commandId, actor, now: "2026-11-01T10:00:00.000Z", correlationId: commandId, causationId: commandId }) as const;

/** An event ready to append. */
export function newEvent(event: BallastEvent, commandId: string = randomUUID(), eventId: string = randomUUID()): NewEvent {
  const now = "2026-11-01T10:00:00.000Z";
  return {
    eventId, event, metadata: { actor, occurredAt: now, recordedAt: now, commandId, $correlationId: commandId, $causationId: commandId },
  };
}

/** A service under a name of its own: the store may hold anything already. */
export function registered(slug = `s${randomUUID().replaceAll("-", "").slice(0, 20)}`): { serviceId: string; event: BallastEvent } {
  const serviceId = ids.service(slug);
  return { serviceId, event: { type: "ServiceRegistered", data: { serviceId, slug, name: slug, description: "" } } };
}

/** The n-th description of a service: a cheap event to count. */
export const described = (serviceId: string, n: number): BallastEvent => ({
  type: "ServiceDescribed",
  data: { serviceId, name: `n${n}`, description: "", repositoryUrl: null, runbookUrl: null },
});
