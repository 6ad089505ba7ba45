import type { Command } from "commander";
import { exitCodes } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { duration } from "@ballast/schema/words";
import { counted, exact, relative, short } from "../print/words.ts";
import { changesBetween, readDeploy, watchDeploy } from "./watchDeploy.ts";
import { deployFields, deployState, endedWell, verdictNumbers, type DeployRow } from "./deployView.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { parseCount } from "./values.ts";

interface DeployPreview {
  readonly allowed: boolean;
  readonly refusal: string | null;
  readonly commits: readonly { readonly sha: string }[];
  readonly warnings: readonly string[];
}

/** What a deploy would do, before it does; null where nothing was ever deployed there. */
export async function previewDeploy({ client }: Pick<Session, "client">, { service, environment, version }: { service: string; environment: string; version: string }): Promise<DeployPreview | null> {
  const { lane } = await client.query<{ lane: { deployPreview: DeployPreview } | null }>(
    "query($service: String!, $environment: String!, $version: String!) { lane(service: $service, environment: $environment) { deployPreview(version: $version) { allowed refusal commits { sha } warnings } } }",
    { service, environment, version });
  return lane?.deployPreview ?? null;
}

/** Follows a deploy on the terminal and ends with a code that says how it went. */
export async function follow(session: Session, id: string): Promise<void> {
  const last = await watchDeploy(session.client, id, {
    onChange: (deploy, former) => { for (const line of changesBetween(deploy, former)) session.say(line); },
  });
  if (session.json) session.show(last, () => []);
  else session.say(`${last.sentence}\n${session.client.connection.url}/deploys/${last.id}`);
  if (!endedWell(last)) session.endWith(exitCodes.endedBadly);
}

interface RequestFlags {
  readonly environment: string;
  readonly reason: string;
  readonly watch?: true;
  readonly dryRun?: true;
}

const request = acting<RequestFlags>(async (session, { args: [service = "", version = ""], flags }) => {
  const { environment, reason } = flags;
  const preview = await previewDeploy(session, { service, environment, version });
  if (flags.dryRun === true) {
    session.show(preview, () => preview === null ? ["Nothing was ever deployed there."] : [preview.allowed ? `${service} ${version} would bring ${counted(preview.commits.length, "commit")} to ${environment}.` : `Refused: ${preview.refusal ?? ""}`, ...preview.warnings.map((warning) => `▲ ${warning}`)]);
    if (preview?.allowed === false) session.endWith(exitCodes.failed);
    return;
  }
  for (const warning of preview?.warnings ?? []) session.say(`▲ ${warning}`);
  const payload = await session.client.mutate<{ deploy: { id: string } | null; position: string }>("requestDeploy", { service, environment, version, reason }, "deploy { id } position");
  session.say(bold(`${service} ${version} → ${environment}`));
  if (flags.watch === true && payload.deploy !== null) return follow(session, payload.deploy.id);
  session.show(payload, () => [`${session.client.connection.url}/deploys/${payload.deploy?.id ?? ""}`, `Follow it with \`ballast deploy watch ${payload.deploy?.id ?? "ID"}\`.`]);
});

const watch = acting(async (session, { args: [id = ""] }) => follow(session, id));

interface ListFlags {
  readonly service?: string;
  readonly environment?: string;
  readonly limit: number;
}

const list = acting<ListFlags>(async (session, { flags: { service, environment, limit } }) => {
  const { deploys } = await session.client.query<{ deploys: { edges: readonly { node: DeployRow }[] } }>(
    `query($first: Int, $filter: DeployFilter) { deploys(first: $first, filter: $filter, sort: REQUESTED_DESC) { edges { node { ${deployFields} } } } }`, { first: limit, filter: { service, environment } });
  const rows = deploys.edges.map(({ node }) => node);
  session.show(rows, () => table(
    [{ head: "requested" }, { head: "service" }, { head: "environment" }, { head: "version" }, { head: "by" }, { head: "took", right: true }, { head: "state" }, { head: "id" }],
    rows.map((row) => [relative(row.requestedAt, session.now), row.service.slug, row.environment, `${row.kind === "rollback" ? "↩ " : ""}${row.version}`, short(row.requestedBy.name, 20), duration(row.durationMs), deployState(row.state), dim(row.id)]),
  ));
});

