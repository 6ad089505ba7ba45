import "reflect-metadata";
import { Args, FieldResolver, Resolver, Root, type ClassType } from "type-graphql";
import type { NodeKind } from "../graphql/context.ts";
import type { Connection } from "../graphql/connection.ts";
import type { RecordNode } from "../graphql/node.ts";
import { SliceArgs } from "../graphql/listArgs.ts";
import { typeNamed } from "../graphql/records.ts";
import { historyOf, LogEventConnection, type LogEvent } from "./logEventType.ts";

/** The field `history` of a kind of record. Made once for each: type-graphql keeps every class that it is shown. */
export function historyResolver(kind: NodeKind, description: string): ClassType<object> {
  @Resolver(() => typeNamed(kind))
  class History {
    @FieldResolver(() => LogEventConnection, { description })
    history(@Root() record: RecordNode, @Args(() => SliceArgs) slice: SliceArgs): Connection<LogEvent> {
      return historyOf(record, slice);
    }
  }
  return History;
}
