import { getVariableValues, Kind, type DocumentNode, type ExecutionResult, type GraphQLSchema } from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import type { ApiContext } from "./context.ts";
import { refuseTooCostly } from "./cost.ts";
import { fragmentsOf } from "./limits.ts";
import { orNull } from "./orNull.ts";

/** Values of a request's variables, as they came. */
export type Variables = Readonly<Record<string, unknown>>;

/** A query that was answered before: parsed, validated and compiled. */
export interface PreparedQuery {
  /**
   * Its answer; null where the ordinary way has to say what is wrong: with the variables, with what it would cost, or with a field.
   * Asking twice is no harm, since a query changes nothing.
   */
  answer(context: ApiContext, variables: Variables): Promise<PreparedAnswer | null>;
}

/** What was asked for, and what that cost. */
export interface PreparedAnswer {
  readonly data: unknown;
  readonly cost: number;
}

/** Which operation of which text. */
export interface Asked {
  readonly text: string;
  readonly operationName: string | null;
}

/** So many queries are kept compiled, those asked for last. A console has some two hundred. */
const mostKept = 400;
/** Longer ones are left to the ordinary way: they come from generators, and seldom twice. */
const mostCharacters = 20_000;

/** Queries that programs send again and again, compiled when they come a second time. */
export interface PreparedQueries {
  /** What was answered without an error: it need not be parsed and validated again. */
  note(asked: Asked, document: DocumentNode): void;
  /** The compiled query; undefined where the ordinary way is to answer. */
  find(asked: Asked): PreparedQuery | undefined;
}

/** Not compiled yet, or never to be. */
type Kept = { readonly document: DocumentNode } | { readonly prepared: PreparedQuery } | "left";

/** Keeps what is asked of a schema. */
export function preparedQueries(schema: GraphQLSchema): PreparedQueries {
  const kept = new Map<string, Kept>();
  const keyOf = ({ text, operationName }: Asked): string => `${operationName ?? ""}\n${text}`;
  const keep = (key: string, value: Kept): void => {
    kept.delete(key);
    kept.set(key, value);
    const oldest = kept.size > mostKept ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
  };
  return {
    note(asked, document) {
      const key = keyOf(asked);
      if (asked.text.length <= mostCharacters && !kept.has(key)) keep(key, { document });
    },
    find(asked) {
      if (asked.text.length > mostCharacters) return undefined;
      const key = keyOf(asked);
      const found = kept.get(key);
      if (found === undefined || found === "left") return undefined;
      const prepared = "prepared" in found ? found.prepared : compiled(schema, found.document, asked.operationName);
      keep(key, prepared === null ? "left" : { prepared });
      return prepared ?? undefined;
    },
  };
}

/** Null for what is no query, and for what cannot be compiled. */
function compiled(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): PreparedQuery | null {
  const operation = operationOf(document, operationName);
  if (operation?.operation !== "query") return null;
  const query = compileQuery(schema, document, operationName ?? undefined, { disablingCapturingStackErrors: true });
  if (!isCompiledQuery(query)) return null;
  const fragments = fragmentsOf(document);
  const declared = operation.variableDefinitions ?? [];
  return {
    async answer(context, variables) {
      // What the compiled query makes of variables is more lenient in places than the specification.
      if (declared.length > 0 && getVariableValues(schema, declared, variables).errors !== undefined) return null;
      const cost = orNull(() => refuseTooCostly({ schema, operation, fragments, variables }));
      if (cost === null) return null;
      const { data, errors }: ExecutionResult = await query.query(undefined, context, variables);
      return errors === undefined ? { data, cost } : null;
    },
  };
}

function operationOf({ definitions }: DocumentNode, operationName: string | null) {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operationName === null) return operations.length === 1 ? operations[0] : undefined;
  return operations.find(({ name }) => name?.value === operationName);
}
