import { openReader } from "@ballast/readmodel";
import { parse, type GraphQLSchema } from "graphql";
import type { MessagePort } from "node:worker_threads";
import { bodyOf } from "../graphql/answerBody.ts";
import type { ApiContext, ApiServer, Known } from "../graphql/context.ts";
import { preparedQueries } from "../graphql/preparedQueries.ts";
import type { Answered, FromReader, ReadAsked, ReaderData } from "./messages.ts";

/** What a thread that reads is made from. */
export interface Reading extends ReaderData {
  readonly schema: GraphQLSchema;
  readonly known: Known;
}

/** What a server has beside its read model, and a thread has not. */
const onlyTheServers = [
  "log", "directory", "flags", "alertRules", "gone", "keys", "metrics", "logger", "fleet", "engineState",
  "tracing", "flagRequestsPerSecond", "printer",
] as const satisfies readonly (keyof ApiServer)[];
const onlyTheFolders = ["waitFor", "onApplied", "status", "rebuild"] as const satisfies readonly (keyof ApiServer["readModel"])[];

/** Answers one question after the other: one that is asked while another is answered waits for it. */
export interface Answering {
  answer(question: Omit<ReadAsked, "call">): Promise<Answered>;
  close(): void;
}

/**
 * Answers queries from the read model's file, byte for byte as the server would; each sees the file as it is when its turn comes. Whatever
 * asks for more than that, or goes wrong in any way, the server answers itself.
 */
export function answerReads({ file, publicUrl, schema, known }: Reading): Answering {
  const reader = openReader(file);
  const prepared = preparedQueries(schema);
  const texts = new Map<number, string>();
  const asked = { missed: false, now: 0 };
  const missing = <Name extends string>(names: readonly Name[], into: object): object => {
    for (const name of names)
      Object.defineProperty(into, name, {
        get: (): never => {
          asked.missed = true;
          throw new Error(`${name} is the server's`);
        },
      });
    return into;
  };
  const readModel = missing(onlyTheFolders, Object.create(reader) as object);
  const server = missing(onlyTheServers, { readModel, publicUrl, known, now: () => new Date(asked.now) });

  const bodyFor = async (question: Omit<ReadAsked, "call">): Promise<string | null> => {
    const { document, text, operationName, variables, principal, requestId, now } = question;
    if (text !== undefined) texts.set(document, text);
    const query = texts.get(document);
    if (query === undefined) return null;
    const named = { text: query, operationName };
    if (prepared.find(named) === undefined) prepared.note(named, parse(query));
    const found = prepared.find(named);
    asked.now = now;
    const context = Object.assign(Object.create(server) as object, { principal, requestId }) as ApiContext;
    const answered = found === undefined ? null : await reader.at(() => found.answer(context, variables));
    return answered === null ? null : bodyOf(answered);
  };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    answer(question) {
      const answered = turn.then(async () => {
        asked.missed = false;
        const body = await bodyFor(question).catch(() => null);
        return { body: asked.missed ? null : body, onlyThere: asked.missed };
      });
      turn = answered;
      return answered;
    },
    close: () => { reader.close(); },
  };
}

/** The same for whoever asks by messages. */
export function serveReads(port: Pick<MessagePort, "on" | "postMessage">, reading: Reading): void {
  const say = (said: FromReader): void => { port.postMessage(said); };
  const { answer } = answerReads(reading);
  port.on("message", ({ call, ...question }: ReadAsked) => {
    void answer(question).then((answered) => { say({ call, ...answered }); });
  });
  say({ ready: true });
}
