import { find as recordIn, incidentDecider, Rejection } from "@ballast/domain";
import { publicationDecider } from "@ballast/domain/publication";
import { foldRecord, idOf, ids, type Log } from "@ballast/eventlog";
import { streamName, type LinkedKind as Kind, type PublicationSubject } from "@ballast/schema";
import type { Mutation } from "../commands/defineMutation.ts";
import { flagField, instantField, lineField, optional, otherwise, partIdField, wordField, wordsField } from "../commands/inputFields.ts";
import { Confidence, LinkedKind, LinkType, Visibility } from "../graphql/enums.ts";
import type { ApiContext } from "../graphql/context.ts";
import { changeIncident } from "./changeIncident.ts";
import { becauseField, linkedRecordField, minutesField, whyField } from "./incidentInputs.ts";
import { refuseUnlessPublishing } from "./publishing.ts";

const entryField = partIdField("The entry.");

/** A link to nothing would look like a finding. Entries of the timeline may be any moment, so that they are not looked up. */
async function refuseUnknownRecord(log: Log, kind: Kind, recordId: string): Promise<void> {
  if (kind === "entry") return;
  const { events } = await log.read(streamName(kind, recordId), { max: 1 });
  if (events.length === 0) throw new Rejection("NOT_FOUND", `there is no ${kind} ${recordId}`, ["recordId"]);
}

const entries = [
  changeIncident("addEntry", {
    description: "Adds a line to an incident's timeline; the review may add what nobody had time to write.",
    input: {
      at: optional(instantField("When it happened; now unless told.")), text: wordsField("What happened."),
      pinned: otherwise(flagField("Whether it belongs in the short version."), false),
    },
    command: ({ incidentId, at, text, pinned }, { now, commandId }) => ({
      type: "AddEntry", now, incidentId, entryId: ids.part(commandId, "entry"), at: at ?? now, text, pinned,
    }),
  }),
  changeIncident("correctEntry", {
    description: "Corrects a line of the timeline with a reason; the old one is kept.",
    input: { entryId: entryField, at: instantField("When it happened."), text: wordsField("What happened."), reason: becauseField },
    command: ({ incidentId, entryId, at, text, reason }, { now }) => ({ type: "CorrectEntry", now, incidentId, entryId, at, text, reason }),
  }),
  changeIncident("pinEntry", {
    description: "Takes a line into the short version of the timeline, or out of it.",
    input: { entryId: entryField, pinned: otherwise(flagField("In (unless told) or out."), true) },
    command: ({ incidentId, entryId, pinned }, { now }) => ({ type: "PinEntry", now, incidentId, entryId, pinned }),
  }),
];

const links = [
  changeIncident("addLink", {
    description: "Says how another record, or an entry, stands to the incident.",
    input: {
      type: wordField(LinkType, "How it stands to the incident."),
      kind: wordField(LinkedKind, "What kind of record it is."),
      recordId: linkedRecordField,
      fromEntryId: optional(partIdField("Between entries: where the arrow starts.")),
      confidence: otherwise(wordField(Confidence, "How sure you are."), "likely"),
      note: whyField,
    },
    async command({ incidentId, type, kind, recordId, fromEntryId, confidence, note }, { now, commandId }, { log }) {
      await refuseUnknownRecord(log, kind, recordId);
      return {
        type: "AddLink", now, incidentId,
        link: { linkId: ids.part(commandId, "link"), type, kind, recordId, fromEntryId, confidence, note },
      };
    },
  }),
  changeIncident("removeLink", {
    description: "Takes a link away; the history keeps it.",
    input: { linkId: partIdField("The link."), reason: becauseField },
    command: ({ incidentId, linkId, reason }, { now }) => ({ type: "RemoveLink", now, incidentId, linkId, reason }),
  }),
];

/** So long something may wait to be sent, ms; after that, and of what came from elsewhere, there is nothing left to take back. */
const NEWS_MS = 24 * 3_600_000;

/** What has stood on a page for a day its readers have read, whether subscribers were told or there were none then. */
function refuseHistory({ readModel, now }: ApiContext, incidentId: string, updateId: string): void {
  const row = readModel.incidents.updates(incidentId).find(({ id }) => id === updateId);
  if (row === undefined || row.withdrawn === true || (!row.imported && now().getTime() - Date.parse(row.at) < NEWS_MS)) return;
  throw new Rejection("PUBLISHED_ALREADY", `readers have it since ${row.at.slice(0, 10)}: what was said cannot be unsaid`, ["updateId"]);
}

const speaking = [
  changeIncident("postUpdate", {
    description:
      "Posts an update: internal unless it is marked public. What is public stands on the status pages at once; publishing takes the right to write them, or commanding the incident or leading its communications.",
    input: {
      visibility: otherwise(wordField(Visibility, "Who may read it."), "internal"),
      status: lineField("Where it stands in a word, as `investigating`."),
      body: wordsField("What is known, and what comes next."),
      nextUpdateInMinutes: optional(minutesField("When the next update is promised; left out, nothing is.")),
    },
    async command({ incidentId, visibility, status, body, nextUpdateInMinutes }, run, context) {
      if (visibility === "public") await refuseUnlessPublishing(context, run, incidentId);
      return {
        type: "PostUpdate", now: run.now, incidentId, updateId: ids.part(run.commandId, "update"), visibility, status, body,
        nextUpdateInMs: nextUpdateInMinutes === null ? null : nextUpdateInMinutes * 60_000,
      };
    },
  }),
  changeIncident("withdrawUpdate", {
    description:
      "Takes a public update back while subscribers have not been told: for ten seconds, or longer where nothing could be sent. Refused (PUBLISHED_ALREADY) after.",
    input: { updateId: partIdField("The update.") },
    async command({ incidentId, updateId }, run, context) {
      await refuseUnlessPublishing(context, run, incidentId);
      const command = { type: "WithdrawUpdate", now: run.now, incidentId, updateId } as const;
      // What the incident refuses takes nothing back: a revision that has passed, an update that it has not.
      await run.foresee({ aggregate: incidentDecider, id: incidentId, command, guarded: true });
      const incident = await foldRecord(context.log, incidentDecider, incidentId);
      const update = incident.status === "declared" ? recordIn(incident.updates, updateId) : undefined;
      // Its publication decides whether anybody was told, in a stream of its own: first that, then the incident.
      if (update?.visibility === "public") {
        refuseHistory(context, incidentId, updateId);
        const subject: PublicationSubject = { kind: "update", incidentId, updateId, maintenanceId: null };
        const publicationId = idOf(publicationDecider, subject, "");
        await run.handle({
          aggregate: publicationDecider, id: publicationId, command: { type: "WithdrawPublication", publicationId, ...subject },
        });
      }
      return command;
    },
  }),
  changeIncident("holdReview", {
    description: "Says that the review was held.",
    input: { heldAt: optional(instantField("When; now unless told.")), notes: whyField },
    command: ({ incidentId, heldAt, notes }, { now }) => ({ type: "HoldReview", now, incidentId, heldAt: heldAt ?? now, notes }),
  }),
  changeIncident("skipReview", {
    description: "Says that there will be no review, and why.",
    input: { reason: becauseField },
    command: ({ incidentId, reason }, { now }) => ({ type: "SkipReview", now, incidentId, reason }),
  }),
];

/** The timeline, the links, the updates and the review. */
export const storyMutations: readonly Mutation[] = [...entries, ...links, ...speaking];
