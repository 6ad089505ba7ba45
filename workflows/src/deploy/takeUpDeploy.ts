import { deployDecider, standingOf, type DeployStanding } from "@ballast/domain";
import { eventsOf } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import type { WorkerParts } from "../parts.ts";
import { replaceRun, type Replacing } from "../traffic/replaceRun.ts";

/** Takes a deploy up from its record; see `DeployActivities`. */
export async function takeUpDeploy(parts: WorkerParts, taking: Replacing): Promise<"taken" | DeployStanding> {
  if ((await replaceRun(parts, taking)) === "taken") return "taken";
  const { events } = await parts.log.read(streamName("deploy", taking.deploy.deployId));
  const facts = events.flatMap((recorded) =>
    eventsOf(deployDecider, [recorded]).map((event) => ({ event, at: Date.parse(recorded.metadata.occurredAt) })),
  );
  return standingOf(facts, parts.now().getTime()) ?? "taken";
}
