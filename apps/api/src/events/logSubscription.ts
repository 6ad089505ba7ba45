import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import type { RecordedEvent } from "@ballast/eventlog";
import { position } from "@ballast/schema";
import { Args, ArgsType, Field, Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { openScope } from "../graphql/scope.ts";
import { told } from "../subscriptions/told.ts";
import { LogEvent, toLogEvent } from "./logEventType.ts";

@ArgsType()
class LogArgs {
  @Field(() => [String], { nullable: true, description: "Only events of these names." }) types?: string[] | null;
  @Field(() => String, { nullable: true, description: "Everything after this position first; only what is new unless told." }) from?:
    string | null;
}

const eventsAtOnce = 200;

/**
 * The log from a position on. It reads the history again from where it was rather than keeping what it hears, so that
 * a slow reader loses nothing and holds nothing in memory. Every reading opens a scope of its own: rights are those of
 * that moment.
 */
export function logEvents(
  context: ApiContext,
  { types, from }: { readonly types?: string[] | null; readonly from?: string | null },
): AsyncIterableIterator<LogEvent> {
  openScope(context);
  if (from && !position.safeParse(from).success) throw new Rejection("INVALID_INPUT", "A position is a decimal number.", ["from"]);
  const { readModel } = context;
  let after = from ? from : readModel.status().position;
  const read = (): readonly LogEvent[] => {
    const scope = openScope(context);
    const filter = { types: types ?? undefined, viewer: scope.viewer };
    const { nodes } = readModel.history.list({ filter, oldestFirst: true, slice: { first: eventsAtOnce, after } });
    after = nodes.at(-1)?.position ?? after;
    return nodes.map((recorded) => toLogEvent(recorded, scope));
  };
  const wanted = ({ event }: RecordedEvent): boolean => !types || types.includes(event.type);
  return told({ readModel, touches: wanted, read, goesOn: (events) => events.length === eventsAtOnce, atOnce: true });
}

/** The log as it happens. */
@Resolver()
export class LogSubscription {
  @Subscription(() => LogEvent, {
    subscribe: ({ context, args }) => logEvents(context, args),
    description: "Events as they can be read, each once and in order, from a position on.",
  })
  log(@Root() event: LogEvent, @Args(() => LogArgs) _: LogArgs): LogEvent {
    return event;
  }
}
