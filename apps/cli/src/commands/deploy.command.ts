import type { Command } from "commander";
import { command as mutation, graphql, type Command as Mutation } from "@ballast/schema/graphql";
import { exitCodes } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { duration, inPercent } from "@ballast/schema/words";
import { counted, exact, relative, short } from "../print/words.ts";
import { deployRow, deployState, verdictNumbers, type DeployRow } from "./deployView.ts";
import { follow } from "./followDeploy.ts";
import { previewDeploy } from "./previewDeploy.ts";
import { acting, addCommand } from "./session.ts";
import { readDeploy } from "./watchDeploy.ts";
import { parseCount } from "./values.ts";
import type { CliCommand } from "../command.ts";

const requestDeploy = mutation("requestDeploy", "deploy { id }");

interface RequestFlags {
  readonly environment: string;
  readonly reason: string;
  readonly overrideBudget: string;
  readonly watch?: true;
  readonly dryRun?: true;
}

const request = acting<RequestFlags>(async (session, { args: [service = "", version = ""], flags }) => {
  const { environment, reason, overrideBudget } = flags;
  const preview = await previewDeploy(session, { service, environment, version });
  if (flags.dryRun === true) {
    session.show(preview, () =>
      preview === null
        ? ["Nothing was ever deployed there."]
        : [
            preview.allowed
              ? `${service} ${version} would bring ${counted(preview.commits.length, "commit")} to ${environment}.`
              : `Refused: ${preview.refusal ?? ""}`,
            ...(preview.overridable ? ['You may override it: --override-budget "why it has to go now".'] : []),
            ...preview.warnings.map((warning) => `▲ ${warning}`),
          ],
    );
    if (preview?.allowed === false) session.endWith(exitCodes.failed);
    return;
  }
  for (const warning of preview?.warnings ?? []) session.say(`▲ ${warning}`);
  const payload = await session.client.mutate(requestDeploy, { service, environment, version, reason, overrideBudget });
  session.say(bold(`${service} ${version} → ${environment}`));
  if (flags.watch === true && payload.deploy !== null) return follow(session, payload.deploy.id);
  session.show(payload, () => [
    `${session.client.connection.url}/deploys/${payload.deploy?.id ?? ""}`,
    `Follow it with \`ballast deploy watch ${payload.deploy?.id ?? "ID"}\`.`,
  ]);
});

const watch = acting(async (session, { args: [id = ""] }) => follow(session, id));

interface ListFlags {
  readonly service?: string;
  readonly environment?: string;
  readonly limit: number;
}

const deploysDocument = graphql(`
  query DeployList($first: Int, $filter: DeployFilter) {
    deploys(first: $first, filter: $filter, sort: REQUESTED_DESC) { edges { node { ...DeployRow } } }
  }
`, [deployRow]);

const list = acting<ListFlags>(async (session, { flags: { service, environment, limit } }) => {
  const { deploys } = await session.client.query(deploysDocument, { first: limit, filter: { service, environment } });
  const rows = deploys.edges.map(({ node }) => node);
  session.show(rows, () =>
    table(
      [
        { head: "requested" },
        { head: "service" },
        { head: "environment" },
        { head: "version" },
        { head: "by" },
        { head: "took", right: true },
        { head: "state" },
        { head: "id" },
      ],
      rows.map((row) => [
        relative(row.requestedAt, session.now),
        row.service.slug,
        row.environment,
        `${row.kind === "rollback" ? "↩ " : ""}${row.version}`,
        short(row.requestedBy.name, 20),
        duration(row.durationMs),
        deployState(row.state),
        dim(row.id),
      ]),
    ),
  );
});

const stepLines = ({ steps }: DeployRow): readonly string[] =>
  steps.length === 0
    ? []
    : table(
        [{ head: "step" }, { head: "share", right: true }, { head: "state" }, { head: "verdict" }],
        steps.map(({ index, percent, state, verdict }) => [String(index + 1), inPercent(percent), state, verdict ?? "–"]),
      );

const show = acting(async (session, { args: [id = ""] }) => {
  const deploy = await readDeploy(session.client, id);
  session.show(deploy, () => [
    bold(deploy.sentence),
    ...facts([
      ["state", deployState(deploy.state)],
      ["paused", deploy.pausedReason],
      ["requested", `${exact(deploy.requestedAt)} by ${deploy.requestedBy.name}`],
      ["took", duration(deploy.durationMs)],
      ["before", deploy.fromVersion],
      ["effect", deploy.effect?.sentence],
      ["affected", deploy.effect === null ? null : counted(deploy.effect.affectedCustomerCount, "customer")],
      ["warnings", deploy.warnings.join("; ")],
      ["failures", deploy.failures.join("; ")],
      ["incidents", deploy.incidents.map(({ reference }) => reference).join(", ")],
    ]),
    ...(deploy.steps.length === 0 ? [] : [""]),
    ...stepLines(deploy),
    ...(deploy.verdicts.length === 0 ? [] : [""]),
    ...deploy.verdicts.map((verdict) => `${exact(verdict.at)}  ${verdict.verdict}: ${verdict.reason} · ${verdictNumbers(verdict)}`),
  ]);
});

