import { personDecider, serviceDecider } from "@ballast/domain";
import { pagingDecider } from "@ballast/domain/escalation";
import { foldRecord, idOf, type Log } from "@ballast/eventlog";
import type { DataOf, Role } from "@ballast/schema";

/** What people are called for. */
export type Purpose = "responders" | "commander";

/** The rotations that answer for these services, each once; none where no service has one. */
export async function rotationsOf(log: Log, serviceIds: readonly string[], purpose: Purpose): Promise<readonly string[]> {
  const services = await Promise.all(serviceIds.map((id) => foldRecord(log, serviceDecider, id)));
  return [
    ...new Set(
      services.map((service) => (service.status === "registered" ? service.rotations[purpose] : null)).filter((id) => id !== null),
    ),
  ];
}

/**
 * Who is to be called for these services: the policies of those that have one, or for which the default holds, and the rotations of the
 * others. Commanders are called by their rotations alone.
 */
export async function calledFor(
  log: Log, serviceIds: readonly string[], purpose: Purpose,
): Promise<Pick<DataOf<"PageRequested">, "rotationIds" | "escalations">> {
  if (purpose === "commander") return { rotationIds: [...(await rotationsOf(log, serviceIds, purpose))], escalations: [] };
  const paging = await foldRecord(log, pagingDecider, idOf(pagingDecider));
  const services = await Promise.all(serviceIds.map((id) => foldRecord(log, serviceDecider, id)));
  const policies = new Map<string, Set<string>>();
  const rotationIds = new Set<string>();
  for (const service of services) {
    if (service.status !== "registered") continue;
    const { responders } = service.rotations;
    const escalationId = service.escalationId ?? (paging.status === "set" ? paging.escalationId : null);
    const own = escalationId === null ? rotationIds : (policies.get(escalationId) ?? new Set());
    if (responders !== null) own.add(responders);
    if (escalationId !== null) policies.set(escalationId, own);
  }
  return {
    rotationIds: [...rotationIds], escalations: [...policies].map(([escalationId, own]) => ({ escalationId, rotationIds: [...own] })),
  };
}

/** Who is called where nobody in particular is to. */
export const rolesCalled: Readonly<Record<Purpose, readonly Role[]>> = {
  responders: ["responder", "commander", "admin"], commander: ["commander", "admin"],
};

/** Everybody active with one of these roles. */
export async function peopleWithRole(log: Log, roles: readonly Role[]): Promise<readonly string[]> {
  const ids = new Set<string>();
  for await (const { id } of log.readAll({ filter: { categories: ["person"] } })) ids.add(id);
  const people = await Promise.all([...ids].map(async (id) => ({ id, state: await foldRecord(log, personDecider, id) })));
  return people.flatMap(({ id, state }) => (state.status === "active" && state.roles.some((role) => roles.includes(role)) ? [id] : []));
}
