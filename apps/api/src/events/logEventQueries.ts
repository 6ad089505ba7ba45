import "reflect-metadata";
import { parseStreamName, type Category } from "@ballast/schema";
import { Rejection } from "@ballast/domain";
import { Args, ArgsType, Ctx, Field, Query, Resolver } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext } from "../graphql/context.ts";
import { ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { openScope } from "../graphql/scope.ts";
import { type LogEvent, LogEventConnection, toLogEvent } from "./logEventType.ts";

@ArgsType()
class EventsArgs extends ListArgs {
  @Field(() => [String], { nullable: true, description: "Only events of these names." }) types?: string[] | null;
  @Field(() => String, { nullable: true, description: "Only those of this stream, as `deploy-<uuid>`." }) stream?: string | null;
  @Field(() => String, { nullable: true, description: "Only those of this story." }) correlationId?: string | null;
  @Field(() => Boolean, { nullable: true, description: "The oldest first; the newest unless told." }) oldestFirst?: boolean | null;
}

/** The log itself. */
@Resolver()
export class LogEventQueries {
  @Query(() => LogEventConnection, { description: "Events of the log; cursors are positions." })
  events(
    @Args(() => EventsArgs) { types, stream, correlationId, oldestFirst, asOf, ...slice }: EventsArgs,
    @Ctx() context: ApiContext,
  ): Connection<LogEvent> {
    const scope = openScope(context, asOf);
    const filter = {
      types: types ?? undefined, stream: stream ? streamOf(stream) : undefined, correlationId: correlationId ?? undefined,
      viewer: scope.viewer,
    };
    const rows = context.readModel.history.list({
      filter, slice: sliceRequest(slice), oldestFirst: oldestFirst ?? false, asOf: scope.asOf,
    });
    return toConnection(rows, (row) => toLogEvent(row, scope));
  }
}

function streamOf(name: string): { readonly category: Category; readonly id: string } {
  const parsed = parseStreamName(name);
  if (parsed === null) throw new Rejection("INVALID_INPUT", `"${name}" is no stream of Ballast's.`, ["stream"]);
  // A category that there is none of has no events: nothing is found, which is the right answer.
  return { category: parsed.category as Category, id: parsed.id };
}
