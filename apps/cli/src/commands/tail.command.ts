import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "commander";
import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, exitCodes } from "../client/failure.ts";
import { printableJson } from "../print/printable.ts";
import { bold, dim } from "../print/style.ts";
import { exact } from "../print/words.ts";
import { acting, withCommonOptions, type Session } from "./session.ts";
import { parseCount, parseList } from "./values.ts";
import type { CliCommand } from "../command.ts";

interface TailFlags {
  readonly types?: readonly string[];
  readonly stream?: string;
  readonly from?: string;
  readonly last: number;
  readonly follow: boolean;
}

const eventsDocument = graphql(`
  query Tail($first: Int, $after: String, $types: [String!], $stream: String, $oldestFirst: Boolean) {
    events(first: $first, after: $after, types: $types, stream: $stream, oldestFirst: $oldestFirst) {
      edges { cursor node { id type stream position occurredAt recordedAt actor { name } sentence data } }
    }
  }
`);
type Event = ResultOf<typeof eventsDocument>["events"]["edges"][number]["node"];

const pageSize = 200;
const lookEveryMs = 500;

/** With --json one event a line, so that a pipe can take them one by one. */
function print(session: Session, event: Event): void {
  const line = session.json
    ? printableJson(event)
    : `${dim(exact(event.occurredAt))}  ${bold(event.type)}  ${event.sentence} ${dim(`· ${event.actor?.name ?? "–"} · ${event.stream}@${event.position}`)}`;
  process.stdout.write(`${line}\n`);
}

/** The newest events, oldest first, and the cursor to go on from. */
async function newest(session: Session, { last, types, stream }: TailFlags): Promise<string | null> {
  const { events } = await session.client.query(eventsDocument, { first: Math.max(1, last), types, stream, oldestFirst: false });
  for (const { node } of events.edges.slice(0, last).toReversed()) print(session, node);
  return events.edges[0]?.cursor ?? null;
}

const tail = acting<TailFlags>(async (session, { flags }) => {
  let after = flags.from === undefined ? await newest(session, flags) : flags.from;
  const stop = new AbortController();
  process.on("SIGINT", () => { stop.abort(); }).on("SIGTERM", () => { stop.abort(); });
  while (!stop.signal.aborted) {
    try {
      const { events } = await session.client.query(eventsDocument, {
        first: pageSize, after, types: flags.types, stream: flags.stream, oldestFirst: true,
      });
      for (const { node } of events.edges) print(session, node);
      after = events.edges.at(-1)?.cursor ?? after;
      if (events.edges.length === pageSize) continue;
      if (!flags.follow) return;
    } catch (error) {
      // While the API is away there is nothing to follow; it goes on where it was.
      if (!(error instanceof CommandFailure) || error.exitCode !== exitCodes.unreachable || !flags.follow) throw error;
      process.stderr.write(`${dim(error.message)}\n`);
    }
    await wait(lookEveryMs, undefined, { signal: stop.signal }).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
  }
});

/** Registers `ballast tail`. */
function registerTail(program: Command): void {
  withCommonOptions(program.command("tail").description("follow the log: events as they are recorded"))
    .option("--types <names>", "only events of these names, as DeployRequested,DeploySucceeded", parseList)
    .option("--stream <name>", "only those of one stream, as deploy-<id>")
    .option("--from <position>", "from this position on (0: from the beginning) instead of the newest ones")
    .option("--last <n>", "how many to begin with", parseCount, 10)
    .option("--no-follow", "end after the last one")
    .action(tail);
}

export const command: CliCommand = {
  register: registerTail,
  examples: {
    "tail": ["ballast tail", "ballast tail --types DeployRequested,DeploySucceeded --json", "ballast tail --from 0 --no-follow"],
  },
};
