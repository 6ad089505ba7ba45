import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, exitCodes } from "../client/failure.ts";
import { bold } from "../print/style.ts";
import { duration, inPercent } from "@ballast/schema/words";
import { counted } from "../print/words.ts";
import { confirm } from "./confirm.ts";
import { follow } from "./followDeploy.ts";
import { printable, printableJson } from "../print/printable.ts";
import { acting, reportFailure, withCommonOptions, type CommonFlags, type Session } from "./session.ts";
import type { CliCommand } from "../command.ts";

interface RollbackFlags extends CommonFlags {
  readonly environment: string;
  readonly to?: string;
  readonly stay?: true;
  readonly reason: string;
  readonly incident?: string;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly direct?: true;
  readonly eventstore?: string;
  readonly fleet?: string;
}

const previewDocument = graphql(`
  query PreviewRollback($service: String!, $environment: String!, $toVersion: String) {
    lane(service: $service, environment: $environment) {
      preview: rollbackPreview(toVersion: $toVersion) {
        allowed refusal target { version } from { version } sentence affectedPercent affectedCustomers removedCommits { sha subject }
        lastDurationMs warnings
      }
    }
  }
`);
type RollbackPreview = NonNullable<ResultOf<typeof previewDocument>["lane"]>["preview"];
const rollbackService = mutation("rollbackService", "deploy { id } attached");

async function preview({ client }: Session, service: string, { environment, to }: RollbackFlags): Promise<RollbackPreview> {
  const { lane } = await client.query(previewDocument, { service, environment, toVersion: to ?? null });
  if (lane !== null) return lane.preview;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `Nothing was ever deployed to ${service} ${environment}.`,
    remedy: `\`ballast service show ${service}\` names its environments.`,
  });
}

const shownCommits = 12;

function previewLines(seen: RollbackPreview): readonly string[] {
  const { removedCommits: commits } = seen;
  return [
    bold(seen.sentence),
    ...(seen.affectedPercent === null
      ? []
      : [
          `  ${inPercent(seen.affectedPercent)} of customers move${seen.affectedCustomers === null ? "" : ` (${String(seen.affectedCustomers)})`}.`,
        ]),
    ...(seen.lastDurationMs === null ? [] : [`  The last one took ${duration(seen.lastDurationMs)}.`]),
    ...(commits.length === 0
      ? []
      : [
          `  ${counted(commits.length, "commit")} are taken back:`,
          ...commits.slice(0, shownCommits).map(({ sha, subject }) => `    ${sha.slice(0, 10)}  ${subject}`),
        ]),
    ...(commits.length > shownCommits ? [`    and ${String(commits.length - shownCommits)} more`] : []),
    ...seen.warnings.map((warning) => `▲ ${warning}`),
  ];
}

const viaApi = acting<RollbackFlags>(async (session, { args: [service = ""], flags }) => {
  const seen = await preview(session, service, flags);
  if (flags.dryRun === true) {
    session.show(seen, () => previewLines(seen));
    if (!seen.allowed) session.endWith(exitCodes.failed);
    return;
  }
  for (const line of previewLines(seen)) session.say(line);
  if (!seen.allowed) throw new CommandFailure({ code: "REFUSED", message: seen.refusal ?? seen.sentence });
  if (
    flags.yes !== true
    && !(await confirm(
      `Roll ${service} ${flags.environment} back to ${seen.target?.version ?? flags.to ?? "the last known good release"}?`,
    ))
  ) {
    session.say("Nothing was done.");
    return;
  }
  const input = {
    service, environment: flags.environment, toVersion: flags.to ?? null, stay: flags.stay === true, reason: flags.reason,
    incidentId: flags.incident ?? null,
  };
  const { deploy, attached } = await session.client.mutate(rollbackService, input);
  if (attached) session.say("A rollback is running: this press joined it. Naming another release with --to takes over from it.");
  if (deploy !== null) await follow(session, deploy.id);
});

/** Without API and workflow engine: everything it needs is the log and the fleet. */
async function withoutEngine(service: string, flags: RollbackFlags): Promise<void> {
  const json = flags.json === true;
  try {
    // Only this needs the event log's client and the rules of the workflows.
    const { directRollback } = await import("./directRollback.ts");
    const done = await directRollback(
      {
        ...flags,
        service,
        toVersion: flags.to ?? null,
        confirmed: async (sentence) => flags.yes === true || confirm(`${sentence} Do it?`),
      },
      (line) => {
        if (!json) process.stdout.write(`${printable(line)}\n`);
      },
    );
    process.stdout.write(json ? `${printableJson(done, 2)}\n` : `${done === null ? "Nothing was done." : printable(done.sentence)}\n`);
  } catch (error) {
    reportFailure(error, json);
  }
}

/** Registers `ballast rollback`. */
function registerRollback(program: Command): void {
  withCommonOptions(
    program
      .command("rollback <service>")
      .description("go back to the last known good release, at once; no lock, hold or running deploy stands in the way"),
  )
    .option("--environment <name>", "where", "production")
    .option(
      "--to <version>",
      "where to, any release with an artifact; takes over from a rollback to another one (default: where the lane's history says)",
    )
    .option("--stay", "keep to that release although it does not start, instead of going on to the next older good one")
    .option("--reason <text>", "why", "")
    .option("--incident <id>", "the incident it is to mitigate")
    .option("--yes", "do it without asking")
    .option("--dry-run", "only show what it would do")
    .option("--direct", "break glass: without API and workflow engine, by the log and the fleet alone")
    .option("--eventstore <address>", "with --direct: the event store (default: the instance's, or BALLAST_EVENTSTORE)")
    .option("--fleet <address>", "with --direct: the fleet (default: the instance's, or BALLAST_FLEET)")
    .action(async (service: string, flags: RollbackFlags, command: Command) =>
      flags.direct === true ? withoutEngine(service, flags) : viaApi(service, flags, command),
    );
}

export const command: CliCommand = {
  register: registerRollback,
  examples: {
    "rollback": [
      "ballast rollback checkout",
      'ballast rollback checkout --to v1 --reason "payments fail" --yes',
      "ballast rollback checkout --direct --yes",
    ],
  },
};
