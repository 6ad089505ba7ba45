import "reflect-metadata";
import type { RecordedEvent } from "@ballast/eventlog";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionType, toConnection, type Connection } from "../graphql/connection.ts";
import type { RecordNode } from "../graphql/node.ts";
import { sliceRequest, type SliceArgs } from "../graphql/listArgs.ts";
import { kindOf } from "../graphql/records.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import type { Scope } from "../graphql/scope.ts";
import { ActorType, toActor } from "./actorType.ts";
import { namesHidden, shownData } from "./shownEvents.ts";

@ObjectType({ description: "An event of the log: a fact that was recorded.", simpleResolvers: true })
export class LogEvent {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => String, { description: "What happened, as a name." }) type!: string;
  @Field(() => String, { description: "Its stream, `incident-<uuid>`." }) stream!: string;
  @Field(() => Int, { description: "Place in its stream, from 0." }) revision!: number;
  @Field(() => String, { description: "Place in the log: opaque, a decimal number." }) position!: string;
  @Field(() => DateTime, { description: "When it happened." }) occurredAt!: string;
  @Field(() => DateTime, { description: "When it was recorded." }) recordedAt!: string;
  @Field(() => ActorType, { description: "Who did it." }) actor!: ActorType;
  @Field(() => String, { description: "The whole story it belongs to." }) correlationId!: string;
  @Field(() => String, { description: "What led to it directly." }) causationId!: string;
  @Field(() => JsonValue, { description: "Its payload, by the JSON Schema of its type; secrets and addresses to write to are left out." })
  data!: object;
  recorded!: RecordedEvent;
  scope!: Scope;
}

export const LogEventConnection = connectionType("LogEvent", () => LogEvent);

/** An event for GraphQL. Who may see it has been asked before. */
export function toLogEvent(recorded: RecordedEvent, scope: Scope): LogEvent {
  const { event, metadata, stream, revision, position, eventId } = recorded;
  const hidden = namesHidden(event, scope);
  return {
    id: eventId, type: event.type, stream, revision: Number(revision), position, occurredAt: metadata.occurredAt,
    recordedAt: metadata.recordedAt, actor: toActor(metadata.actor), correlationId: hidden ? "" : metadata.$correlationId,
    causationId: hidden ? "" : metadata.$causationId, data: shownData(event, scope), recorded, scope,
  };
}

/** What happened to a record, newest first. */
export function historyOf(
  { __typename, key, scope }: Pick<RecordNode, "__typename" | "key" | "scope">,
  slice: SliceArgs,
): Connection<LogEvent> {
  const { category } = kindOf(scope.context, __typename);
  const rows = scope.context.readModel.history.list({
    filter: { stream: { category, id: key } }, slice: sliceRequest(slice), asOf: scope.asOf,
  });
  return toConnection(rows, (row) => toLogEvent(row, scope));
}
