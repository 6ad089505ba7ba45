import { onCallAround, peopleAt, personDecider, rotationDecider, serviceDecider, type Person } from "@ballast/domain";
import { pagingDecider } from "@ballast/domain/escalation";
import { foldEvents, foldRecord, gathered, idOf, type Gathering, type Log } from "@ballast/eventlog";
import type { DataOf, EscalationTarget, Role } from "@ballast/schema";

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
  const [paging, ...services] = await Promise.all([
    foldRecord(log, pagingDecider, idOf(pagingDecider)), ...serviceIds.map((id) => foldRecord(log, serviceDecider, id)),
  ]);
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

/** Everybody, as the log has them: each page asks for them, and is not to wait for a long log. */
const everybody: Gathering<Map<string, Person>> = {
  filter: { categories: ["person"] },
  nothing: () => new Map(),
  note: (found, recorded) => void found.set(recorded.id, foldEvents(personDecider, [recorded], found.get(recorded.id))),
};

/** Everybody active with one of these roles. */
export async function peopleWithRole(log: Log, roles: readonly Role[]): Promise<readonly string[]> {
  const people = await gathered(log, everybody);
  return [...people].flatMap(([id, state]) =>
    (state.status === "active" && state.roles.some((role) => roles.includes(role)) ? [id] : []));
}

/** Whom a target of a policy names at a moment; `own`: the rotations of the services that it is asked for. */
export async function calledByTarget(
  log: Log, target: EscalationTarget, { at, own }: { readonly at: Date; readonly own: readonly string[] },
): Promise<readonly string[]> {
  if (target.kind === "person") return [target.personId];
  const rotations = await Promise.all(
    (target.rotationId === null ? own : [target.rotationId]).map((id) => foldRecord(log, rotationDecider, id)),
  );
  return rotations.flatMap((rotation) => {
    if (rotation.status !== "created") return [];
    if (target.who === "everyone") return peopleAt(rotation.layers, at.getTime());
    const { now, next } = onCallAround({ ...rotation, left: new Map() }, at.toISOString());
    return target.who === "onCall" ? now : next === null ? [] : [next];
  });
}