const stepLines = ({ steps }: DeployRow): readonly string[] =>
  steps.length === 0 ? [] : table([{ head: "step" }, { head: "share", right: true }, { head: "state" }, { head: "verdict" }], steps.map(({ index, percent, state, verdict }) => [String(index + 1), `${String(percent)} %`, state, verdict ?? "–"]));

const show = acting(async (session, { args: [id = ""] }) => {
  const deploy = await readDeploy(session.client, id);
  session.show(deploy, () => [
    bold(deploy.sentence),
    ...facts([
      ["state", deployState(deploy.state)], ["paused", deploy.pausedReason], ["requested", `${exact(deploy.requestedAt)} by ${deploy.requestedBy.name}`], ["took", duration(deploy.durationMs)],
      ["before", deploy.fromVersion], ["effect", deploy.effect?.sentence], ["affected", deploy.effect === null ? null : counted(deploy.effect.affectedCustomerCount, "customer")],
      ["warnings", deploy.warnings.join("; ")], ["failures", deploy.failures.join("; ")], ["incidents", deploy.incidents.map(({ reference }) => reference).join(", ")],
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
const steer = (mutation: string, done: string) =>
  acting<SteerFlags>(async (session, { args: [deployId], flags: { reason, full } }) => {
    const input = { deployId, reason, ...(full === true && { full }) };
    const payload = await session.client.mutate<{ deploy: { id: string; state: string } | null; position: string }>(mutation, input, "deploy { id state } position");
    session.show(payload, () => [done]);
  });

const releaseHold = acting<{ environment: string; reason: string }>(async (session, { args: [service], flags: { environment, reason } }) => {
  const payload = await session.client.mutate<{ position: string }>("releaseHold", { service, environment, reason }, "position");
  session.show(payload, () => [`Deploys of ${String(service)} to ${environment} may start again.`]);
});

/** Registers `ballast deploy …`. */
export function registerDeploy(program: Command): void {
  const deploy = program.command("deploy").description("deploys: carry a release to an environment step by step, follow it, steer it");
  const asked = deploy.command("request <service> <version>", { isDefault: true }).description("ask for a deploy (the word request may be left out)")
    .option("--json", "print JSON for machines").option("--data <folder>", "data folder of the instance");
  asked.option("--environment <name>", "where to", "production").option("--reason <text>", "why", "").option("--watch", "follow it to its end; ends with 5 when it does not succeed").option("--dry-run", "only say what it would bring and what warns").action(request);
  addCommand(deploy, "watch <deploy>", "follow a deploy to its end").action(watch);
  addCommand(deploy, "list", "the newest deploys").option("--service <slug>", "of one service").option("--environment <name>", "of one environment").option("--limit <n>", "how many", parseCount, 20).action(list);
  addCommand(deploy, "show <deploy>", "one deploy with its verdicts").action(show);
  addCommand(deploy, "pause <deploy>", "stop the clock of its step; the judge goes on looking").option("--reason <text>", "why", "").action(steer("pauseDeploy", "Paused: the judge goes on looking."));
  addCommand(deploy, "resume <deploy>", "let it go on").option("--reason <text>", "why", "").action(steer("resumeDeploy", "It goes on."));
  addCommand(deploy, "promote <deploy>", "end this step now").option("--full", "skip all further ones; needs a reason").option("--reason <text>", "why", "").action(steer("promoteDeploy", "The step ends now."));
  addCommand(deploy, "abort <deploy>", "end it: traffic goes back to what served everyone before").requiredOption("--reason <text>", "why").action(steer("abortDeploy", "It is being aborted: traffic goes back."));
  addCommand(deploy, "lift-hold <deploy>", "let it go on although an incident holds it").requiredOption("--reason <text>", "why").action(steer("liftDeployHold", "It goes on."));
  addCommand(deploy, "release-hold <service>", "let deploys start again after a rollback").option("--environment <name>", "where", "production").requiredOption("--reason <text>", "why it is safe to deploy again").action(releaseHold);
}
