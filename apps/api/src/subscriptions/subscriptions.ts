import "reflect-metadata";
import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from "type-graphql";
import { Deploy } from "../deploy/deployType.ts";
import { LogEvent } from "../events/logEventType.ts";
import { Incident } from "../incident/incidentType.ts";
import { NowPage } from "../now/nowType.ts";
import { Health } from "../ops/healthType.ts";
import { Page } from "../page/pageType.ts";
import { deployChanges, healthChanges, incidentChanges, inboxPages, logEvents, nowChanges } from "./streams.ts";

@ArgsType()
class LogArgs {
  @Field(() => [String], { nullable: true, description: "Only events of these names." }) types?: string[] | null;
  @Field(() => String, { nullable: true, description: "Everything after this position first; only what is new unless told." }) from?: string | null;
}

@ArgsType()
class DeployArgs {
  @Field(() => ID, { description: "The deploy." }) deployId!: string;
}

@ArgsType()
class IncidentArgs {
  @Field(() => ID, { description: "The incident." }) incidentId!: string;
}

/** What is told while it happens, as this node can read it. */
@Resolver()
export class Subscriptions {
  @Subscription(() => LogEvent, { subscribe: ({ context, args }) => logEvents(context, args), description: "Events as they can be read, each once and in order, from a position on." })
  log(@Root() event: LogEvent, @Args(() => LogArgs) _: LogArgs): LogEvent {
    return event;
  }

  @Subscription(() => Deploy, { subscribe: ({ context, args }) => deployChanges(context, args.deployId), description: "A deploy: at once, and whenever it or its lane changes." })
  deployChanged(@Root() deploy: Deploy, @Args(() => DeployArgs) _: DeployArgs): Deploy {
    return deploy;
  }

  @Subscription(() => Incident, { subscribe: ({ context, args }) => incidentChanges(context, args.incidentId), description: "An incident: at once, and whenever it, its pages, alerts or linked records change." })
  incidentChanged(@Root() incident: Incident, @Args(() => IncidentArgs) _: IncidentArgs): Incident {
    return incident;
  }

  @Subscription(() => NowPage, { subscribe: ({ context }) => nowChanges(context), description: "What matters now: at once, and when something happens, at most twice a second." })
  nowChanged(@Root() page: NowPage): NowPage {
    return page;
  }

  @Subscription(() => Health, { subscribe: ({ context }) => healthChanges(context), description: "How this node is doing: at once, and when that changes, at most once a second." })
  health(@Root() health: Health): Health {
    return health;
  }

  @Subscription(() => Page, { subscribe: ({ context }) => inboxPages(context), description: "Pages for who listens, when they are sent, answered or stopped." })
  inbox(@Root() page: Page): Page {
    return page;
  }
}
