import type { DocumentDecoration, initGraphQLTada } from "gql.tada";
import type { Introspection } from "../../generated/graphql.ts";
import type { JsonShapes } from "./jsonShapes.ts";
import { written } from "./written.ts";
import type { Written } from "./written.ts";

/** What is inferred against: the committed schema. Fragments are not masked: a part that needs a record takes the fragment's type. */
interface Setup {
  introspection: Introspection;
  disableMasking: true;
  scalars: JsonShapes & { DateTime: string };
}

declare const _infer: ReturnType<typeof initGraphQLTada<Setup>>;

/** What the library makes of a text, without the parsed document that it stands for: documents stay text here. */
type Inferred<Text extends string, Fragments extends readonly object[]> = ReturnType<typeof _infer<Text, Fragments>>;

/** A document with the types of its answer and variables, which exist for the compiler only. */
export interface TypedDocument<Result = unknown, Variables = never> extends Written, DocumentDecoration<Result, Variables> {}

/** The same, to be read only: an answer is shown, variables are sent, and neither is changed. */
type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;

/** What {@link graphql} makes of a text. What the library knows of a fragment, its name and type, goes along with it. */
export type Document<Text extends string, Fragments extends readonly object[] = []> =
  Inferred<Text, Fragments> extends DocumentDecoration<infer Result, infer Variables>
    ? TypedDocument<Frozen<Result>, Frozen<Variables>>
        & Omit<Inferred<Text, Fragments>, keyof DocumentDecoration | "kind" | "definitions" | "loc">
    : never;

/** Those of an answer's fields that the schema has not: the library takes them for `unknown`, which no field of the schema is. */
export type StrangersIn<Value> = Value extends readonly (infer Item)[]
  ? StrangersIn<Item>
  : Value extends object
    ? { [Key in keyof Value]-?: unknown extends Value[Key] ? Key : StrangersIn<Value[Key]> }[keyof Value]
    : never;

/** Says what is wrong with a text, in the place of what it should have been: nothing where it fits the schema. */
export type Fitting<Strangers> = [Strangers] extends [never] ? unknown : { readonly "the schema has no field": Strangers };

/** What a text has to be besides a text: fields that the schema has not are a type error where they are written. */
type Fits<Text extends string, Fragments extends readonly object[]> = Fitting<StrangersIn<ResultOf<Inferred<Text, Fragments>>>>;

/** The answer's type of a document, the record's of a fragment. */
export type ResultOf<Given> = Given extends DocumentDecoration<infer Result, infer _Variables> ? Result : never;

/** The variables' type of a document. */
export type VariablesOf<Given> = Given extends DocumentDecoration<infer _Result, infer Variables> ? Variables : never;

/**
 * Writes a document or a fragment down: ``graphql(`query Releases($first: Int!) { releases(first: $first) { …ReleaseLine } }`,
 * [releaseLine])``.
 * The types of its answer and of its variables are inferred from the text and the schema.
 * @throws where it has no name
 */
export function graphql<const Text extends string, const Fragments extends readonly (Written & object)[] = []>(
  text: Text & Fits<Text, Fragments>,
  fragments?: Fragments,
): Document<Text, Fragments> {
  // The one place where a text gets its types: they exist for the compiler only.
  return written(text, fragments) as Document<Text, Fragments>;
}
