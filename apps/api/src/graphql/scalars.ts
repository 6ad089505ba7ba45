import { instant } from "@ballast/schema";
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from "graphql";

function readInstant(value: unknown): string {
  const read = instant.safeParse(value);
  if (!read.success) throw new GraphQLError(`"${String(value)}" is no instant: write ISO 8601 with an offset, as 2026-11-23T09:30:00Z.`);
  return read.data;
}

/** An instant as text, ISO 8601 with an offset. It stays text: a Date would lose the offset it came with. */
export const DateTime = new GraphQLScalarType({
  name: "DateTime",
  description: "An instant, ISO 8601 with an offset, as `2026-11-23T09:30:00Z`.",
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: readInstant,
  parseLiteral: (node) => readInstant(node.kind === Kind.STRING ? node.value : undefined),
});

/** A JSON value whose shape its field describes. */
export const JsonValue = new GraphQLScalarType({
  name: "JSON",
  description: "A JSON value; the field says of which shape.",
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
