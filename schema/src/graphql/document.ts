import type { DocumentDecoration, initGraphQLTada } from "gql.tada";
import type { Introspection } from "../../generated/graphql.ts";
import type { JsonShapes } from "./jsonShapes.ts";

/** What is inferred against: the committed schema. Fragments are not masked: a part that needs a record takes the fragment's type. */
interface Setup {
  introspection: Introspection;
  disableMasking: true;
  scalars: JsonShapes & { DateTime: string };
}

declare const _infer: ReturnType<typeof initGraphQLTada<Setup>>;

/** A document or fragment as it is written, with the fragments it is written with. */
interface Written {
  /** As it is sent, the fragments behind it. */
  readonly text: string;
  /** The operation's or fragment's name, for logs and the names of what is kept. */
  readonly name: string;
  /** The same without the fragments. */
  readonly own: string;
  readonly fragments: readonly Written[];
}

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
  text: Text,
  fragments?: Fragments,
): Document<Text, Fragments> {
  const own = text.trim();
  const name = /^(?:query|mutation|subscription|fragment)\s+(\w+)/u.exec(own)?.[1];
  if (name === undefined) throw new Error("A GraphQL document needs a named operation, or is a fragment.");
  const parts = new Map(
    (fragments ?? []).flatMap((fragment) => [...fragment.fragments, fragment]).map((fragment) => [fragment.name, fragment]),
  );
  const written: Written = {
    own,
    name,
    fragments: [...parts.values()],
    text: [own, ...[...parts.values()].map((part) => part.own)].join("\n"),
  };
  // The one place where a text gets its types: they exist for the compiler only.
  return written as Document<Text, Fragments>;
}
