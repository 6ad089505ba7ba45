import { personDecider, serviceDecider } from "@ballast/domain";
import type { Log } from "@ballast/eventlog";
import type { Role } from "@ballast/schema";
import { foldRecord } from "./history.ts";

/** Whom a page is for. */
export interface Audience {
  readonly rotationId: string | null;
  readonly personIds: readonly string[];
}

/** The rotation of the first service that has one; without any, everybody who answers incidents: somebody must hear. */
export async function audienceOf(log: Log, serviceIds: readonly string[], purpose: "responders" | "commander"): Promise<Audience> {
  for (const id of serviceIds) {
    const { state: service } = await foldRecord(log, { category: "service", id, decider: serviceDecider });
    const rotationId = service.status === "registered" ? service.rotations[purpose] : null;
    if (rotationId !== null) return { rotationId, personIds: [] };
  }
  return { rotationId: null, personIds: await peopleWithRole(log, purpose === "commander" ? ["commander", "admin"] : responderRoles) };
}

/** Who answers incidents where nobody in particular is to. */
export const responderRoles: readonly Role[] = ["responder", "commander", "admin"];

/** Everybody active with one of these roles. */
export async function peopleWithRole(log: Log, roles: readonly Role[]): Promise<readonly string[]> {
  const ids = new Set<string>();
  for await (const { id } of log.readAll({ filter: { categories: ["person"] } })) ids.add(id);
  const people = await Promise.all([...ids].map(async (id) => ({ id, state: (await foldRecord(log, { category: "person", id, decider: personDecider })).state })));
  return people.flatMap(({ id, state }) => (state.status === "active" && state.roles.some((role) => roles.includes(role)) ? [id] : []));
}
