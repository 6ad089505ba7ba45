import { setFleetTraffic } from "@ballast/delivery";
import type { DeployPlan, Thresholds } from "@ballast/schema";
import { test, type TestAPI } from "vitest";
import type { Engine } from "./engine.ts";
import { atOnce, quickPlan, Story } from "./story.ts";

/** What a story begins with. */
export interface LiveOptions {
  /** For the deploys after the first one; a quick one with three steps unless told. */
  readonly plan?: DeployPlan;
  readonly thresholds?: Thresholds;
}

/** Begins a story about a service of this name. */
export type Live = (name: string, options?: LiveOptions) => Promise<Story>;

/**
 * Tests that are told stories, side by side where their `describe` is concurrent: each about services of its own. What
 * is told takes nothing from the others: its customers leave.
 */
export const storiesOf = (engine: () => Engine): TestAPI<{ live: Live }> =>
  test.extend<{ live: Live }>({
    // vitest reads from the pattern what a fixture needs: nothing.
    live: async ({}, use) => {
      const told: Story[] = [];
      await use(async (name, options) => {
        const story = await liveStory(engine(), name, options);
        told.push(story);
        return story;
      });
      const signal = new AbortController().signal;
      for (const { service } of told) await setFleetTraffic(engine().lane(service, "production"), { requestsPerSecond: 0, signal });
    },
  });

/** A service whose healthy v1 serves everybody; v2 is healthy, v3 fails for a share of customers. */
async function liveStory(engine: Engine, name: string, { plan = quickPlan(), thresholds }: LiveOptions = {}): Promise<Story> {
  const story = new Story(engine, name);
  await story.begin({ plan: atOnce, ...(thresholds && { thresholds }) });
  await story.release("v1");
  await story.release("v2");
  await story.release("v3", "failing");
  const first = await story.deploy("v1");
  await story.untilDeploy(first, (deploy) => deploy.status === "ended" && deploy.outcome === "succeeded");
  await story.freeLane();
  await story.plan(plan);
  return story;
}
