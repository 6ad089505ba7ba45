import "reflect-metadata";
import type { PageRow, PageSendRow, Stored } from "@ballast/readmodel";
import type { PageOrigin as Origin } from "@ballast/schema";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { enumType } from "../graphql/enums.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";
import type { RecordOf } from "../graphql/context.ts";
import { mayKnow, namedRecord, typeNamed } from "../graphql/records.ts";
import { UrgencyAt } from "../graphql/urgencyType.ts";
import { receiverName } from "./receivers.ts";

export const PageState = enumType("PageState", { options: ["open", "acknowledged", "stopped"] }, "Whether a page still wants an answer.");

export const SendOutcome = enumType(
  "SendOutcome", { options: ["trying", "handedOver", "failed", "unknown", "delivered", "undelivered"] },
  "What became of a message: being tried, handed over to its channel, not taken by it, or without an answer: it may have arrived; delivered or not, where the channel's provider says so later.",
);

export const PageOriginKind = enumType(
  "PageOriginKind", { options: ["handedOn", "lookAgain", "calledIn"] }, "Why a page was asked for that no incident's response asked for.",
);

@ObjectType({ description: "One message to somebody through one channel.", simpleResolvers: true })
export class PageSend {
  @Field(() => DateTime, { description: "When it was handed to the channel; until then when it was last tried." }) at!: string;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Whom; null where the shift was empty." })
  person!: RecordOf<"Person"> | null;
  @Field(() => String, { nullable: true, description: "mail, chat, push, sms, voice, pagerduty or inbox." }) channel!: string | null;
  @Field(() => String, { description: "person, next or everyone; step1, step2 and so on of a policy." }) step!: string;
  @Field(() => Int, { description: "Which time around, from 0." }) round!: number;
  @Field(() => SendOutcome, { description: "What became of it." }) outcome!: PageSendRow["outcome"];
  @Field(() => String, { nullable: true, description: "What the channel said when it did not take it; null when it did." }) refused!:
    string | null;
  @Field(() => Boolean, { description: "Whether it is tried again in the background." }) triesAgain!: boolean;
}

@ObjectType({ description: "All rounds of a page passed and nobody answered.", simpleResolvers: true })
export class PageSilence {
  @Field(() => DateTime, { description: "When the last round had passed." }) at!: string;
  @Field(() => Int, { description: "How many rounds had passed." }) rounds!: number;
  @Field(() => DateTime, { nullable: true, description: "When calling begins again; null: the severity asks for no more calls." })
  againAt!: string | null;
}

@ObjectType({ description: "Somebody who answered a page wants to be called again.", simpleResolvers: true })
export class PageLookAgain {
  @Field(() => typeNamed("Person"), { description: "Who." }) person!: RecordOf<"Person">;
  @Field(() => DateTime, { description: "When." }) at!: string;
}

@ObjectType({ description: "A page was handed on.", simpleResolvers: true })
export class PageHandedOn {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => typeNamed("Person"), { description: "By whom." }) by!: RecordOf<"Person">;
  @Field(() => String, { description: "To whom: a person's name, who is on call for a schedule, or a policy." }) to!: string;
  @Field(() => String, { description: "What they should know." }) note!: string;
  @Field(() => String, { description: "The page that calls them." }) toPageId!: string;
}

@ObjectType({ description: "Why a page was asked for that no incident's response asked for.", simpleResolvers: true })
export class PageOrigin {
  @Field(() => PageOriginKind, { description: "Handed on by somebody, wanted by who looks again, or called in." })
  kind!: Origin["kind"];
  @Field(() => typeNamed("Person"), { description: "Who handed it on, looks again, or called." }) person!: RecordOf<"Person">;
  @Field(() => String, { nullable: true, description: "The page of before; null where there was none." }) fromPageId!: string | null;
}

