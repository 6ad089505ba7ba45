import "reflect-metadata";
import { Resolver, Root, Subscription } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { openScope } from "../graphql/scope.ts";
import { told } from "../subscriptions/told.ts";
import { Health, healthOf } from "./healthType.ts";

/** The server's health; looked at every second also where nothing happens, because then something may be wrong. */
function healthChanges(context: ApiContext): AsyncIterableIterator<Health> {
  openScope(context);
  let last = "";
  const read = (): readonly Health[] => {
    const health = healthOf(openScope(context));
    const text = JSON.stringify(health);
    const same = text === last;
    last = text;
    return same ? [] : [health];
  };
  return told({ readModel: context.readModel, touches: () => true, read, atOnce: true, everyMs: 1_000, tickMs: 1_000 });
}

/** The server's health as it changes. */
@Resolver()
export class HealthSubscription {
  @Subscription(() => Health, {
    subscribe: ({ context }) => healthChanges(context),
    description: "How this server is doing: at once, and when that changes, at most once a second.",
  })
  health(@Root() health: Health): Health {
    return health;
  }
}
