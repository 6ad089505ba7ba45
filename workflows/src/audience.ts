import { personDecider, serviceDecider } from "@ballast/domain";
import { foldRecord, type Log } from "@ballast/eventlog";
import type { Role } from "@ballast/schema";

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
