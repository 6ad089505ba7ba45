import { chatDecider } from "@ballast/domain/chat";
import { drillDecider } from "@ballast/domain/drill";
import { idOf, ids } from "@ballast/eventlog";
import { workflowIds } from "@ballast/schema/workflows";
import type { Engine } from "./engine.ts";
import { Story } from "./story.ts";
import { until } from "./until.ts";

type Keep = (engine: Engine, name: string, workflowId: string) => Promise<void>;

/** How a history is kept: once its run is over, or as it is. */
interface Keeping {
  readonly keep: Keep;
  readonly keepAsItIs: Keep;
}

/** One that runs, as it waits for its end, and one that was called off before it began. */
export async function recordDrill(engine: Engine, { keep, keepAsItIs }: Keeping): Promise<void> {
  const story = new Story(engine, "drilled");
  await story.begin({ requestsPerSecond: 0 });
  const planned = async (name: string, from: string): Promise<readonly [drillId: string, workflowId: string]> => {
    const drillId = idOf(drillDecider, name);
    await story.handle(drillDecider, drillId, {
      type: "PlanDrill", now: story.now(), drillId, planId: ids.part(drillId, "plan"), title: "The pool is empty", scenario: "",
      serviceId: story.serviceId, severity: 4, from, until: from, announced: true, lastsMinutes: 5,
    });
    const { events } = await engine.log.read(`drill-${drillId}`);
    return [drillId, workflowIds.drill(events[0]?.eventId ?? "")];
  };
  const chatId = idOf(chatDecider, "recorded");
  await story.handle(chatDecider, chatId, {
    type: "ConnectChat", now: story.now(), chatId, name: "#recorded", sealedWebhook: "sealed.under.another", sealedSigningSecret: null,
    answerHost: "hooks.slack.com", serviceIds: [], upTo: 4,
  });
  const [later, waiting] = await planned("called off", new Date(Date.now() + 3_000).toISOString());
  await story.handle(drillDecider, later, { type: "CallOffDrill", now: story.now(), drillId: later, at: story.now(), reason: "recorded" });
  await keep(engine, "runDrill.calledOff", waiting);
  const [drillId, running] = await planned("begun", story.now());
  await until(async () => (await engine.log.read(`incident-${drillId}`)).events.length > 0);
  const handle = engine.temporal.workflow.getHandle(running);
  const waits = async () =>
    (await handle.fetchHistory()).events?.filter(({ timerStartedEventAttributes }) => timerStartedEventAttributes !== null) ?? [];
  await until(async () => (await waits()).length > 0);
  await keepAsItIs(engine, "runDrill.begun", running);
  const [declared] = (await engine.log.read(`incident-${drillId}`)).events;
  await keep(engine, "tellChats.told", workflowIds.chats(declared?.eventId ?? ""));
  await handle.terminate("recorded");
}
