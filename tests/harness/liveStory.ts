import type { DeployPlan, Thresholds } from "@ballast/schema";
import type { Engine } from "./engine.ts";
import { Story } from "./story.ts";

/** What a story begins with. */
export interface LiveOptions {
  /** For the deploys after the first one. */
  readonly plan?: DeployPlan;
  readonly thresholds?: Thresholds;
}

/** A service whose healthy v1 serves everybody; v2 is healthy, v3 fails for a share of customers. */
export async function liveStory(engine: Engine, name: string, { plan, thresholds }: LiveOptions = {}): Promise<Story> {
  const story = new Story(engine, name);
  await story.begin({ ...(thresholds && { thresholds }) });
  await story.release("v1");
  await story.release("v2");
  await story.release("v3", "failing");
  const first = await story.deploy("v1");
  await story.untilDeploy(first, (deploy) => deploy.status === "ended" && deploy.outcome === "succeeded");
  await story.freeLane();
  if (plan !== undefined) await story.plan(plan);
  return story;
}
