import "reflect-metadata";
import { Field, ObjectType, type ClassType } from "type-graphql";
import type { ApiContext, NodeKind } from "../graphql/context.ts";
import { LogEvent, toLogEvent } from "../events/logEventType.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import type { CommandPayload } from "./runCommand.ts";

/** A further field of a payload. */
export interface PayloadExtra {
  readonly type: () => object;
  readonly nullable: boolean;
  readonly description: string;
}

const standing: Readonly<Record<string, PayloadExtra>> = {
  position: {
    type: () => String, nullable: false, description: "Where the log stands with it: other servers take it in `asOf` or wait for it.",
  },
  behind: {
    type: () => Boolean, nullable: false,
    description: "True when this server could not read the result within five seconds: the command holds all the same.",
  },
  replayed: {
    type: () => Boolean, nullable: false, description: "True when the idempotency key had been used before: nothing was done again.",
  },
};

/** Declares a payload type: the record, the appended events, where the log stands. */
export function payloadClass(
  title: string,
  { name, record, extras }: { name: string; record: NodeKind; extras: Readonly<Record<string, PayloadExtra>> },
): ClassType<object> {
  @ObjectType(title, { description: `What \`${name}\` answers.` })
  class Payload {}
  const add = (key: string, { type, nullable, description }: PayloadExtra): void =>
    Field(type, { nullable, description })(Payload.prototype, key);
  for (const [key, extra] of Object.entries({ ...standing, ...extras })) add(key, extra);
  add(fieldOf(record), {
    type: () => typeNamed(record), nullable: true, description: "The record as it is now; null while this server is behind.",
  });
  add("events", {
    type: () => [LogEvent], nullable: false, description: "The events that were appended; those of the first time when it was replayed.",
  });
  return Payload;
}

/** A payload as GraphQL reads it; record and events are loaded when they are asked for. */
export function payloadOf(
  context: ApiContext,
  { payload, record, result }: { payload: CommandPayload; record: NodeKind; result: { readonly id: string } },
): object {
  const { id, ...extras } = result;
  return {
    ...payload,
    ...extras,
    recordId: id,
    get [fieldOf(record)]() {
      return find(openScope(context), record, id);
    },
    get events() {
      return appended(context, payload.eventIds);
    },
  };
}

/** `Import` → `import`. */
const fieldOf = (record: NodeKind): string => record.charAt(0).toLowerCase() + record.slice(1);

function appended(context: ApiContext, eventIds: readonly string[]): readonly LogEvent[] {
  const scope = openScope(context);
  return eventIds.flatMap((id) => context.readModel.history.get(id) ?? []).map((recorded) => toLogEvent(recorded, scope));
}
