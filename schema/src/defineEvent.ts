import type { z } from "zod";

/** Turns the payload of one schema version into the next one. Says in a comment what changed and why. */
export type Upcast = (data: Record<string, unknown>) => Record<string, unknown>;

/** One kind of fact: its name, the shape of its payload now, and how older shapes become this one. */
export interface EventDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly schema: Schema;
  /** `upcasts[i]` turns version i+1 into version i+2. */
  readonly upcasts: readonly Upcast[];
  /** The version written today: `upcasts.length + 1`. It lives in metadata, never in the name. */
  readonly version: number;
}

/** Declares an event. Names are past-tense facts and never carry a version. */
export function defineEvent<Type extends string, Schema extends z.ZodType>(definition: {
  type: Type;
  schema: Schema;
  upcasts?: readonly Upcast[];
}): EventDefinition<Type, Schema> {
  const upcasts = definition.upcasts ?? [];
  return { type: definition.type, schema: definition.schema, upcasts, version: upcasts.length + 1 };
}

/** The event a definition describes: `{ type, data }`. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Schema> ? { readonly type: Type; readonly data: z.infer<Schema> } : never;

/** The union of all events of a record of definitions. */
export type EventsOf<Definitions> = { [Key in keyof Definitions]: EventOf<Definitions[Key]> }[keyof Definitions];
