import { personDecider, type Person, type RotationPlan, type RotationSchedule } from "@ballast/domain";
import { foldRecord, type Log } from "@ballast/eventlog";

/** Everybody whom a schedule names, in its layers, overrides and gaps. */
export const namedIn = ({ layers, overrides, fallbacks, ownerId }: RotationPlan): readonly string[] => [
  ...new Set([
    ...layers.flatMap(({ people }) => people), ...overrides.map(({ personId }) => personId),
    ...fallbacks.flatMap(({ personId }) => personId ?? []), ...(ownerId === null ? [] : [ownerId]),
  ]),
];

/** These people, as they are now. */
export const peopleIn = async (log: Log, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> =>
  new Map(await Promise.all(ids.map(async (id) => [id, await foldRecord(log, personDecider, id)] as const)));

/** Whoever is not here is on call nowhere from now on; since when they are gone is the same to what is ahead. */
export const scheduleOf = (plan: RotationPlan, people: ReadonlyMap<string, Person>): RotationSchedule => ({
  ...plan, left: new Map([...people].flatMap(([id, { status }]) => (status === "active" ? [] : [[id, new Date(0).toISOString()]]))),
});

/** A schedule with who has left, as on-call calculations take it. */
export const scheduleIn = async (log: Log, plan: RotationPlan): Promise<RotationSchedule> =>
  scheduleOf(plan, await peopleIn(log, namedIn(plan)));