@ObjectType({ implements: RecordNode, description: "A call for people.", simpleResolvers: true })
export class Page extends RecordNode {
  @Field(() => String, { description: "responders or commander." }) purpose!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => PageState, { description: "Whether it still wants an answer." }) state!: PageRow["state"];
  @Field(() => DateTime, { description: "When it was asked for." }) requestedAt!: string;
  @Field(() => Int, { nullable: true, description: "Severity that it was asked for with." }) severity!: number | null;
  @Field(() => UrgencyAt, {
    nullable: true, description: "How urgent it was when it last called somebody, where support hours of its services said so; null: as its severity.",
  })
  urgency!: UrgencyAt | null;
  @Field(() => PageSilence, { nullable: true, description: "Set while it is open and everybody was called in vain." })
  unanswered!: PageSilence | null;
  @Field(() => [PageSend], { description: "Every message to somebody, oldest first." }) sends!: readonly PageSend[];
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who answered first." }) acknowledgedBy!: RecordOf<"Person"> | null;
  @Field(() => DateTime, { nullable: true, description: "When they answered." }) acknowledgedAt!: string | null;
  @Field(() => Float, { nullable: true, description: "From the first page sent to the first answer, ms." }) acknowledgeMs!: number | null;
  @Field(() => [PageLookAgain], { description: "Who wants to be called again, and when; nobody once it was handed on." })
  lookAgain!: readonly PageLookAgain[];
  @Field(() => PageHandedOn, { nullable: true, description: "Set when it was handed on: another page calls from then on." })
  handedOn!: PageHandedOn | null;
  @Field(() => PageOrigin, { nullable: true, description: "Set where somebody asked for it, and not the incident's response." })
  origin!: PageOrigin | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<PageRow>;
}

export const PageConnection = connectionType("Page", () => Page);

/** A row for GraphQL. Who may see it has been asked before. */
export function toPage(row: Stored<PageRow>, scope: Scope): Page {
  const { acknowledgedAt, acknowledgedBy, firstSentAt } = row;
  const silence = row.state === "open" ? row.unanswered.at(-1) : undefined;
  return {
    ...recordNode("Page", row.id, scope),
    purpose: row.purpose,
    reason: row.reason,
    state: row.state,
    requestedAt: row.requestedAt,
    severity: row.severity,
    urgency: row.urgency,
    unanswered: silence === undefined ? null : { at: silence.at, rounds: silence.round + 1, againAt: silence.againAt },
    sends: row.sends.map(({ key: _, personId, triesAgain, ...send }) => ({
      ...send, triesAgain: triesAgain && row.state === "open", person: personId === null ? null : namedRecord(scope, "Person", personId),
    })),
    acknowledgedBy: acknowledgedBy === null ? null : namedRecord(scope, "Person", acknowledgedBy),
    acknowledgedAt,
    acknowledgeMs:
      acknowledgedAt === null || firstSentAt === null ? null : Math.max(0, Date.parse(acknowledgedAt) - Date.parse(firstSentAt)),
    lookAgain: row.lookAgain.map(({ personId, at }) => ({ at, person: namedRecord(scope, "Person", personId) })),
    handedOn: row.handedOn === null ? null : {
      at: row.handedOn.at, note: row.handedOn.note, toPageId: toGlobalId("Page", row.handedOn.toPageId),
      to: receiverName(scope, row.handedOn.to), by: namedRecord(scope, "Person", row.handedOn.personId),
    },
    origin: row.origin === null ? null : {
      kind: row.origin.kind, person: namedRecord(scope, "Person", row.origin.personId),
      fromPageId: row.origin.fromPageId === null ? null : toGlobalId("Page", row.origin.fromPageId),
    },
    revision: row.revision,
    row,
  };
}

/** The page with this id, if the scope may know of its incident. */
export const pageById = oncePerScope((scope, id): Page | null => {
  const row = scope.context.readModel.pages.get(id, scope.asOf);
  return row === undefined || !mayKnow(scope, "Incident", row.incidentId) ? null : toPage(row, scope);
});
