/**
 * How large a document may be. A view of the console needs a depth of 8, some 120 fields and 450 tokens; introspection needs a
 * depth of 14. All of it is found out before anything else looks at the document: validation itself is what a
 * document of some kilobytes can keep busy for minutes.
 */
export const documentLimits = {
  characters: 200_000, tokens: 6_000, nesting: 64, directives: 50, fragments: 100, operations: 10, aliases: 200,
  depth: 12, introspectionDepth: 20, selections: 1_500, rootFields: 20, sameFieldInOnePlace: 30, fieldsInOnePlace: 200,
} as const;
