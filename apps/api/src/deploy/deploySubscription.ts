import "reflect-metadata";
import type { RecordedEvent } from "@ballast/eventlog";
import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { openScope, present, type Scope } from "../graphql/scope.ts";
import { sharedView, sightOfRecords } from "../graphql/sharedView.ts";
import { told } from "../subscriptions/told.ts";
import { Deploy, deployById } from "./deployType.ts";

@ArgsType()
class DeployArgs {
  @Field(() => ID, { description: "The deploy." }) deployId!: string;
}

const readDeploy = (scope: Scope, deployId: string): Deploy | null => deployById(scope, idOf("Deploy", deployId, ["deployId"]));

/** Which events are about a deploy. @throws Rejection NOT_FOUND */
function aboutDeploy(context: ApiContext, deployId: string): (recorded: RecordedEvent) => boolean {
  const { row } = present(readDeploy(openScope(context), deployId), "such deploy");
  return (recorded) => recorded.id === row.id || recorded.id === row.laneId;
}

const everyMs = 100;

/** A deploy, whenever it or its lane changes. Every reading opens a scope of its own: rights are those of that moment. */
function deployChanges(context: ApiContext, deployId: string): AsyncIterableIterator<Deploy> {
  return told({
    readModel: context.readModel,
    touches: aboutDeploy(context, deployId),
    read: () => [readDeploy(openScope(context), deployId)].filter((deploy) => deploy !== null),
    atOnce: true, everyMs,
  });
}

/** The same over sockets, where many look at one deploy. */
export const sharedDeploy = sharedView({
  field: "deployChanged",
  everyMs,
  touches: (context, { deployId }) => aboutDeploy(context, String(deployId)),
  read: (scope, { deployId }) => readDeploy(scope, String(deployId)),
  sight: sightOfRecords,
});

/** Deploys as they go on. */
@Resolver()
export class DeploySubscription {
  @Subscription(() => Deploy, {
    subscribe: ({ context, args }) => deployChanges(context, args.deployId),
    description: "A deploy: at once, and whenever it or its lane changes.",
  })
  deployChanged(@Root() deploy: Deploy, @Args(() => DeployArgs) _: DeployArgs): Deploy {
    return deploy;
  }
}
