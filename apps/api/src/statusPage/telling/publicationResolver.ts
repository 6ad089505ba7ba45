import "reflect-metadata";
import { totalOf } from "@ballast/domain/publication";
import type { Stored } from "@ballast/readmodel";
import type { MailingRow, PublicationRow } from "@ballast/readmodel/publication";
import { publicationKind, type PublicationKind } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext } from "../../graphql/context.ts";
import { enumType } from "../../graphql/enums.ts";
import { idOf } from "../../graphql/globalId.ts";
import { find, mayKnow } from "../../graphql/records.ts";
import { AsOfArgs } from "../../graphql/listArgs.ts";
import { DateTime } from "../../graphql/scalars.ts";
import { openScope, type Scope } from "../../graphql/scope.ts";
import { StatusPage, statusPageById } from "../statusPageType.ts";

const PublicationKindEnum = enumType("PublicationKind", publicationKind, "What subscribers of status pages are told of.");
const PublicationState = enumType(
  "PublicationState", { options: ["withdrawn", "beingAddressed", "onItsWay", "done"] },
  "Where a message to subscribers stands: it was taken back, its readers are being looked up, it goes out, or nobody waits for it any more.",
);

/** So many of those whom a message did not reach are named. */
const MOST_FAILURES = 50;

@ObjectType({ description: "A subscriber whom a message did not reach, or has not yet.", simpleResolvers: true })
class UnreachedSubscriber {
  @Field(() => ID, { description: "Who." }) subscriberId!: string;
  @Field(() => String, { description: "mail, chat or webhook." }) channel!: string;
  @Field(() => String, {
    description: "refused (it will never be taken), failed (it is tried again, or was given up), gone (they hear of it no more) or unknown (nobody can know whether it arrived).",
  }) outcome!: string;
  @Field(() => String, { description: "Why." }) why!: string;
  @Field(() => Int, { description: "How often it was tried." }) tries!: number;
}

@ObjectType({ description: "What subscribers of status pages are told, and what became of it.", simpleResolvers: true })
class Publication {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => PublicationKindEnum, { description: "Of what." }) kind!: PublicationKind;
  @Field(() => PublicationState, { description: "Where it stands." }) state!: string;
  @Field(() => DateTime, { description: "When it began to go out, or was taken back." }) at!: string;
  @Field(() => ID, { nullable: true, description: "The update, where it is one." }) updateId!: string | null;
  @Field(() => String, { nullable: true, description: "What it says first; null where nothing is said." }) subject!: string | null;
  @Field(() => [StatusPage], { description: "Pages whose subscribers are told." }) pages!: readonly StatusPage[];
  @Field(() => Int, { description: "How many are to be told." }) told!: number;
  @Field(() => Int, { description: "To how many it went out." }) sent!: number;
  @Field(() => Int, { description: "How many still wait for it." }) waiting!: number;
  @Field(() => [UnreachedSubscriber], { description: `Whom it did not reach: ${String(MOST_FAILURES)} at most.` }) unreached!:
    readonly UnreachedSubscriber[];
}

@ArgsType()
class PublicationsArgs extends AsOfArgs {
  @Field(() => ID, { nullable: true, description: "Of this incident." }) incidentId?: string | null;
  @Field(() => ID, { nullable: true, description: "To subscribers of this page." }) statusPageId?: string | null;
}

const isWaiting = ({ status }: MailingRow, outcome: string): boolean =>
  status === "open" && ["waiting", "trying", "failed"].includes(outcome);

function toPublication(row: Stored<PublicationRow>, mailings: readonly MailingRow[], scope: Scope): Publication {
  const all = mailings.flatMap((mailing) => mailing.told.map((one) => ({ ...one, mailing })));
  const waiting = all.filter(({ mailing, outcome }) => isWaiting(mailing, outcome)).length;
  const unreached = all.filter(({ outcome, tries }) => outcome !== "sent" && outcome !== "trying" && (outcome !== "waiting" || tries > 0));
  const state = row.status === "withdrawn" ? "withdrawn" : row.status !== "listed" ? "beingAddressed" : waiting > 0 ? "onItsWay" : "done";
  return {
    id: row.publicationId, kind: row.kind, state, at: row.at, updateId: row.updateId, subject: row.notices[0]?.subject ?? null,
    pages: row.notices.flatMap(({ statusPageId }) => statusPageById(scope, statusPageId) ?? []),
    told: row.told === null ? all.length : totalOf(row.told), sent: all.filter(({ outcome }) => outcome === "sent").length, waiting,
    unreached: unreached.slice(0, MOST_FAILURES).map(({ subscriberId, outcome, why, tries, mailing }) => ({
      subscriberId, channel: mailing.channel, outcome, why, tries,
    })),
  };
}

/** So many are looked at where no incident is named. */
const NEWEST = 50;

/** What became of messages to subscribers. */
@Resolver()
export class PublicationResolver {
  @Query(() => [Publication], {
    description: "What subscribers were told of an incident or by a page, the newest first, and what became of each message.",
  })
  publications(
    @Args(() => PublicationsArgs) { incidentId, statusPageId, asOf }: PublicationsArgs, @Ctx() context: ApiContext,
  ): readonly Publication[] {
    const scope = openScope(context, asOf);
    const { publications } = context.readModel;
    const incident = incidentId ? find(scope, "Incident", idOf("Incident", incidentId, ["incidentId"])) : null;
    if (incidentId && incident === null) return [];
    const pageId = statusPageId ? idOf("StatusPage", statusPageId, ["statusPageId"]) : null;
    const rows = (incident === null ? publications.newest(NEWEST, scope.asOf) : publications.ofIncident(incident.key, scope.asOf))
      .filter((row) => row.incidentId === null || mayKnow(scope, "Incident", row.incidentId))
      .filter(({ notices }) => pageId === null || notices.some((notice) => notice.statusPageId === pageId));
    const mailings = Map.groupBy(publications.mailingsOf(rows.map(({ id }) => id), scope.asOf), ({ publicationId }) => publicationId);
    return rows
      .map((row) => toPublication(row, mailings.get(row.publicationId) ?? [], scope))
      .filter(({ pages, state }) => state === "withdrawn" || state === "beingAddressed" || pages.length > 0 || pageId === null);
  }
}
