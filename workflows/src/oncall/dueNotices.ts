import {
  addressBy, gapNow, gapsAhead, isClosed, knowsOfGapAt, longUntried, newsIn, peopleAt, personDecider, rotationDecider, shiftsToTell,
  weekToTell,
  type CreatedRotation, type Person,
} from "@ballast/domain";
import { foldRecord, handle, ids, type RecordedEvent } from "@ballast/eventlog";
import { wakingChannels, type Notice } from "@ballast/schema";
import { peopleWithRole } from "../audience.ts";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { Turns } from "../reactor/turns.ts";
import { systemActor } from "../systemActor.ts";
import { namedIn, peopleIn, scheduleOf } from "./scheduleIn.ts";

/** A schedule is looked at so often, ms; after a change so long after the last one: people change several things. */
const [EVERY_MS, QUIET_MS] = [15 * 60_000, 2 * 60_000];

/** People who are here. */
type Here = Extract<Person, { status: "active" | "left" }>;

/**
 * What people are told by itself, found by time, each once however many workers look: gaps of a schedule before they happen and when they
 * are closed, one's own shifts, the week, and channels that were long not tried. A worker that was away tells what is still ahead.
 */
export function dueNotices(): OpenRecords {
  /** Of schedules, and of who reads of the week. */
  const turns = new Turns(EVERY_MS);
  /** Since when each is reached as they are, as far as it was heard of. */
  const reachedSince = new Map<string, string>();
  /** Who was told of gaps of a schedule: they are told when these are closed, whoever its owner is by then. */
  const toldOf = new Map<string, Set<string>>();
  const changed = ({ id, metadata }: RecordedEvent): void =>
    turns.set(`rotation/${id}`, Date.parse(metadata.recordedAt) + QUIET_MS);
  const reached = ({ id, metadata }: RecordedEvent): void => void reachedSince.set(id, metadata.occurredAt);
  return {
    notes: {
      RotationCreated: changed, RotationChanged: changed, LayerAdded: changed, OverrideAdded: changed, OverrideRemoved: changed,
      FallbackSet: changed, FindingKept: changed, RotationOwnerSet: changed,
      PersonJoined: reached, ContactsSet: reached,
      RemindersSet({ id, event: { data: { reminders } } }) {
        if (reminders.weekly) turns.set(`person/${id}`, 0);
        else turns.delete(`person/${id}`);
      },
      NoticeGiven({ id, event: { data: { notice: { kind, rotationId } } } }) {
        if (rotationId === null || (kind !== "gapAhead" && kind !== "gapToday")) return;
        toldOf.set(rotationId, (toldOf.get(rotationId) ?? new Set()).add(id));
      },
    },
    candidates: (now) => turns.next(now),
    async look(reaction, candidate) {
      const [kind, id = ""] = candidate.split("/");
      turns.looked(candidate, reaction.now().getTime());
      if (kind === "person") {
        await lookAtWeek(reaction, id);
        return null;
      }
      const rotation = await foldRecord(reaction.log, rotationDecider, id);
      if (rotation.status === "created") await lookAtSchedule(reaction, rotation, { told: toldOf.get(id) ?? new Set(), reachedSince });
      return null;
    },
  };
}

async function lookAtWeek(reaction: Reaction, personId: string): Promise<void> {
  const person = await foldRecord(reaction.log, personDecider, personId);
  if (person.status !== "active" || !person.reminders.weekly) return;
  const week = weekToTell(person.timeZone, reaction.now().getTime());
  if (week !== null) await give(reaction, person, { kind: "week", rotationId: null, channel: null, times: [week] });
}

interface Around {
  readonly told: ReadonlySet<string>;
  readonly reachedSince: ReadonlyMap<string, string>;
}

async function lookAtSchedule(reaction: Reaction, rotation: CreatedRotation, { told, reachedSince }: Around): Promise<void> {
  const now = reaction.now().getTime();
  const people = await peopleIn(reaction.log, [...new Set([...namedIn(rotation), ...told])]);
  const schedule = scheduleOf(rotation, people);
  const here = (id: string): readonly Here[] => {
    const person = people.get(id);
    return person?.status === "active" ? [person] : [];
  };
  const { rotationId, ownerId } = rotation;
  const turns = peopleAt(rotation.layers, now).flatMap(here);
  const owner = ownerId === null ? [] : here(ownerId);
  const open = gapNow({ ...schedule, kept: rotation.kept }, now);
  const { ahead, today } = gapsAhead({ ...schedule, kept: rotation.kept }, now);
  for (const person of owner.length > 0 ? owner : turns.length > 0 ? turns : await administrators(reaction)) {
    for (const [kind, times] of [["gapAhead", ahead], ["gapToday", today]] as const)
      await give(reaction, person, { kind, rotationId, channel: null, times });
    // What has begun before anybody was told of it: everybody left, or was taken out.
    if (open !== null && !knowsOfGapAt(person, rotationId, now))
      await give(reaction, person, { kind: "gapToday", rotationId, channel: null, times: [open] });
  }
  for (const person of [...told].flatMap(here)) {
    const known = person.told.filter((each) =>
      each.rotationId === rotationId && (each.kind === "gapAhead" || each.kind === "gapToday") && Date.parse(each.to) > now);
    const left = (from: string): string => new Date(Math.max(now, Date.parse(from))).toISOString();
    const closed = known.filter(({ from, to }) => isClosed(schedule, { from: left(from), to })).map(({ from, to }) => ({ from, to }));
    const times = [...new Map(closed.map((time) => [time.from, time])).values()];
    await give(reaction, person, { kind: "gapClosed", rotationId, channel: null, times });
  }
  for (const person of new Set([...turns, ...rotation.overrides.flatMap(({ personId }) => here(personId))])) {
    const times = shiftsToTell(schedule, person, now);
    await give(reaction, person, { kind: "shift", rotationId, channel: null, times: [...times] });
  }
  for (const person of turns) await remindOfChannels(reaction, person, reachedSince);
}

/** Whoever is told where a schedule belongs to nobody who is here, and nobody who is takes turns: the gap is theirs to close. */
async function administrators({ log }: Reaction): Promise<readonly Here[]> {
  const people = await peopleIn(log, await peopleWithRole(log, ["admin"]));
  return [...people.values()].flatMap((person) => (person.status === "active" ? [person] : []));
}

async function remindOfChannels(reaction: Reaction, person: Here, reachedSince: ReadonlyMap<string, string>): Promise<void> {
  for (const channel of wakingChannels.filter((each) => addressBy(person.contacts, each) !== null)) {
    const since = person.verified.find((each) => each.channel === channel)?.at ?? reachedSince.get(person.personId);
    const due = since === undefined ? null : longUntried(since, reaction.now().getTime());
    if (due !== null) await give(reaction, person, { kind: "channel", rotationId: null, channel, times: [due] });
  }
}

/** Whoever finds it first writes it down; what they know already is no news. */
async function give({ log, now }: Reaction, person: Here, notice: Notice): Promise<void> {
  if (newsIn(person, notice).length === 0) return;
  const { personId } = person;
  const at = now().toISOString();
  const commandId = ids.command("notice", personId, notice.kind, notice.rotationId ?? "", notice.channel ?? "", at);
  await handle(log, {
    aggregate: personDecider, id: personId, command: { type: "GiveNotice", now: at, personId, notice },
    context: { commandId, actor: systemActor("on-call notices"), now: at, correlationId: commandId, causationId: personId },
  });
}
