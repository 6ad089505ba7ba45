import { command as mutation, graphql } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { previewDeploy } from "../commands/previewDeploy.ts";
import type { DeployRow } from "../commands/deployView.ts";
import { changesBetween, watchDeploy } from "../commands/watchDeploy.ts";
import { bold, mark } from "../print/style.ts";
import { duration, inPercent } from "@ballast/schema/words";
import { counted } from "../print/words.ts";
import { answerPage, storyIncident, type StoryIncident } from "./answering.ts";
import { tellFlag, type FlagTold } from "./flagStory.ts";
import { chooseTrio, clearStage, place, readStage, storyFailure, until, type Trio } from "./stage.ts";

/** What was seen to happen. */
export interface Told {
  readonly trio: Trio;
  readonly healthy: { readonly deployId: string; readonly percents: readonly number[]; readonly durationMs: number | null };
  readonly failing: {
    readonly deployId: string;
    readonly effect: string;
    readonly affectedCustomers: readonly string[];
    readonly durationMs: number | null;
  };
  readonly incident: { readonly id: string; readonly reference: string; readonly title: string; readonly acknowledgeMs: number | null };
  readonly warnings: readonly string[];
  readonly flag: FlagTold;
  readonly urls: Readonly<Record<"healthy" | "failing" | "incident" | "flag" | "now", string>>;
}

/** Who tells and who listens. */
export interface Telling {
  readonly client: Client;
  readonly say: (line: string) => void;
}

/**
 * Tells the demonstration's story for real: a flag that is ramped, breaks something and is killed; a healthy deploy, one
 * that fails and goes back by itself, the incident and the page that follow, and the warning before the next one.
 * Everything claimed is looked at.
 * @throws {CommandFailure} with exit code 5 at the first thing that did not happen
 */
export async function tellStory({ client, say }: Telling): Promise<Told> {
  const seen = (what: string): void => { say(mark("good", what)); };
  await clearStage(client, say);
  const flag = await tellFlag({ client, say, seen });
  const trio = await chooseTrio(client);
  const before = (await readStage(client)).live?.version ?? "";
  say(bold(`\n${place.service} runs ${before}. Deploy ${trio.healthy}, which is healthy.`));
  const healthy = await deploy({ client, say }, trio.healthy);
  const percents = checkHealthy(healthy);
  seen(
    `traffic moved in steps of ${percents.map(String).join(", ")} %, and ${trio.healthy} serves everybody after ${duration(healthy.durationMs)}`,
  );

  say(bold(`\nDeploy ${trio.failing}, which fails for a share of the customers.`));
  const failing = await deploy({ client, say }, trio.failing);
  const effect = checkFailing(failing);
  seen(`it stopped at ${inPercent(failing.steps[0]?.percent ?? 0)} and went back by itself: ${effect.sentence}`);
  seen(
    `${counted(effect.affectedCustomerCount, "customer")} saw errors: ${effect.affectedCustomers
      .slice(0, 4)
      .map(({ customer }) => customer)
      .join(", ")} …`,
  );
  if ((await readStage(client)).live?.version !== trio.healthy) throw storyFailure(`${trio.healthy} should serve everybody again.`);

  const incident = await answerIncident({ client, say: seen }, failing.id);
  say(bold(`\nWould ${trio.containing} be safe? It still contains what ${trio.failing} brought.`));
  const warnings = await warned({ client, say: seen }, trio);
  const { url } = client.connection;
  return {
    trio, incident, warnings, flag,
    healthy: { deployId: healthy.id, percents, durationMs: healthy.durationMs },
    failing: {
      deployId: failing.id,
      effect: effect.sentence,
      affectedCustomers: effect.affectedCustomers.map(({ customer }) => customer),
      durationMs: failing.durationMs,
    },
    urls: {
      healthy: `${url}/deploys/${healthy.id}`, failing: `${url}/deploys/${failing.id}`, incident: `${url}/incidents/${incident.id}`,
      flag: `${url}/flags/${flag.id}`, now: `${url}/`,
    },
  };
}

async function deploy({ client, say }: Telling, version: string): Promise<DeployRow> {
  const { deploy: requested } = await client.mutate(requestDeploy, {
    ...place, version, reason: "the demonstration",
  });
  if (requested === null) throw storyFailure("The deploy that was asked for cannot be read: this server is behind.");
  const ended = await watchDeploy(client, requested.id, {
    onChange: (now, former) => {
      for (const line of changesBetween(now, former)) say(`  ${line}`);
    },
  });
  // Its last act is to give the lane free, some milliseconds later.
  await until("the lane is free again", 30_000, async () => ((await readStage(client)).runningDeploy === null ? true : null));
  return ended;
}

function checkHealthy({ state, steps, sentence }: DeployRow): readonly number[] {
  if (state !== "succeeded") throw storyFailure(`The healthy deploy should have succeeded: ${sentence}`);
  const percents = steps.filter((step) => step.state === "passed").map(({ percent }) => percent);
  if (percents.length !== steps.length || percents.length < 2)
    throw storyFailure(`Traffic should have moved in steps: only ${percents.join(", ")} % passed.`);
  return percents;
}

function checkFailing({ state, steps, effect, sentence }: DeployRow): NonNullable<DeployRow["effect"]> {
  if (state !== "rolledBack") throw storyFailure(`The failing deploy should have been rolled back: ${sentence}`);
  if (steps.slice(1).some((step) => step.state !== "next" && step.state !== "skipped"))
    throw storyFailure("The failing deploy should have stopped at its first step.");
  if (effect === null) throw storyFailure("The rollback should say what it did.");
  if (effect.recovered !== true) throw storyFailure(`The errors should be gone: ${effect.sentence}`);
  if (effect.affectedCustomerCount === 0) throw storyFailure("The affected customers should be known by name.");
  return effect;
}

const requestDeploy = mutation("requestDeploy", "deploy { id }");
const deployIncidentsDocument = graphql(`
  query DeployIncidents($id: ID!) { deploy(id: $id) { incidents { ...StoryIncident } } }
`, [storyIncident]);

/** The incident that suspects the deploy, once it is declared. */
async function declaredFor(client: Client, deployId: string): Promise<StoryIncident | null> {
  const { deploy: row } = await client.query(deployIncidentsDocument, { id: deployId });
  return row?.incidents.find(({ links }) => links.some(({ type, kind }) => type === "suspected" && kind === "deploy")) ?? null;
}

async function answerIncident({ client, say }: Telling, deployId: string): Promise<Told["incident"]> {
  const found = (): Promise<StoryIncident | null> => declaredFor(client, deployId);
  const incident = await until("an incident that suspects the deploy", 30_000, found);
  say(`${incident.reference} is declared, with the deploy as its suspected cause: ${incident.title}`);
  return answerPage({ client, say }, { incident, found });
}

async function warned({ client, say }: Telling, { failing, containing }: Trio): Promise<readonly string[]> {
  const preview = await previewDeploy({ client }, { ...place, version: containing });
  const warnings = (preview?.warnings ?? []).filter((warning) => warning.includes(failing));
  if (warnings.length === 0) throw storyFailure(`Deploying ${containing} should warn of what it still contains of ${failing}.`);
  say(`it warns before it starts: ${warnings.join("; ")}`);
  if (preview?.allowed === false) say(`and it would wait for a person: ${preview.refusal ?? ""}`);
  return warnings;
}
