import { GraphQLError } from "graphql";
import { boundedDocument } from "./limits.ts";

/** Values within values, at most: the deepest input has six. */
const mostLevels = 32;
/** Single values in one request's variables, at most: a thousand commits have some ten thousand. */
const mostValues = 200_000;
/** Documents that were looked at and are fine; programs send the same ones again and again. */
const mostKnown = 500;

const badInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", http: { status: 400 } } });

/**
 * Looks at requests before anything else does. What is no request and no document is left to those whose business it
 * is to say so.
 * @throws GraphQLError QUERY_TOO_COMPLEX, BAD_USER_INPUT
 */
export function requestBounds(): (request: { readonly body?: unknown; readonly query?: unknown }) => void {
  const known = new Set<string>();
  return ({ body, query }) => {
    const { query: text, variables } = fieldsOf(body ?? query);
    if (typeof variables === "string") refuseDeepText(variables);
    else refuseOddValues(variables);
    if (typeof text !== "string" || known.has(text) || !isDocument(text)) return;
    if (known.size >= mostKnown) known.clear();
    known.add(text);
  };
}

/** Whether it can be read; what is wrong in other ways, the server says. */
function isDocument(text: string): boolean {
  try {
    boundedDocument(text);
    return true;
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions["code"] === undefined) return false;
    throw error;
  }
}

const fieldsOf = (request: unknown): { readonly query?: unknown; readonly variables?: unknown } =>
  typeof request === "object" && request !== null ? request : {};

/** The same for variables that come as text, in an address. */
function refuseDeepText(text: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return; // the server says what is wrong with it
  }
  refuseOddValues(value);
}

/**
 * Refuses values that are too deep or too many to be walked, and text that no store keeps as it is: NUL ends a text in
 * much of what reads it, and half a surrogate pair comes back as another letter.
 */
export function refuseOddValues(value: unknown): void {
  let left = mostValues;
  const walk = (one: unknown, level: number): void => {
    left -= 1;
    if (level > mostLevels || left < 0)
      throw badInput(level > mostLevels ? `Variables have at most ${mostLevels} levels.` : `Variables have at most ${mostValues} values.`);
    if (typeof one === "string" && (one.includes("\0") || !one.isWellFormed()))
      throw badInput("Text in the variables has a NUL or half a character in it.");
    if (typeof one !== "object" || one === null) return;
    for (const inner of Object.values(one)) walk(inner, level + 1);
  };
  walk(value, 0);
}
