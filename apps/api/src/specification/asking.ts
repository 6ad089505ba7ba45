import { execute, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from "graphql";
import type { Principal } from "../auth/principal.ts";
import { preparedQueries } from "../graphql/preparedQueries.ts";
import { answerReads, type Answering } from "../reading/serveReads.ts";
import { buildBallastSchema } from "../schema.ts";
import { known } from "../slices.ts";
import type { SpecServer } from "./server.ts";

let built: Promise<GraphQLSchema> | undefined;

/** The schema, built once per process. */
export const specSchema = (): Promise<GraphQLSchema> => (built ??= buildBallastSchema());

/**
 * Asks a spec's server as somebody; answers what GraphQL answers. The document must be valid. What is answered without an error is asked
 * again as the API answers it from the second time on: compiled, and by whoever reads the read model's file beside it.
 */
export async function ask(
  server: SpecServer,
  principal: Principal | null,
  { query, variables }: { query: string; variables?: Readonly<Record<string, unknown>> },
): Promise<ExecutionResult> {
  const schema = await specSchema();
  const document = parse(query);
  const problems = validate(schema, document);
  if (problems.length > 0) throw new GraphQLError(problems.map(({ message }) => message).join("\n"));
  const answer = await execute({ schema, document, variableValues: variables, contextValue: server.contextOf(principal) });
  if (answer.errors === undefined) await answersTheSame(server, principal, { query, variables, document, answer });
  return answer;
}

interface Answered {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly document: DocumentNode;
  readonly answer: ExecutionResult;
}

/** @throws where the compiled query says something else */
async function answersTheSame(server: SpecServer, principal: Principal | null, { query, variables = {}, document, answer }: Answered) {
  const prepared = preparedQueries(await specSchema());
  const asked = { text: query, operationName: null };
  prepared.note(asked, document);
  const again = await prepared.find(asked)?.answer(server.contextOf(principal), variables);
  if (again === undefined) return; // a mutation
  const [first, second] = [answer.data, again?.data].map((data) => JSON.stringify(data) ?? "nothing");
  if (first !== second) throw new Error(`compiled, it answers ${String(second)} instead of ${String(first)}`);
  if (principal === null) return;
  const { body, onlyThere } = await readBeside(server, await specSchema()).answer({
    document: 0, text: query, operationName: null, variables, principal, requestId: "spec", now: server.server.now().getTime(),
  });
  if (onlyThere) return;
  const third = body === null ? "nothing" : JSON.stringify((JSON.parse(body) as { readonly data: unknown }).data);
  if (third !== first) throw new Error(`read beside the server, it answers ${third} instead of ${String(first)}`);
}

const beside = new WeakMap<SpecServer, Answering>();

/** Whoever reads beside a spec's server: in this thread, and from the file alone. */
function readBeside(server: SpecServer, schema: GraphQLSchema): Answering {
  const there = beside.get(server) ?? answerReads({ file: server.file, publicUrl: server.server.publicUrl, schema, known });
  beside.set(server, there);
  return there;
}

/** The data of an answer without errors, as plain JSON. */
export async function answered(
  server: SpecServer,
  principal: Principal | null,
  request: { query: string; variables?: Readonly<Record<string, unknown>> },
): Promise<Record<string, unknown>> {
  const { data, errors } = await ask(server, principal, request);
  if (errors !== undefined) throw new Error(errors.map(({ message, path }) => `${path?.join(".") ?? ""}: ${message}`).join("\n"));
  return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
}
