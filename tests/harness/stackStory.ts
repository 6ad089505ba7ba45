import { fleetTarget, setFleetTraffic } from "@ballast/delivery";
import { laneDecider, type Lane } from "@ballast/domain";
import { connectLog, foldRecord, ids, type Log } from "@ballast/eventlog";
import type { DeployPlan, Thresholds } from "@ballast/schema";
import { GraphqlFailure } from "./graphql.ts";
import type { SharedStack } from "./sharedStack.ts";
import type { Behaviour } from "./story.ts";
import { quickPlan } from "./story.ts";
import { until } from "./until.ts";

const environment = "production";

/** Tells a story to a whole stack as its users do: through GraphQL. What happened is read from the log itself. */
export class StackStory {
  readonly stack: SharedStack;
  readonly service: string;
  readonly log: Log;

  constructor(stack: SharedStack, service: string) {
    this.stack = stack;
    this.service = service;
    const address = stack.record().addresses["eventstore"];
    if (address === undefined) throw new Error("the stack has no event store");
    this.log = connectLog({ address });
  }

  /** A service in production with sample traffic; `live` releases v1 and waits until it serves everybody. */
  async begin({
    plan = quickPlan(), thresholds, trafficPerSecond = 100,
  }: { plan?: DeployPlan; thresholds?: Thresholds; trafficPerSecond?: number } = {}): Promise<void> {
    const { service } = this;
    await this.mutate("registerService", { slug: service, name: service, description: "" });
    await this.mutate("defineEnvironment", {
      service, environment, kind: "production", target: { kind: "fleet", trafficPerSecond, customers: 500 }, order: 0,
    });
    await this.plan(plan);
    if (thresholds !== undefined) await this.mutate("setThresholds", { service, ...thresholds });
  }

  /** Changes the plan for the deploys to come. */
  async plan(plan: DeployPlan): Promise<void> {
    await this.mutate("setDeployPlan", { service: this.service, environment, plan });
  }

  async release(version: string, behaviour: Behaviour = "healthy"): Promise<void> {
    const artifact = { command: "node", args: ["{sample}"], env: { VERSION: version, BEHAVIOUR: behaviour } };
    await this.mutate("recordRelease", { service: this.service, version, artifact, commits: [] });
  }

  /** Asks for a deploy once the lane is free, however often the API has to be asked; answers its id. */
  async deploy(version: string, key: string): Promise<string> {
    await this.untilFree();
    const { deploy } = await this.insist<{ deploy: { id: string } }>(
      "requestDeploy",
      { service: this.service, environment, version, reason: "a story", idempotencyKey: `${this.service}-${key}` },
      "deploy { id }",
    );
    return uuidOf(deploy.id);
  }

  async rollback(key: string): Promise<string> {
    const { deploy } = await this.insist<{ deploy: { id: string } }>(
      "rollbackService",
      { service: this.service, environment, reason: "a story", idempotencyKey: `${this.service}-${key}` },
      "deploy { id }",
    );
    return uuidOf(deploy.id);
  }

  /** Waits until whoever worked in the lane has given it free, some milliseconds after its end. */
  private async untilFree(): Promise<Lane> {
    const laneId = ids.lane(ids.service(this.service), environment);
    return until(async () => {
      const lane = await foldRecord(this.log, laneDecider, laneId);
      return lane.status === "absent" || lane.lock === null ? lane : undefined;
    });
  }

  /** Waits until a deploy's stream has this fact so often. */
  async untilFact(deployId: string, fact: string, times = 1): Promise<readonly string[]> {
    return until(async () => {
      const facts = await this.facts(`deploy-${deployId}`);
      return facts.filter((one) => one === fact).length >= times ? facts : undefined;
    });
  }

  /** The same, and whenever the judge could not tell and asks, a person lets the deploy go on. */
  async carriedThrough(deployId: string, fact: string): Promise<readonly string[]> {
    let asked = 0;
    return until(async () => {
      const facts = await this.facts(`deploy-${deployId}`);
      if (facts.includes(fact)) return facts;
      if (facts.filter((one) => one === "DeployPaused").length > asked) {
        await this.insist(
          "resumeDeploy",
          { deployId, reason: "nobody could be measured for a moment", idempotencyKey: `${deployId}-resume-${String(asked)}` },
          "",
        );
        asked += 1;
      }
      return undefined;
    });
  }

  /** What serves everybody: as the log says, and as the target has it, once whoever worked in the lane is done. */
  async serves(): Promise<{ live: string | undefined; target: string | undefined }> {
    const lane = await this.untilFree();
    const address = this.stack.record().addresses["fleet"] ?? "";
    const target = await until(() =>
      fleetTarget({ address, service: this.service, environment }).observe({ signal: new AbortController().signal }),
    );
    return {
      live: lane.status === "open" ? lane.serving?.version : undefined,
      target: target.canary === undefined ? target.stable?.release : undefined,
    };
  }

  async releaseHold(): Promise<void> {
    await this.insist(
      "releaseHold",
      { service: this.service, environment, reason: "a story", idempotencyKey: `${this.service}-release-hold` },
      "",
    );
  }

  async facts(stream: `deploy-${string}` | `lane-${string}` | `incident-${string}` | `page-${string}`): Promise<readonly string[]> {
    return (await this.log.read(stream)).events.map(({ event }) => event.type);
  }

  async mutate(name: string, input: object, selection = ""): Promise<unknown> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const answer = await this.stack.gql<Record<string, unknown>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { position ${selection} } }`,
      { input },
    );
    return answer[name];
  }

  /** A client that was cut off asks again with the same key; a refusal is an answer. */
  async insist<T>(name: string, input: object, selection: string): Promise<T> {
    const answer = await until(async () => {
      try {
        return { value: (await this.mutate(name, input, selection)) as T };
      } catch (error) {
        if (error instanceof GraphqlFailure) return { refusal: error };
        throw error;
      }
    });
    if ("refusal" in answer) throw answer.refusal;
    return answer.value;
  }

  /** Its customers leave: what was told takes nothing from what is told next. */
  async leave(): Promise<void> {
    const lane = { address: this.stack.record().addresses["fleet"] ?? "", service: this.service, environment };
    await setFleetTraffic(lane, { requestsPerSecond: 0, signal: new AbortController().signal });
  }

  close(): Promise<void> {
    return this.log.close();
  }
}

/** The record's own id of a Relay id. */
export const uuidOf = (globalId: string): string => {
  const id = Buffer.from(globalId, "base64url").toString("utf8").split(":")[1];
  if (id === undefined) throw new Error(`${globalId} is no global id`);
  return id;
};
