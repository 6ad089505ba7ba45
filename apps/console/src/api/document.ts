declare const result: unique symbol;
declare const variables: unique symbol;

/** A GraphQL document with the types of its answer and variables. The types exist for the compiler only. */
export interface TypedDocument<Result, Variables extends object = Record<string, never>> {
  readonly text: string;
  /** The operation's name, for logs and query keys. */
  readonly name: string;
  readonly [result]?: Result;
  readonly [variables]?: Variables;
}

/** The answer's type of a document. */
export type ResultOf<Document> = Document extends TypedDocument<infer Result, infer _Variables> ? Result : never;

/** The variables' type of a document. */
export type VariablesOf<Document> = Document extends TypedDocument<infer _Result, infer Variables> ? Variables : never;

/** Writes a document down: ``gql<Result, Variables>`query Releases($first: Int!) { … }` ``. Parts may be fragments' text. */
export function gql<Result, Variables extends object = Record<string, never>>(
  strings: TemplateStringsArray,
  ...parts: readonly string[]
): TypedDocument<Result, Variables> {
  const text = strings.reduce((before, string, index) => before + (parts[index - 1] ?? "") + string).trim();
  const name = /\b(?:query|mutation|subscription)\s+(\w+)/u.exec(text)?.[1];
  if (name === undefined) throw new Error("A GraphQL document needs a named operation.");
  return { text, name };
}
