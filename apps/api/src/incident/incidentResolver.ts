import "reflect-metadata";
import { joinLinkHolds } from "@ballast/domain";
import { comparePositions } from "@ballast/eventlog";
import { commanderOf, type AsOf, type IncidentVersion as VersionRow } from "@ballast/readmodel";
import { Arg, Args, ArgsType, Field, FieldResolver, ID, Int, Resolver, Root } from "type-graphql";
import { maxTimelineSlice, sliceSize, toConnection, type Connection } from "../graphql/connection.ts";
import { RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, type Scope } from "../graphql/scope.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find, findAny, kindNamed, namedRecord, nameOf, recordOf, typeNamed } from "../graphql/records.ts";
import { toActor } from "../events/actorType.ts";
import { eventSentence, sayingOf } from "../events/eventSentence.ts";
import { impactSeries } from "./impactSeries.ts";
import {
  ChecklistLine, ChosenIncidentType, ImpactPoint, IncidentTask, JoinLink, RoleHolding, StatusUpdate,
} from "./incidentParts.ts";
import {
  Incident, IncidentLink, IncidentVersion, sayIncident, TimelineEntryConnection, toEntry, TimelineEntry, toLink, toVersion,
} from "./incidentType.ts";
import { RelatedChange } from "./relatedChangeType.ts";
import { RelatedFlagChange } from "./relatedFlagType.ts";

@ArgsType()
class TimelineArgs {
  @Field(() => Int, { nullable: true, description: "How many at most; 20 unless told, never more than 1,000." }) first?: number | null;
  @Field(() => String, { nullable: true, description: "Cursor after which the page begins." }) after?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Only what was known then, and as it was known." }) knownAt?: string | null;
}

@ArgsType()
class EntryArgs {
  @Field(() => ID, { description: "The entry's id." }) id!: string;
  @Field(() => DateTime, { nullable: true, description: "As it was known then." }) knownAt?: string | null;
}

/** Which entries a timeline shows: those known then, or all that are known now with what was taken back. */
const timelineOf = (scope: Scope, knownAt: string | null | undefined) =>
  ({ asOf: scope.asOf, knownAt: knownAt ?? undefined, takenBack: !knownAt, now: momentOf(scope).toISOString() });

/** What an incident is made of and connected with. */
@Resolver(() => Incident)
export class IncidentResolver {
  @FieldResolver(() => String, { description: "What matters about it, now or as known at a moment." })
  sentence(
    @Root() { scope, row, key }: Incident,
    @Arg("knownAt", () => DateTime, { nullable: true, description: "As it was known then." }) knownAt: string | null,
  ): string {
    if (knownAt === null || knownAt === undefined) return sayIncident(row, scope, momentOf(scope).toISOString());
    const then = scope.context.readModel.incidents.knownAt(key, knownAt);
    return then === undefined ? "Nothing was known of it yet." : sayIncident(then, scope, knownAt);
  }

  @FieldResolver(() => [typeNamed("Service")], { description: "The services it is about." })
  services(@Root() { scope, row }: Incident): readonly RecordOf<"Service">[] {
    return row.serviceIds.flatMap((id) => find(scope, "Service", id) ?? []);
  }

  @FieldResolver(() => [RoleHolding], { description: "Who had which role, and when." })
  roles(@Root() { scope, row }: Incident): readonly RoleHolding[] {
    return [...row.roles, ...(row.typeRoles ?? [])]
      .map(({ role, personId, from, to }) => ({ role, person: namedRecord(scope, "Person", personId), from, to }));
  }

  @FieldResolver(() => ChosenIncidentType, { nullable: true, description: "Its type, as it stood when it was chosen; null: it has none." })
  type(@Root() { scope, row }: Incident): ChosenIncidentType | null {
    if (row.chosenType === undefined) return null;
    const { incidentTypeId, name, roles, links } = row.chosenType;
    return { name, incidentType: find(scope, "IncidentType", incidentTypeId), roles, links };
  }

  @FieldResolver(() => [IncidentTask], { description: "What is small and to be done now, oldest first." })
  tasks(@Root() { scope, row }: Incident): readonly IncidentTask[] {
    return (row.tasks ?? []).map(({ taskId, ownerId, status, actionId, addedBy, endedBy, ...same }) => ({
      ...same, id: taskId, state: status, owner: ownerId === null ? null : namedRecord(scope, "Person", ownerId),
      action: actionId === null ? null : find(scope, "Action", actionId), addedBy: toActor(addedBy),
      endedBy: endedBy === null ? null : toActor(endedBy),
    }));
  }

  @FieldResolver(() => [JoinLink], { description: "Ways in that its commanders made, newest first." })
  joinLinks(@Root() { scope, row }: Incident): readonly JoinLink[] {
    const now = scope.context.now().toISOString();
    return (row.joinLinks ?? []).toReversed().map(({ linkId, issuedBy, ...same }) => ({
      ...same, id: linkId, issuedBy: toActor(issuedBy), holds: joinLinkHolds(same, now),
    }));
  }

