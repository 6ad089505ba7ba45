import { execute, GraphQLError, parse, validate, type ExecutionResult, type GraphQLSchema } from "graphql";
import type { Principal } from "../auth/principal.ts";
import { buildBallastSchema } from "../schema.ts";
import type { SpecNode } from "./node.ts";

let built: Promise<GraphQLSchema> | undefined;

/** The schema, built once per process. */
export const specSchema = (): Promise<GraphQLSchema> => (built ??= buildBallastSchema());

/** Asks a spec's node as somebody; answers what GraphQL answers. The document must be valid. */
export async function ask(
  node: SpecNode,
  principal: Principal | null,
  { query, variables }: { query: string; variables?: Readonly<Record<string, unknown>> },
): Promise<ExecutionResult> {
  const schema = await specSchema();
  const document = parse(query);
  const problems = validate(schema, document);
  if (problems.length > 0) throw new GraphQLError(problems.map(({ message }) => message).join("\n"));
  return execute({ schema, document, variableValues: variables, contextValue: node.contextOf(principal) });
}

/** The data of an answer without errors, as plain JSON. */
export async function answered(
  node: SpecNode,
  principal: Principal | null,
  request: { query: string; variables?: Readonly<Record<string, unknown>> },
): Promise<Record<string, unknown>> {
  const { data, errors } = await ask(node, principal, request);
  if (errors !== undefined) throw new Error(errors.map(({ message, path }) => `${path?.join(".") ?? ""}: ${message}`).join("\n"));
  return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
}
