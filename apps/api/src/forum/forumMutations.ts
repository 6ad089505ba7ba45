import { Rejection } from "@ballast/domain";
import {
  forumDecider, isOpenSitting, knownForum, nextSittingOn, lastDayOf, runningForum, sittingDecider, type ForumCommand, type FoundedForum,
} from "@ballast/domain/forum";
import { foldRecord, idOf, lookingAgain, type Log } from "@ballast/eventlog";
import { own, type Cadence, type CadenceUnit as Unit, type ForumKind as Kind } from "@ballast/schema";
import { z } from "zod";
import { allows, permissions } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  dayField, idField, intField, lineField, listOf, objectField, optional, otherwise, reasonField, wordField, type InputField,
  type InputFields,
  type InputOf,
} from "../commands/inputFields.ts";
import { refuseStrangers, registered, serviceField } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import { CadenceUnit, dayOn, ForumKind } from "./forumType.ts";
import { othersOver } from "./oneOpen.ts";
import { servicesOfForum } from "./servicesOfForum.ts";

const personField = idField("Person", "Who answers for it; whoever founds it unless told.");
export const forumField = idField("Forum", "The series of reviews.");

const cadenceField: InputField<Cadence> = objectField(
  "CadenceInput",
  { every: intField("Every so many.", z.int().min(1).max(24)), unit: wordField<Unit>(CadenceUnit, "Weeks or months.") },
  { description: "How often it comes." },
);

const described = {
  title: lineField("What it is called."),
  kind: wordField<Kind>(ForumKind, "What it looks at."),
  services: otherwise(listOf(serviceField("A service that it is about; all of them unless told."), 50), []),
  vendor: optional(lineField("Whom it is about, of a review of a vendor.")),
  ownerId: optional(personField),
  participantIds: otherwise(listOf(idField("Person", "Who takes part."), 60), []),
  cadence: cadenceField,
  firstOn: dayField("The day of the first one, as 2026-12-15: the others are counted from it."),
  tellDaysBefore: otherwise(intField("How many days ahead its owner is told; 7 unless told.", z.int().min(0).max(28)), 7),
} satisfies InputFields;

/** What both founding and describing say, with people and services looked up. */
async function said(log: Log, { services, ownerId, participantIds, ...rest }: InputOf<typeof described>, owner: string) {
  await refuseStrangers(log, [ownerId ?? owner], ["ownerId"]);
  await refuseStrangers(log, participantIds, ["participantIds"]);
  const known = await Promise.all(services.map((name) => registered(log, name)));
  const { title, kind, vendor, cadence, firstOn, tellDaysBefore } = rest;
  return {
    title, kind, vendor, cadence, firstOn, tellDaysBefore, ownerId: ownerId ?? owner, participantIds: [...new Set(participantIds)],
    serviceIds: [...new Set(known.map(({ serviceId }) => serviceId))],
  };
}

/** Whoever runs the program, or owns this forum. */
export function refuseUnlessOwner({ principal: { roles, person } }: Run, { ownerId }: Pick<FoundedForum, "ownerId">): void {
  if (allows(roles, "forum.write") || person.id === ownerId) return;
  throw new Rejection("NOT_ALLOWED", `${person.name} does not own it; others need one of: ${permissions["forum.write"].join(", ")}.`);
}

/** Who founded a forum may be somebody else than who owns it. */
const foundForum = defineMutation({
  name: "foundForum",
  description: "Founds a series of reviews: architecture, a vendor, or the program. The next one is opened by itself, and its owner told.",
  permission: "forum.write",
  record: "Forum",
  input: described,
  touches: ({ services }) => (services.length === 0 ? null : services.map(({ serviceId }) => serviceId)),
  async act(run, input, { log }) {
    const id = idOf(forumDecider, run.commandId);
    if (await run.earlier(forumDecider, id)) return { id };
    const command = { type: "FoundForum", now: run.now, forumId: id, ...(await said(log, input, run.by)) } as const;
    await run.handle({ aggregate: forumDecider, id, guarded: true, command });
    return { id };
  },
});

/** Whether an input makes a series one about everything: no token that is limited to some services may. */
function isAboutAll(said: object): boolean {
  const services: unknown = own(said as Readonly<Record<string, unknown>>, "services");
  return Array.isArray(services) && services.length === 0;
}

