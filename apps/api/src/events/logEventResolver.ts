import "reflect-metadata";
import { FieldResolver, Resolver, Root } from "type-graphql";
import type { Saying } from "../graphql/context.ts";
import { nameOf } from "../graphql/records.ts";
import { oncePerScope } from "../graphql/scope.ts";
import { eventSentence, sayingOf } from "./eventSentence.ts";
import { LogEvent } from "./logEventType.ts";

/** What people call records, in a scope. */
const namesIn = oncePerScope((scope): Saying => sayingOf(scope.context.known, "", (kind, id) => nameOf(scope, kind, id)));

/** The sentence of an event. */
@Resolver(() => LogEvent)
export class LogEventResolver {
  @FieldResolver(() => String, { description: "What happened, in a sentence made from the data." })
  sentence(@Root() { recorded, scope }: LogEvent): string {
    const { known } = scope.context;
    return eventSentence(known, recorded.event, { ...namesIn(scope, ""), by: recorded.metadata.actor.name });
  }
}
