import type { StoredEvent } from "./decode.ts";
import { definitionOf } from "./events/index.ts";
import { eventMetadata } from "./metadata.ts";

/** Where an event is not what its schema says, and why. */
export interface Misfit {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * What keeps an event from being appended: whatever a reader would have to skip, because the log keeps it for ever. Text
 * is kept as it is or not at all: a NUL ends it in much of what reads it, and half a surrogate pair comes back as
 * another letter.
 */
export function misfitsOf({ type, data, metadata }: StoredEvent): readonly Misfit[] {
  const definition = definitionOf(type);
  if (definition === undefined) return [{ path: [], message: `${type} is not an event of the schema` }];
  const problems = [definition.schema.safeParse(data), eventMetadata.safeParse(metadata)].flatMap(({ error }) => error?.issues ?? []);
  return [
    ...problems.map(({ path, message }) => ({ path: path.map(String), message })),
    ...(hasBroken(data) ? brokenTexts(data, []) : []),
    ...(hasBroken(metadata) ? brokenTexts(metadata, []) : []),
  ];
}

/** Whether there is any: every event that is appended is asked, and where it stands is worked out only for those that are refused. */
function hasBroken(value: unknown): boolean {
  if (typeof value === "string") return !isWhole(value);
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) ? value.some(hasBroken) : Object.entries(value).some(([key, inner]) => !isWhole(key) || hasBroken(inner));
}

function brokenTexts(value: unknown, path: readonly string[]): readonly Misfit[] {
  if (typeof value === "string") return isWhole(value) ? [] : [{ path, message: "has a NUL or half a character in it" }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(isWhole(key) ? [] : [{ path, message: "has a NUL or half a character in a name" }]),
    ...brokenTexts(inner, [...path, key]),
  ]);
}

/** Whether a text comes back from every store as it went in. */
export const isWhole = (text: string): boolean => !text.includes("\0") && text.isWellFormed();