interface ForumChange<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (
    input: InputOf<Fields> & { forumId: string }, at: { readonly run: Run; readonly log: Log; readonly forum: FoundedForum },
  ) => Promise<ForumCommand> | ForumCommand;
}

/** A mutation that changes one forum, by its owner or whoever runs the program. */
const changing = <const Fields extends InputFields>(name: string, { description, input, command }: ForumChange<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission: "forum.own",
    record: "Forum",
    input: { forumId: forumField, ...input },
    touches: ({ forumId, ...said }, context) => (isAboutAll(said) ? null : servicesOfForum(context, forumId as string)),
    async act(run, given, { log }) {
      const known = given as InputOf<Fields> & { forumId: string };
      const { forumId } = known;
      if (await run.earlier(forumDecider, forumId)) return { id: forumId };
      const forum = knownForum(await foldRecord(log, forumDecider, forumId), forumId);
      refuseUnlessOwner(run, forum);
      await run.handle({ aggregate: forumDecider, id: forumId, guarded: true, command: await command(known, { run, log, forum }) });
      return { id: forumId };
    },
  });

/** The next one, by hand: its time has not come yet, or the worker is away. */
const openSitting = defineMutation({
  name: "openSitting",
  description: "Opens the next review of a series now, for the day on which it is due or another one.",
  permission: "forum.own",
  record: "Sitting",
  input: { forumId: forumField, dueOn: optional(dayField("The day; when it is due unless told.")) },
  touches: ({ forumId }, context) => servicesOfForum(context, forumId),
  async act(run, { forumId, dueOn }, context) {
    const { log, readModel } = context;
    const forum = runningForum(await foldRecord(log, forumDecider, forumId), forumId);
    refuseUnlessOwner(run, forum);
    const known = readModel.forums.sittings({ filter: { forumId } });
    const last = known.map(lastDayOf).toSorted().at(-1) ?? null;
    // Its id is from the day of the series, whichever day it is held on: two who open the next one open the same.
    const next = nextSittingOn(forum, { last, today: dayOn(run.now, { asOf: undefined, context }) });
    const id = idOf(sittingDecider, forumId, next);
    if (await run.earlier(sittingDecider, id)) return { id };
    const same = known.find((one) => one.dueOn === dueOn && !isOpenSitting(one));
    if (same !== undefined)
      throw new Rejection("ALREADY_EXISTS", `that of ${same.dueOn} was opened and is ${same.status}: reopen it`, ["forumId"]);
    const command = {
      type: "OpenSitting", now: run.now, sittingId: id, forumId, dueOn: next, ...(dueOn === null ? {} : { movedTo: dueOn }),
    } as const;
    await lookingAgain(async () => {
      const decidedOn = await othersOver(context, { forum, sittingId: id, now: run.now });
      const { events, replayed } = await run.handle({ aggregate: sittingDecider, id, guarded: true, command, decidedOn });
      if (events.length === 0 && !replayed)
        throw new Rejection("ALREADY_EXISTS", `that of ${next} is open: hold it or skip it first`, ["forumId"]);
    });
    return { id };
  },
});

export const forumMutations: readonly Mutation[] = [
  foundForum,
  openSitting,
  changing("describeForum", {
    description: "Says anew what a series of reviews is about, who takes part and how often it comes.",
    input: { ...described, reason: optional(reasonField("Why.")) },
    command: async ({ forumId, reason, ...input }, { run, log, forum }) => ({
      type: "DescribeForum", now: run.now, forumId, reason, ...(await said(log, input as InputOf<typeof described>, forum.ownerId)),
    }),
  }),
  changing("endForum", {
    description: "Ends a series of reviews: it does not come again.",
    input: { reason: reasonField("Why.") },
    command: ({ forumId, reason }, { run }) => ({ type: "EndForum", now: run.now, forumId, reason }),
  }),
  changing("reopenForum", {
    description: "Lets a series of reviews come again.",
    input: { reason: reasonField("Why.") },
    command: ({ forumId, reason }, { run }) => ({ type: "ReopenForum", now: run.now, forumId, reason }),
  }),
];
