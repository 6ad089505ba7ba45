import { ladderOf, onCallAt, personDecider, rotationDecider, shifts, type Ladder, type OnCall } from "@ballast/domain";
import type { Log } from "@ballast/eventlog";
import type { Contacts, DataOf } from "@ballast/schema";
import { peopleWithRole, rolesCalled } from "../audience.ts";
import { foldRecord } from "../history.ts";

/** How far ahead the next person on call is looked for: five weeks of a weekly rotation. */
const aheadMs = 35 * 24 * 60 * 60_000;

/** Whom the steps of a page call, and how each can be reached. */
export interface Reachable {
  readonly ladder: Ladder;
  readonly contacts: ReadonlyMap<string, Contacts>;
}

/** Asked at the moment of sending: rotations, people and their channels may have changed since the page was asked for. */
export async function reachableFor(log: Log, request: DataOf<"PageRequested">, at: Date): Promise<Reachable> {
  const rotations = (await Promise.all(request.rotationIds.map((id) => onCallOf(log, id, at)))).filter((rotation) => rotation !== null);
  const everybody = await peopleWithRole(log, rolesCalled[request.purpose]);
  const ids = [...rotations.flatMap(({ now, next, members }) => [now, next, ...members]), ...request.personIds, ...everybody];
  const contacts = await contactsOf(log, [...new Set(ids.filter((id) => id !== null))]);
  return { contacts, ladder: ladderOf({ rotations, personIds: request.personIds, contacts, everybody }) };
}

async function onCallOf(log: Log, rotationId: string, at: Date): Promise<OnCall | null> {
  const { state: rotation } = await foldRecord(log, { category: "rotation", id: rotationId, decider: rotationDecider });
  if (rotation.status !== "created") return null;
  const now = onCallAt(rotation, at.toISOString());
  const coming = shifts(rotation, at.toISOString(), new Date(at.getTime() + aheadMs).toISOString()).map(({ personId }) => personId);
  const next = coming.find((personId) => personId !== null && personId !== now) ?? null;
  const layer = rotation.layers.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= at.getTime());
  return { now, next, members: layer?.people ?? [] };
}

/** Of those who are here; who has left is not called. */
async function contactsOf(log: Log, ids: readonly string[]): Promise<ReadonlyMap<string, Contacts>> {
  const people = await Promise.all(ids.map(async (id) => ({ id, person: (await foldRecord(log, { category: "person", id, decider: personDecider })).state })));
  return new Map(people.flatMap(({ id, person }) => (person.status === "active" ? [[id, person.contacts] as const] : [])));
}
