import "reflect-metadata";
import { FieldResolver, Resolver, Root } from "type-graphql";
import type { Saying, Scope } from "../graphql/context.ts";
import { kindsOf, nameOf } from "../graphql/records.ts";
import { oncePerScope } from "../graphql/scope.ts";
import { eventSentence } from "./eventSentence.ts";
import { LogEvent } from "./logEventType.ts";

type Names = Omit<Saying, "by">;

/** Whether every kind is among them: `joined` sees to it that none is missing. */
const isWhole = (names: Partial<Names>, kinds: number): names is Names => Object.keys(names).length === kinds;

/** What people call records, in a scope: a way to ask for each kind, under its name. */
const names = oncePerScope((scope): Names => {
  const kinds = kindsOf(scope.context.known);
  const all: Partial<Names> = Object.fromEntries(kinds.map((kind) => [kind.charAt(0).toLowerCase() + kind.slice(1), (id: string) => nameOf(scope, kind, id)]));
  if (!isWhole(all, kinds.length)) throw new Error("Two kinds of records have one name.");
  return all;
});

/** What a sentence takes from a scope. */
const sayingOf = (scope: Scope, by: string): Saying => ({ by, ...names(scope, "") });

/** The sentence of an event. */
@Resolver(() => LogEvent)
export class LogEventResolver {
  @FieldResolver(() => String, { description: "What happened, in a sentence made from the data." })
  sentence(@Root() { recorded, scope }: LogEvent): string {
    return eventSentence(scope.context.known, recorded.event, sayingOf(scope, recorded.metadata.actor.name));
  }
}
