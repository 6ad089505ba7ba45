/** A document or fragment as it is written, with the fragments it is written with. */
export interface Written {
  /** As it is sent, the fragments behind it. */
  readonly text: string;
  /** The operation's or fragment's name, for logs and the names of what is kept. */
  readonly name: string;
  /** The same without the fragments. */
  readonly own: string;
  readonly fragments: readonly Written[];
}

/**
 * Writes a text down with the fragments that it is written with.
 * @throws where it has no name
 */
export function written(text: string, fragments: readonly Written[] = []): Written {
  const own = text.trim();
  const name = /^(?:query|mutation|subscription|fragment)\s+(\w+)/u.exec(own)?.[1];
  if (name === undefined) throw new Error("A GraphQL document needs a named operation, or is a fragment.");
  const parts = new Map(
    fragments.flatMap((fragment) => [...fragment.fragments, fragment]).map((fragment) => [fragment.name, fragment]),
  );
  return {
    own,
    name,
    fragments: [...parts.values()],
    text: [own, ...[...parts.values()].map((part) => part.own)].join("\n"),
  };
}
