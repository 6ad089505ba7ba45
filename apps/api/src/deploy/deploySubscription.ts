import "reflect-metadata";
import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { openScope, present } from "../graphql/scope.ts";
import { told } from "../subscriptions/told.ts";
import { Deploy, deployById } from "./deployType.ts";

@ArgsType()
class DeployArgs {
  @Field(() => ID, { description: "The deploy." }) deployId!: string;
}

/** A deploy, whenever it or its lane changes. Every reading opens a scope of its own: rights are those of that moment. */
function deployChanges(context: ApiContext, deployId: string): AsyncIterableIterator<Deploy> {
  const scope = openScope(context);
  const id = idOf("Deploy", deployId, ["deployId"]);
  const { row } = present(deployById(scope, id), "such deploy");
  return told({
    readModel: context.readModel,
    touches: (recorded) => recorded.id === id || recorded.id === row.laneId,
    read: () => [deployById(openScope(context), id)].filter((deploy) => deploy !== null),
    atOnce: true, everyMs: 100,
  });
}

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
