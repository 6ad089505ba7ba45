import type { Command } from "commander";
import type { CliCommand } from "../command.ts";

type Operations = typeof import("./operations.ts");
type Action = (...given: unknown[]) => Promise<void>;

/** An operation on a log; the event store's code is loaded when it runs, and not for a help text. */
const operate = (name: keyof Operations): Action => async (...given) => (await import("./operations.ts"))[name](...given);
const serve: Action = async (...given) => (await import("./serve.ts")).serve(...given);

const notes = `
A users file is JSON, mode 0600: {"ann": {"password": "…", "groups": ["$admins"]}}; a passwordHash may stand for the
password. Clients connect with esdb://127.0.0.1:2113?tls=false, or with TLS as esdb://ann:…@host:2113?tlsCaFile=cert.pem.
One JSON line a thing that happens goes to standard output; SIGTERM and Ctrl C stop it: open streams are cancelled,
what was accepted is on the disk.
`;

const where = "a log or backup file, its folder, or an instance's data folder (default: that of the instance started last)";

const operation = (parent: Command, usage: string, description: string): Command =>
  parent.command(usage).description(description).option("--json", "print JSON for machines").option("--data <path>", where);

function registerServer(program: Command): Command {
  return program
    .command("eventstore")
    .description("run an event store that speaks the EventStoreDB protocol, or look after its log")
    .option("--port <number>", "port (default: any free one, told on the ready line)")
    .option("--data <folder>", "folder of the log (default: that of the instance started last)")
    .option("--host <address>", "address to listen on (default: 127.0.0.1); wider needs TLS and users")
    .option("--advertise-host <name>", "the name clients are told to come to (default: the host)")
    .option("--tls-cert <file>", "certificate, PEM")
    .option("--tls-key <file>", "its key, PEM")
    .option("--users <file>", "who may sign in; refused unless only its owner can read it (mode 0600)")
    .option("--max-append-size <bytes>", "largest append (default: 1048576)")
    .option("--metrics-port <number>", "serve /metrics and /healthz over HTTP on loopback; 0: any free port")
    .option(
      "--run-projections <which>",
      "none, system, or all: with all, custom JavaScript projections too, only from administrators you trust (default: system)",
    )
    .option("--allow-open-network", "listen beyond this machine although there is no TLS or there are no users")
    .addHelpText("after", notes)
    .action(serve);
}

/** Registers `ballast eventstore` and the operations on a log. */
function registerEventstore(program: Command): void {
  const store = registerServer(program);
  operation(store, "stats", "what is in a log: events, streams, groups, sizes; works beside a running server").action(operate("stats"));
  operation(store, "verify", "check a log: pages, indexes, order, ids, hashes, gaps; works beside a running server")
    .option("--upgrade", "give the events of a log from before there were hashes theirs; no server may run")
    .addHelpText("after", "\nEnds with 0 when it is sound, with 5 when it is not; --json lists the problems.\n")
    .action(operate("verify"));
  operation(store, "backup <file>", "make a consistent, verified copy, also while a server runs; never overwrites").action(
    operate("backup"),
  );
  operation(store, "restore <file>", "put a backup in the place of a log that is not in use; what was there is kept beside it").action(
    operate("restore"),
  );
  operation(store, "compact", "remove for good what is truncated or deleted, and give back the space; no server may run on it")
    .option("--yes", "do it without asking")
    .addHelpText("after", "\nA compacted log can no longer be copied to another store.\n")
    .action(operate("compact"));
  operation(store, "copy", "copy a log to another event store: same streams, revisions, ids, data and metadata; compared at the end")
    .requiredOption("--to <address>", "esdb://user:password@host:port, of a cluster the leader")
    .addHelpText(
      "after",
      "\nRepeat it after a break: what is there is not copied again. Works beside a running server, up to where its log was at the start.\n",
    )
    .action(operate("copy"));
}

export const command: CliCommand = {
  register: registerEventstore,
  examples: {
    "eventstore": [
      "ballast eventstore --port 2113 --data ./data",
      "ballast eventstore --host 0.0.0.0 --data ./data --tls-cert cert.pem --tls-key key.pem --users users.json",
    ],
    "eventstore stats": ["ballast eventstore stats", "ballast eventstore stats --data ./data --json"],
    "eventstore verify": ["ballast eventstore verify --data /backups/monday.sqlite"],
    "eventstore backup": ["ballast eventstore backup /backups/monday.sqlite"],
    "eventstore restore": ["ballast eventstore restore /backups/monday.sqlite --data ./data"],
    "eventstore compact": ["ballast eventstore compact --data ./data --yes"],
    "eventstore copy": ["ballast eventstore copy --to 'esdb://admin:changeit@cluster:2113'"],
  },
};
