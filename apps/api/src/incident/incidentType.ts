import "reflect-metadata";
import {
  isOpen, referenceOf, type IncidentRow, type IncidentVersion as VersionRow, type LinkRow, type Stored, type TimelineEntryRow,
} from "@ballast/readmodel";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { IncidentState, PublicImpact } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { momentOf, type Scope } from "../graphql/scope.ts";
import { nameOf, recordIdOf, typeNamed } from "../graphql/records.ts";
import { ActorType, toActor } from "../events/actorType.ts";
import { Correction, ImpactInterval, IncidentFigures, IncidentReview, MilestoneRecord, toInterval } from "./incidentParts.ts";
import { incidentFigures } from "./incidentFigures.ts";
import { incidentSentence } from "./incidentSentence.ts";

@ObjectType({
  implements: RecordNode, description: "Something that hurts customers, or might; declared here or imported.", simpleResolvers: true,
})
export class Incident extends RecordNode {
  @Field(() => Int, { nullable: true, description: "INC-n; null for imports." }) number!: number | null;
  @Field(() => String, { description: "How people call it: INC-12, or the source's id." }) reference!: string;
  @Field(() => String, { description: "What it is." }) title!: string;
  @Field(() => String, { description: "More about it; may be empty." }) summary!: string;
  @Field(() => String, { nullable: true, description: "What the status page calls it; null: it is called after what it hurts." })
  publicTitle!: string | null;
  @Field(() => IncidentState, { description: "Where it stands." }) state!: IncidentRow["state"];
  @Field(() => Int, { nullable: true, description: "1 is the worst; null where nobody has rated it." }) severity!: number | null;
  @Field(() => PublicImpact, { description: "What the public is told." }) publicImpact!: IncidentRow["publicImpact"];
  @Field(() => [String], { description: "Parts that are hurt." }) components!: readonly string[];
  @Field(() => DateTime, { description: "When it was declared." }) declaredAt!: string;
  @Field(() => ActorType, { description: "Who declared it." }) declaredBy!: ActorType;
  @Field(() => DateTime, { nullable: true, description: "Start of the impact, as far as known." }) startedAt!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it was resolved." }) resolvedAt!: string | null;
  @Field(() => Boolean, { description: "Whether it is an exercise: it counts in no figure." }) drill!: boolean;
  @Field(() => Boolean, { description: "Whether only responders, commanders, administrators and who takes part see it." })
  private!: boolean;
  @Field(() => Boolean, { description: "Whether it came from another system's history." }) imported!: boolean;
  @Field(() => String, { nullable: true, description: "Its page in the source." }) url!: string | null;
  @Field(() => DateTime, { nullable: true, description: "Of an imported maintenance: when it was planned to begin." }) plannedFrom!:
    string | null;
  @Field(() => DateTime, { nullable: true, description: "Of an imported maintenance: when it was planned to end." }) plannedUntil!:
    string | null;
  @Field(() => Boolean, { description: "Whether somebody works on it." }) open!: boolean;
  @Field(() => [MilestoneRecord], { description: "Moments of the response, with their corrections." })
  milestones!: readonly MilestoneRecord[];
  @Field(() => IncidentFigures, { description: "How long each part took." }) figures!: IncidentFigures;
  @Field(() => [ImpactInterval], { description: "Times in which components were hurt." }) intervals!: readonly ImpactInterval[];
  @Field(() => [typeNamed("AffectedCustomer")], { description: "Customers known to be affected; at most 200." })
  affectedCustomers!: IncidentRow["customers"];
  @Field(() => Int, { nullable: true, description: "How many customers were affected; null: unknown." }) affectedCustomerCount!:
    number | null;
  @Field(() => IncidentReview, { description: "Where its review stands." }) review!: IncidentReview;
  @Field(() => String, { nullable: true, description: "Where its responders talk." }) conferenceLink!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When the next status update is due." }) nextUpdateDueAt!: string | null;
  @Field(() => Boolean, { description: "Whether its alerts have cleared, so that somebody may resolve it." }) resolutionProposed!: boolean;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<IncidentRow>;
}

export const IncidentConnection = connectionType("Incident", () => Incident);

@ObjectType({ description: "What was known of the incident from a moment on.", simpleResolvers: true })
export class IncidentVersion {
  @Field(() => DateTime, { description: "From when it was known so." }) knownFrom!: string;
  @Field(() => String, { description: "Title." }) title!: string;
  @Field(() => IncidentState, { description: "State." }) state!: IncidentRow["state"];
  @Field(() => Int, { nullable: true, description: "Severity." }) severity!: number | null;
  @Field(() => PublicImpact, { description: "Public impact." }) publicImpact!: IncidentRow["publicImpact"];
  @Field(() => DateTime, { nullable: true, description: "Start of the impact." }) startedAt!: string | null;
  @Field(() => DateTime, { nullable: true, description: "End." }) resolvedAt!: string | null;
  @Field(() => IncidentFigures, { description: "Figures, up to that moment." }) figures!: IncidentFigures;
  @Field(() => String, { description: "What mattered about it then." }) sentence!: string;
}