interface SteerFlags {
  readonly reason: string;
  readonly full?: true;
}

/** A command that tells a running deploy something. */
const steer = <Payload>(
  steering: Mutation<{ readonly deployId: string; readonly reason: string; readonly full?: true }, Payload>,
  done: string,
) =>
  acting<SteerFlags>(async (session, { args: [deployId = ""], flags: { reason, full } }) => {
    const payload = await session.client.mutate(steering, { deployId, reason, ...(full === true && { full }) });
    session.show(payload, () => [done]);
  });

const steered = "deploy { id state }";
const pauseDeploy = mutation("pauseDeploy", steered);
const resumeDeploy = mutation("resumeDeploy", steered);
const promoteDeploy = mutation("promoteDeploy", steered);
const abortDeploy = mutation("abortDeploy", steered);
const liftDeployHold = mutation("liftDeployHold", steered);

const releaseHold = acting<{ environment: string; reason: string }>(
  async (session, { args: [service = ""], flags: { environment, reason } }) => {
    const payload = await session.client.mutate(mutation("releaseHold"), { service, environment, reason });
    session.show(payload, () => [`Deploys of ${service} to ${environment} may start again.`]);
  },
);

/** Registers `ballast deploy …`. */
function registerDeploy(program: Command): void {
  const deploy = program.command("deploy").description("deploys: carry a release to an environment step by step, follow it, steer it");
  const asked = deploy
    .command("request <service> <version>", { isDefault: true })
    .description("ask for a deploy (the word request may be left out)")
    .option("--json", "print JSON for machines")
    .option("--data <folder>", "data folder of the instance");
  asked
    .option("--environment <name>", "where to", "production")
    .option("--reason <text>", "why", "")
    .option(
      "--override-budget <reason>",
      "let it go although an error budget is gone, as somebody who may; the reason stays on the record",
      "",
    )
    .option("--watch", "follow it to its end; ends with 5 when it does not succeed")
    .option("--dry-run", "only say what it would bring and what warns")
    .action(request);
  addCommand(deploy, "watch <deploy>", "follow a deploy to its end").action(watch);
  addCommand(deploy, "list", "the newest deploys")
    .option("--service <slug>", "of one service")
    .option("--environment <name>", "of one environment")
    .option("--limit <n>", "how many", parseCount, 20)
    .action(list);
  addCommand(deploy, "show <deploy>", "one deploy with its verdicts").action(show);
  addCommand(deploy, "pause <deploy>", "stop the clock of its step; the judge goes on looking")
    .option("--reason <text>", "why", "")
    .action(steer(pauseDeploy, "Paused: the judge goes on looking."));
  addCommand(deploy, "resume <deploy>", "let it go on").option("--reason <text>", "why", "").action(steer(resumeDeploy, "It goes on."));
  addCommand(deploy, "promote <deploy>", "end this step now")
    .option("--full", "skip all further ones; needs a reason")
    .option("--reason <text>", "why", "")
    .action(steer(promoteDeploy, "The step ends now."));
  addCommand(deploy, "abort <deploy>", "end it: traffic goes back to what served everyone before")
    .requiredOption("--reason <text>", "why")
    .action(steer(abortDeploy, "It is being aborted: traffic goes back."));
  addCommand(deploy, "lift-hold <deploy>", "let it go on although an incident holds it")
    .requiredOption("--reason <text>", "why")
    .action(steer(liftDeployHold, "It goes on."));
  addCommand(deploy, "release-hold <service>", "let deploys start again after a rollback")
    .option("--environment <name>", "where", "production")
    .requiredOption("--reason <text>", "why it is safe to deploy again")
    .action(releaseHold);
}

export const command: CliCommand = {
  register: registerDeploy,
  examples: {
    "deploy": ["ballast deploy checkout v2 --watch", "ballast deploy checkout v4 --dry-run", "ballast deploy list --service checkout"],
    "deploy request": [
      "ballast deploy checkout v2 --watch",
      'ballast deploy request checkout v2 --environment staging --reason "the sale begins"',
      'ballast deploy checkout v4 --override-budget "it is the fix for what used the budget"',
    ],
    "deploy watch": ["ballast deploy watch 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11"],
    "deploy list": ["ballast deploy list --service checkout --environment production"],
    "deploy show": ["ballast deploy show 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --json"],
    "deploy pause": ["ballast deploy pause 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --reason \"looking at a customer's report\""],
    "deploy resume": ["ballast deploy resume 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11"],
    "deploy promote": [
      "ballast deploy promote 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11",
      'ballast deploy promote 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --full --reason "the fix is needed now"',
    ],
    "deploy abort": ['ballast deploy abort 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --reason "the wrong build"'],
    "deploy lift-hold": ['ballast deploy lift-hold 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --reason "it is the fix"'],
    "deploy release-hold": ['ballast deploy release-hold checkout --reason "v4 reverts the bad commits"'],
  },
};
