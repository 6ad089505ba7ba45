import "reflect-metadata";
import { instant, line, own, reason, text, uuid } from "@ballast/schema";
import { Field, InputType, Int, type ClassType } from "type-graphql";
import { z } from "zod";
import type { NodeKind } from "../graphql/context.ts";
import { readGlobalId } from "../graphql/globalId.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import type { NamedRecord } from "./hiddenRecords.ts";

/** One field of an input: what GraphQL says of it, and the schema that checks and shapes its value. */
export interface InputField<Value = unknown> {
  readonly type: () => object;
  readonly schema: z.ZodType<Value>;
  readonly nullable: boolean;
  readonly description: string;
  /** Where its value is the id of a record: which kind, which may depend on the input's other fields; null where it is none. */
  readonly names?: (input: Readonly<Record<string, unknown>>) => NodeKind | null;
}

export type InputFields = Readonly<Record<string, InputField>>;

/** What a command gets when all fields have been checked. */
export type InputOf<Fields extends InputFields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends InputField<infer Value> ? Value : never;
};

/** A field of this GraphQL type, checked by this schema. */
export const field = <Value>(type: () => object, schema: z.ZodType<Value>, description: string): InputField<Value> => ({
  type, schema, nullable: false, description,
});

/** May be left out: the command gets null then. */
export const optional = <Value>(given: InputField<Value>): InputField<Value | null> => ({
  ...given,
  nullable: true,
  schema: given.schema.nullish().transform((value) => value ?? null),
});

/** May be left out: the command gets this value then. */
export const otherwise = <Value>(given: InputField<Value>, value: Value): InputField<Value> => ({
  ...given,
  nullable: true,
  schema: given.schema.nullish().transform((known) => known ?? value),
});

/** A list of such values. */
export const listOf = <Value>(given: InputField<Value>, most = 1_000): InputField<Value[]> => ({
  ...given,
  type: () => [given.type()],
  schema: z.array(given.schema).max(most),
});

export const lineField = (description: string) => field(() => String, line, description);
export const textField = (description: string) => field(() => String, text, description);
/** A text that says something. */
export const wordsField = (description: string) => field(() => String, z.string().trim().min(1).max(20_000), description);
/** Asked for wherever a decision is overridden. */
export const reasonField = (description: string) => field(() => String, reason, description);
/** Why, where nobody has to say. */
export const noteField = (description: string) => otherwise(textField(description), "");
export const instantField = (description: string) => field(() => DateTime, instant, description);
export const dayField = (description: string) => field(() => String, z.iso.date("a day is written as 2026-12-15"), description);
export const flagField = (description: string) => field(() => Boolean, z.boolean(), description);
export const intField = (description: string, schema: z.ZodType<number> = z.int()) => field(() => Int, schema, description);
export const jsonField = <Value>(schema: z.ZodType<Value>, description: string) => field(() => JsonValue, schema, description);
export const wordField = <Word extends string>(words: Readonly<Record<Word, Word>>, description: string) =>
  field(() => words, z.enum(words), description) as InputField<Word>;

/** Id of a part of a record (an entry, a link, an override): a UUID. */
export const partIdField = (description: string) => field(() => String, uuid, description);

/** A record by its global id, or by the bare UUID that scripts have. */
export const idField = (kind: NodeKind, description: string): InputField<string> => ({
  ...field(() => String, idOfKind([kind]), description), names: () => kind,
});

/** A record of whatever kind. */
export interface AnyRecord {
  readonly kind: NodeKind;
  readonly recordId: string;
}

const anyRecord: z.ZodType<AnyRecord> = z.string().transform((given, context) => {
  const read = readGlobalId(given);
  // Whether there is such a kind is asked with whether the caller may know of the record.
  if (read !== null && uuid.safeParse(read.id).success) return { kind: read.kind as NodeKind, recordId: read.id.toLowerCase() };
  context.addIssue({ code: "custom", message: `"${given}" is not the global id of a record` });
  return z.NEVER;
});

/** A record of whatever kind, by its global id. `name` is the field's own. */
export const anyRecordField = (name: string, description: string): InputField<AnyRecord> => ({
  ...field(() => String, anyRecord, description),
  names: (input) => (own(input, name) as AnyRecord | null | undefined)?.kind ?? null,
});

/** The id of a record of any of these kinds; the command gets the bare UUID. */
export const idOfKind = (kinds: readonly NodeKind[]): z.ZodType<string> =>
  z.string().transform((given, context) => {
    if (uuid.safeParse(given).success) return given.toLowerCase();
    const read = readGlobalId(given);
    if (read !== null && kinds.some((kind) => kind === read.kind) && uuid.safeParse(read.id).success) return read.id;
    context.addIssue({ code: "custom", message: `"${given}" is not the id of a ${kinds.join(" or ").toLowerCase()}` });
    return z.NEVER;
  });

/** Several fields as one value, in an input type of its own. `schema` checks what belongs together. */
export function objectField<Fields extends InputFields, Value = InputOf<Fields>>(
  name: string,
  fields: Fields,
  { description, schema }: { readonly description: string; readonly schema?: z.ZodType<Value> },
): InputField<Value> {
  const type = inputClass(name, fields, description);
  const shape = shapeOf(fields);
  // Without a schema of its own the value is what the fields say; with one, it goes through both.
  return field(
    () => type,
    (schema === undefined ? shape : shape.pipe(schema as z.ZodType<Value, InputOf<Fields>>)) as z.ZodType<Value>,
    description,
  );
}

/** Records that an input names by their ids. */
export const namedIn = (fields: InputFields, input: Readonly<Record<string, unknown>>): readonly NamedRecord[] =>
  Object.entries(fields).flatMap(([name, { names }]) => {
    const kind = names?.(input) ?? null;
    const given = new Map(Object.entries(input)).get(name);
    const ids: readonly unknown[] = Array.isArray(given) ? given : [given];
    return kind === null ? [] : ids.flatMap((value) => {
      const id = idIn(value);
      return id === null ? [] : [{ kind, id, path: [name] }];
    });
  });

/** Records are named by their ids, services by what they are called too, records of any kind by that as well. */
function idIn(value: unknown): string | null {
  const id: unknown =
    typeof value === "object" && value !== null ? (Reflect.get(value, "serviceId") ?? Reflect.get(value, "recordId")) : value;
  return typeof id === "string" ? id : null;
}

/** The schema of an input's fields. */
export function shapeOf<Fields extends InputFields>(fields: Fields): z.ZodType<InputOf<Fields>> {
  const shape: z.ZodType = z.object(Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])));
  return shape as z.ZodType<InputOf<Fields>>;
}

/** Declares a GraphQL input type with these fields. */
export function inputClass(name: string, fields: InputFields, description: string): ClassType<object> {
  @InputType(name, { description })
  class Input {}
  for (const [key, { type, nullable, description: said }] of Object.entries(fields))
    Field(type, { nullable, description: said })(Input.prototype, key);
  return Input;
}