@ObjectType({ description: "A typed link from the incident to what caused, revealed or ended it.", simpleResolvers: true })
export class IncidentLink {
  @Field(() => String, { description: "Its id, for taking it back." }) id!: string;
  @Field(() => String, { description: "caused, contributed, revealed, mitigated, ruledOut, suspected or followsFrom." }) type!: string;
  @Field(() => String, { description: "deploy, release, alert, incident, entry or lane." }) kind!: string;
  @Field(() => ID, { description: "The linked record; a global id, or that of a timeline entry." }) recordId!: string;
  @Field(() => String, { description: "sure, likely or unsure." }) confidence!: string;
  @Field(() => String, { description: "What its author says; may be empty." }) note!: string;
  @Field(() => ActorType, { description: "Who made it." }) by!: ActorType;
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => String, { nullable: true, description: "The entry an arrow between entries starts at." }) fromEntryId!: string | null;
  row!: LinkRow;
  scope!: Scope;
}

@ObjectType({ description: "Something on the timeline: a point, or a bar when it has an end.", simpleResolvers: true })
export class TimelineEntry {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => String, { description: "impact, alerts, pages, people, deploys, updates, maintenance or notes." }) lane!: string;
  @Field(() => String, { description: "What it is, for icons and filters." }) kind!: string;
  @Field(() => String, { description: "In a few words." }) title!: string;
  @Field(() => String, { nullable: true, description: "More of it." }) detail!: string | null;
  @Field(() => DateTime, { description: "When it happened or began." }) at!: string;
  @Field(() => DateTime, { nullable: true, description: "When it ended; null for points and for what goes on." }) endAt!: string | null;
  @Field(() => Boolean, { description: "Whether it goes on." }) ongoing!: boolean;
  @Field(() => Boolean, { description: "Whether it is a key moment." }) keyMoment!: boolean;
  @Field(() => String, { description: "good, attention, bad, planned, idle or info." }) tone!: string;
  @Field(() => DateTime, { description: "When it became known." }) knownFrom!: string;
  @Field(() => DateTime, { nullable: true, description: "When it was taken back; null while it stands." }) knownTo!: string | null;
  @Field(() => DateTime, { description: "When Ballast wrote it down." }) recordedAt!: string;
  @Field(() => ActorType, { nullable: true, description: "Who did it." }) actor!: ActorType | null;
  @Field(() => String, { description: "internal or public." }) visibility!: string;
  @Field(() => Boolean, { description: "Whether exports take it by default." }) pinned!: boolean;
  @Field(() => String, { nullable: true, description: "Kind of the record behind it." }) recordKind!: string | null;
  @Field(() => ID, { nullable: true, description: "The record behind it, as a global id." }) recordId!: string | null;
  @Field(() => JsonValue, { description: "What it was made from." }) evidence!: object;
  @Field(() => [Correction], { description: "What was changed about it, oldest first." }) corrections!: readonly Correction[];
}

export const TimelineEntryConnection = connectionType("TimelineEntry", () => TimelineEntry);

/** A row for GraphQL. Who may see it has been asked before. */
export function toIncident(row: Stored<IncidentRow>, scope: Scope): Incident {
  const { milestones, intervals, customers, customerCount, declaredBy, ...same } = row;
  return {
    ...recordNode("Incident", row.id, scope), number: same.number, reference: referenceOf(row), title: same.title, summary: same.summary,
    publicTitle: same.publicTitle ?? null,
    state: same.state, severity: same.severity, publicImpact: same.publicImpact, components: same.components, declaredAt: same.declaredAt,
    declaredBy: toActor(declaredBy), startedAt: same.startedAt, resolvedAt: same.resolvedAt, drill: same.drill, private: same.private,
    imported: same.imported, url: same.url, plannedFrom: same.plan?.from ?? null, plannedUntil: same.plan?.until ?? null, open: isOpen(row),
    milestones, figures: incidentFigures(row, momentOf(scope).toISOString()), intervals: intervals.map(toInterval),
    affectedCustomers: customers, affectedCustomerCount: customerCount, review: same.review, nextUpdateDueAt: same.nextUpdateDueAt,
    conferenceLink: same.conferenceLink ?? null, resolutionProposed: same.resolutionProposed, revision: same.revision, row,
  };
}

/** The sentence over an incident as it stood in this row. */
export const sayIncident = (row: IncidentRow, scope: Scope, now: string): string =>
  incidentSentence(row, {
    now, personName: (id) => nameOf(scope, "Person", id),
    serviceNames: row.serviceIds.map((id) => nameOf(scope, "Service", id)),
  });

/** A version for GraphQL. */
export const toVersion = ({ knownFrom, row }: VersionRow, scope: Scope): IncidentVersion => ({
  knownFrom, title: row.title, state: row.state, severity: row.severity, publicImpact: row.publicImpact, startedAt: row.startedAt,
  resolvedAt: row.resolvedAt, figures: incidentFigures(row, knownFrom), sentence: sayIncident(row, scope, knownFrom),
});

/** A link for GraphQL. */
export const toLink = (row: LinkRow, scope: Scope): IncidentLink => ({
  id: row.id, type: row.type, kind: row.kind, recordId: recordIdOf(scope.context, row.kind, row.recordId), confidence: row.confidence,
  note: row.note, by: toActor(row.by), at: row.at, fromEntryId: row.fromEntryId, row, scope,
});

/** A timeline entry for GraphQL. */
export const toEntry = ({ actor, recordKind, recordId, ...row }: TimelineEntryRow, scope: Scope): TimelineEntry => ({
  ...row, actor: actor === null ? null : toActor(actor), recordKind,
  recordId: recordId === null ? null : recordIdOf(scope.context, recordKind ?? "", recordId),
});
