import "reflect-metadata";
import type { RecordedEvent } from "@ballast/eventlog";
import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from "type-graphql";
import { Deploy, deployById } from "../deploys/deployType.ts";
import { LogEvent, toLogEvent } from "../events/logEventType.ts";
import { mayRead } from "../events/shownEvents.ts";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { openScope, present, type Scope } from "../graphql/scope.ts";
import { Incident } from "../incidents/incidentType.ts";
import { incidentById } from "../incidents/visibleIncidents.ts";
import { NowPage, nowPage } from "../now/nowType.ts";
import { Health, healthOf } from "../ops/healthType.ts";
import { appliedBatches, calmly } from "./applied.ts";

@ArgsType()
class LogArgs {
  @Field(() => [String], { nullable: true, description: "Only events of these types." }) types?: string[] | null;
}

@ArgsType()
class DeployArgs {
  @Field(() => ID, { description: "The deploy." }) deployId!: string;
}

@ArgsType()
class IncidentArgs {
  @Field(() => ID, { description: "The incident." }) incidentId!: string;
}

interface Subscribing<Arguments> {
  readonly args: Arguments;
  readonly context: ApiContext;
}

/** A scope is opened anew for each answer: rights are those of that moment. */
async function* eventsFor({ args, context }: Subscribing<LogArgs>): AsyncGenerator<LogEvent, void, undefined> {
  openScope(context);
  for await (const batch of appliedBatches(context.readModel)) {
    const scope = openScope(context);
    for (const recorded of batch) if (isWanted(recorded, { args, scope })) yield toLogEvent(recorded, scope);
  }
}

const isWanted = (recorded: RecordedEvent, { args, scope }: { args: LogArgs; scope: Scope }): boolean =>
  recorded.category !== "credential" && (!args.types || args.types.includes(recorded.event.type)) && mayRead(recorded, scope);

/** Tells when one of these events touched a record. */
async function* touching(context: ApiContext, touches: (recorded: RecordedEvent) => boolean): AsyncGenerator<unknown, void, undefined> {
  for await (const batch of appliedBatches(context.readModel)) if (batch.some(touches)) yield batch;
}

async function* deployChanges({ args, context }: Subscribing<DeployArgs>): AsyncGenerator<Deploy, void, undefined> {
  openScope(context);
  const id = idOf("Deploy", args.deployId, ["deployId"]);
  yield* calmly(touching(context, (recorded) => recorded.id === id || recorded.category === "lane"), { everyMs: 250, read: () => present(deployById(openScope(context), id), "such deploy") });
}

async function* incidentChanges({ args, context }: Subscribing<IncidentArgs>): AsyncGenerator<Incident, void, undefined> {
  const id = idOf("Incident", args.incidentId, ["incidentId"]);
  present(incidentById(openScope(context), id), "such incident");
  const touched = (recorded: RecordedEvent): boolean => recorded.id === id || recorded.category === "page" || recorded.category === "deploy" || recorded.category === "alert";
  yield* calmly(touching(context, touched), { everyMs: 250, read: () => present(incidentById(openScope(context), id), "such incident") });
}

const nowChanges = ({ context }: Subscribing<object>): AsyncGenerator<NowPage, void, undefined> => {
  openScope(context);
  return calmly(appliedBatches(context.readModel), { everyMs: 500, read: () => nowPage(openScope(context)) });
};

const healthChanges = ({ context }: Subscribing<object>): AsyncGenerator<Health, void, undefined> => {
  openScope(context);
  return calmly(appliedBatches(context.readModel), { everyMs: 1_000, read: () => healthOf(openScope(context)) });
};

/** What is told while it happens, as this node can read it. */
@Resolver()
export class Subscriptions {
  @Subscription(() => LogEvent, { subscribe: eventsFor, description: "Events as they become readable on this node." })
  log(@Root() event: LogEvent, @Args(() => LogArgs) _: LogArgs): LogEvent {
    return event;
  }

  @Subscription(() => Deploy, { subscribe: deployChanges, description: "A deploy, whenever it or its lane changes." })
  deployChanged(@Root() deploy: Deploy, @Args(() => DeployArgs) _: DeployArgs): Deploy {
    return deploy;
  }

  @Subscription(() => Incident, { subscribe: incidentChanges, description: "An incident, whenever it, its pages, alerts or deploys change." })
  incidentChanged(@Root() incident: Incident, @Args(() => IncidentArgs) _: IncidentArgs): Incident {
    return incident;
  }

  @Subscription(() => NowPage, { subscribe: nowChanges, description: "What matters now, at most twice a second." })
  nowChanged(@Root() page: NowPage): NowPage {
    return page;
  }

  @Subscription(() => Health, { subscribe: healthChanges, description: "How far behind the log this node is, at most once a second." })
  health(@Root() health: Health): Health {
    return health;
  }
}
