import { setTimeout as wait } from "node:timers/promises";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { after } from "./author.ts";
import { commitsFor } from "./pastReleases.ts";

/** The service that lives on the embedded fleet. */
export const liveService = "checkout";
export const liveEnvironment = "production";
/** The flag that its releases ask for. */
export const liveFlag = "one-page-pay";

const analysis = { minSamples: 40, maxErrorsPer100k: 3_000, minEffectPer100k: 1_500 };
/** Enough that a tenth of the customers sends well over `minSamples` requests within one bake: the judge must not ask for more time. */
const traffic = { trafficPerSecond: 120, customers: 540 };
/** 10, 50, 100 % with five seconds each: at 1 % there would be nothing to see. */
const plan = { steps: [10, 50, 100].map((percent) => ({ percent, customers: [], bakeMs: 5_000, analysis })), soakMs: 10_000 };

/** Of the first release, which nobody can be moved from: there is nothing to bake beside, and whoever starts Ballast waits for it. */
const firstPlan = { steps: [{ percent: 100, customers: [], bakeMs: 500, analysis }], soakMs: 0 };

/** What the checkout's releases are run with: the sample service, which asks for the flag. */
export const artifactOf = (version: string, behaviour: "healthy" | "failing") => ({
  command: "node", args: ["{sample}"], env: { VERSION: version, BEHAVIOUR: behaviour, NOISE: "0.004", FLAG: liveFlag },
});

interface LiveRelease {
  readonly version: string;
  readonly behaviour: "healthy" | "failing";
  readonly daysAgo: number;
  readonly notes: string;
  /** Whose commits it contains besides its own. */
  readonly contains?: string;
}

/** v2 is fine; v3 fails for a third of the customers; v4 still contains what v3 brought. */
const releases: readonly LiveRelease[] = [
  { version: "v1", behaviour: "healthy", daysAgo: 9, notes: "Serves everybody." },
  { version: "v2", behaviour: "healthy", daysAgo: 2, notes: "Faster totals for long baskets." },
  { version: "v3", behaviour: "failing", daysAgo: 1, notes: "Retry budget comes from the configuration." },
  { version: "v4", behaviour: "healthy", daysAgo: 0, notes: "One more commit on top of v3." },
];

const day = 24 * 3_600;

/** Registers the live service: its lane on the fleet, its plan, its releases. Safe to repeat. */
export async function prepareLive(client: Client, now: Date): Promise<void> {
  const service = liveService;
  await client.mutate(mutation("defineEnvironment"),
    { idempotencyKey: "demo-staging", service, environment: "staging", kind: "staging", target: { kind: "observed" }, order: 0 });
  await client.mutate(mutation("defineEnvironment"),
    {
      idempotencyKey: "demo-production", service, environment: liveEnvironment, kind: "production", target: { kind: "fleet", ...traffic },
      order: 1,
    });
  await client.mutate(mutation("setThresholds"),
    { idempotencyKey: "demo-thresholds", service, pageErrorsPer100k: 1_000, pageCustomers: 5 });
  for (const release of releases) await recordRelease(client, release, now);
}

async function recordRelease(client: Client, { version, behaviour, daysAgo, notes }: LiveRelease, now: Date): Promise<void> {
  const midnight = `${now.toISOString().slice(0, 10)}T00:00:00.000Z`;
  const releasedAt = after(midnight, -daysAgo * day - (daysAgo === 0 ? 0 : 3_600));
  const commits = commitsFor(`${liveService} ${version}`, releasedAt, version === "v4" ? 1 : 3).map(({ reverts: _, ...commit }) => commit);
  const artifact = artifactOf(version, behaviour);
  await client.mutate(mutation("recordRelease"),
    {
      idempotencyKey: `demo-${version}-${releasedAt}`, service: liveService, version, releasedAt, sha: commits.at(-1)?.sha, artifact,
      commits, notes,
    });
}

const laneDocument = graphql(`
  query LiveLane($service: String!, $environment: String!) {
    lane(service: $service, environment: $environment) { live { version } runningDeploy { id } }
  }
`);

/** Carries v1 to everybody, for real, unless something serves there already; waits until it does. */
export async function bringToLife(client: Client): Promise<void> {
  const variables = { service: liveService, environment: liveEnvironment };
  const before = await client.query(laneDocument, variables);
  if (before.lane?.live === undefined || before.lane.live === null) {
    if (before.lane?.runningDeploy === undefined || before.lane.runningDeploy === null) {
      await client.mutate(mutation("setDeployPlan"), { ...variables, idempotencyKey: "demo-plan-first", plan: firstPlan });
      await client.mutate(mutation("requestDeploy"),
        { ...variables, idempotencyKey: "demo-first", version: "v1", reason: "the demonstration's first release" });
    }
    await until(async () => {
      const { lane } = await client.query(laneDocument, variables);
      return lane?.live?.version === "v1" && lane.runningDeploy === null;
    });
  }
  await client.mutate(mutation("setDeployPlan"), { ...variables, idempotencyKey: "demo-plan", plan });
}

/** Asks five times a second, for two minutes at most. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await condition()) return;
    await wait(200);
  }
  throw new Error("v1 of the checkout did not come up within two minutes");
}
