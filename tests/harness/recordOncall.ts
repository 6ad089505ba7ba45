import { rotationDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { workflowIds } from "@ballast/schema/workflows";
import type { Engine } from "./engine.ts";
import { Story } from "./story.ts";
import { until } from "./until.ts";

type Keep = (engine: Engine, name: string, workflowId: string) => Promise<void>;

/** Somebody who takes the pager from who has it. */
export async function recordShift(engine: Engine, keep: Keep): Promise<void> {
  const story = new Story(engine, "taken-over");
  await story.begin({ requestsPerSecond: 0 });
  const [rotationId, now] = [ids.rotation(story.service), story.now()];
  const taker = { personId: ids.person("jo"), overrideId: ids.part(rotationId, "taken over") };
  await story.handle(rotationDecider, rotationId, { type: "TakeOver", now, rotationId, ...taker, left: new Map() });
  const taken = await until(async () =>
    (await engine.log.read(`rotation-${rotationId}`)).events.find(({ event }) => event.type === "PagerTakenOver"));
  await keep(engine, "tellOfShift.takenOver", workflowIds.shift(taken.eventId));
}

/** Somebody who is to stand in, on a plan that is left alone then. */
export async function recordPlanning(engine: Engine, keep: Keep): Promise<void> {
  const story = new Story(engine, "planned");
  await story.begin({ requestsPerSecond: 0 });
  const [rotationId, now] = [ids.rotation(story.service), story.now()];
  const [from, to] = [1, 2].map((days) => new Date(Date.parse(now) + days * 86_400_000).toISOString()) as [string, string];
  await story.handle(rotationDecider, rotationId, {
    type: "AddOverride", now, rotationId,
    override: { overrideId: ids.part(rotationId, "planned"), personId: ids.person("jo"), from, to, reason: "away", insteadOf: null },
  });
  const added = await until(async () =>
    (await engine.log.read(`rotation-${rotationId}`)).events.find(({ event }) => event.type === "OverrideAdded"));
  await keep(engine, "tellOfPlanning.told", workflowIds.planning(added.eventId));
}