  @FieldResolver(() => [ChecklistLine], { description: "What is to be done in an incident of its type, and what is." })
  checklist(@Root() { row }: Incident): readonly ChecklistLine[] {
    return (row.chosenType?.checklist ?? []).map(({ lineId, text, who }) => {
      const tick = row.ticks?.find((each) => each.lineId === lineId);
      return { id: lineId, text, who, tickedBy: tick === undefined ? null : toActor(tick.by), tickedAt: tick?.at ?? null };
    });
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who commands it." })
  commander(@Root() { scope, row }: Incident): RecordOf<"Person"> | null {
    const id = commanderOf(row);
    return id === null ? null : namedRecord(scope, "Person", id);
  }

  @FieldResolver(() => [IncidentLink], { description: "What caused, revealed or ended it." })
  links(@Root() { scope, row }: Incident): readonly IncidentLink[] {
    return row.links.map((link) => toLink(link, scope));
  }

  @FieldResolver(() => [RelatedChange], { description: "Deploys of the hours before, the most suspect first." })
  relatedChanges(@Root() { scope, row }: Incident): readonly RelatedChange[] {
    return scope.context.readModel.incidents
      .relatedChanges(row, scope.asOf)
      .map(({ deploy, ...why }) => ({ ...why, deploy: recordOf(scope, "Deploy", deploy) }));
  }

  @FieldResolver(() => [RelatedFlagChange], {
    description: "Flags of its services that were turned in the day before, the most suspect first.",
  })
  relatedFlagChanges(@Root() { scope, row }: Incident): readonly RelatedFlagChange[] {
    const { known, readModel } = scope.context;
    return readModel.incidents.relatedFlags(row, scope.asOf).flatMap(({ flagId, targetingId, turn, ...why }) => {
      const [flag, targeting] = [find(scope, "Flag", flagId), find(scope, "Targeting", targetingId)];
      if (flag === null || targeting === null) return [];
      const by = turn.recorded.metadata.actor.name;
      const sentence = eventSentence(known, turn.recorded.event, sayingOf(known, by, (kind, id) => nameOf(scope, kind, id)));
      const { metadata, revision } = turn.recorded;
      return [{ flag, targeting, at: metadata.occurredAt, sentence, revisionBefore: Number(revision) - 1, ...why }];
    });
  }

  @FieldResolver(() => [StatusUpdate], { description: "What was told about it, oldest first." })
  updates(@Root() { scope, key }: Incident): readonly StatusUpdate[] {
    return scope.context.readModel.incidents
      .updates(key, scope.asOf)
      .map(({ id, at, status, body, visibility, by }) => ({ id, at, status, body, visibility, by: by === null ? null : toActor(by) }));
  }

  @FieldResolver(() => [typeNamed("Alert")], { description: "Its alerts." })
  alerts(@Root() { scope, key }: Incident): readonly RecordOf<"Alert">[] {
    return scope.context.readModel.incidents.alertIds(key, scope.asOf).flatMap((id) => find(scope, "Alert", id) ?? []);
  }

  @FieldResolver(() => [typeNamed("Page")], { description: "Who was called for it." })
  pages(@Root() { scope, key }: Incident): readonly RecordOf<"Page">[] {
    return scope.context.readModel.pages.all({ incidentId: key, viewer: "all" }, scope.asOf).map((page) => recordOf(scope, "Page", page));
  }

  @FieldResolver(() => TimelineEntryConnection, { description: "Everything that happened, in order." })
  timeline(@Root() { scope, key }: Incident, @Args(() => TimelineArgs) { knownAt, ...slice }: TimelineArgs): Connection<TimelineEntry> {
    const { first, after } = slice;
    const request = { ...timelineOf(scope, knownAt), slice: { first: sliceSize(first, maxTimelineSlice), ...(after ? { after } : {}) } };
    return toConnection(scope.context.readModel.timeline.list(key, request), (row) => toEntry(row, scope));
  }

  @FieldResolver(() => TimelineEntry, { nullable: true, description: "One entry of its timeline; null where there is none with this id." })
  timelineEntry(@Root() { scope, key }: Incident, @Args(() => EntryArgs) { id, knownAt }: EntryArgs): TimelineEntry | null {
    const entry = scope.context.readModel.timeline.entry(key, id, timelineOf(scope, knownAt));
    return entry === undefined ? null : toEntry(entry, scope);
  }

  @FieldResolver(() => [IncidentVersion], { description: "What was known when, oldest first: the stops of the slider." })
  versions(@Root() { scope, key }: Incident): readonly IncidentVersion[] {
    return scope.context.readModel.incidents
      .versions(key)
      .filter((version) => wasKnown(version, scope.asOf))
      .map((version) => toVersion(version, scope));
  }

  @FieldResolver(() => [ImpactPoint], {
    description: "Share of failing requests over time, as the linked deploys were measured; empty where they were not.",
  })
  impactSeries(@Root() { scope, row }: Incident): readonly ImpactPoint[] {
    const { deploys } = scope.context.readModel;
    const linked = new Set(row.links.flatMap(({ kind, type, recordId }) => (kind === "deploy" && type !== "ruledOut" ? [recordId] : [])));
    return impactSeries([...linked].flatMap((id) => {
      const deploy = deploys.get(id, scope.asOf);
      return deploy === undefined ? [] : [{ deploy, verdicts: deploys.verdicts(id, scope.asOf) }];
    }));
  }
}

/** Whether a version belongs to the past that is looked at; what was true at a moment is told as known now. */
function wasKnown({ knownFrom, row }: VersionRow, asOf: AsOf | undefined): boolean {
  if (asOf === undefined || "at" in asOf) return true;
  return "recordedAt" in asOf ? Date.parse(knownFrom) <= Date.parse(asOf.recordedAt) : comparePositions(row.position, asOf.position) <= 0;
}

/** The record behind a link. */
@Resolver(() => IncidentLink)
export class IncidentLinkResolver {
  @FieldResolver(() => RecordNode, { nullable: true, description: "The linked record; null for entries, and for what is not there." })
  record(@Root() { scope, row }: IncidentLink): RecordNode | null {
    const kind = kindNamed(scope.context, row.kind);
    return kind === undefined ? null : findAny(scope, kind, row.recordId);
  }
}
