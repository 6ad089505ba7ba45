import { onCallAt, personDecider, rotationDecider, shifts } from "@ballast/domain";
import type { Log } from "@ballast/eventlog";
import type { Contacts, PageStep } from "@ballast/schema";
import { peopleWithRole, responderRoles } from "../audience.ts";
import { foldRecord } from "../history.ts";

/** Whom a page can reach. */
export interface Reachable {
  readonly personId: string;
  readonly name: string;
  readonly contacts: Contacts;
}

/** How far ahead the next person on call is looked for: five weeks of a weekly rotation. */
const aheadMs = 35 * 24 * 60 * 60_000;

/** Who is to be called at a step of the ladder, asked at the moment of sending. */
export async function peopleFor(log: Log, page: { rotationId: string | null; personIds: readonly string[] }, { step, at }: { step: PageStep; at: Date }): Promise<readonly Reachable[]> {
  const [first, next, all] = await ladderOf(log, page, at);
  const ids = step === "person" ? first : step === "next" ? next : all;
  const people = await reachableOf(log, ids);
  // A rotation in which nobody is left: somebody must hear.
  return step === "everyone" && people.length === 0 ? reachableOf(log, await peopleWithRole(log, responderRoles)) : people;
}

async function reachableOf(log: Log, ids: readonly string[]): Promise<readonly Reachable[]> {
  const people = await Promise.all([...new Set(ids)].map((personId) => reachable(log, personId)));
  return people.filter((person) => person !== null);
}

type Ladder = readonly [person: readonly string[], next: readonly string[], everyone: readonly string[]];

async function ladderOf(log: Log, { rotationId, personIds }: { rotationId: string | null; personIds: readonly string[] }, at: Date): Promise<Ladder> {
  if (rotationId === null) return [personIds.slice(0, 1), personIds.slice(1, 2), personIds];
  const { state: rotation } = await foldRecord(log, { category: "rotation", id: rotationId, decider: rotationDecider });
  if (rotation.status !== "created") return [personIds, [], personIds];
  const now = onCallAt(rotation, at.toISOString());
  const coming = shifts(rotation, at.toISOString(), new Date(at.getTime() + aheadMs).toISOString()).map(({ personId }) => personId);
  const next = coming.find((personId) => personId !== null && personId !== now);
  const layer = rotation.layers.filter(({ effectiveFrom }) => Date.parse(effectiveFrom) <= at.getTime()).at(-1);
  const present = (ids: readonly (string | null | undefined)[]): string[] => ids.filter((id) => id !== null && id !== undefined);
  return [present([now, ...personIds]), present([next]), present([now, ...(layer?.people ?? []), ...personIds])];
}

async function reachable(log: Log, personId: string): Promise<Reachable | null> {
  const { state: person } = await foldRecord(log, { category: "person", id: personId, decider: personDecider });
  return person.status === "active" ? { personId, name: person.name, contacts: person.contacts } : null;
}
