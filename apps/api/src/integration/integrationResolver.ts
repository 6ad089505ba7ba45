import "reflect-metadata";
import { FieldResolver, Resolver, Root } from "type-graphql";
import { UnseenClear } from "./unseenClearType.ts";
import { Service, serviceById } from "../service/serviceType.ts";
import { Integration, Person, personOrStranger } from "../person/personType.ts";

const MOST_UNSEEN = 10;

/** What an integration is connected with. */
@Resolver(() => Integration)
export class IntegrationResolver {
  @FieldResolver(() => Service, { nullable: true, description: "Where alerts go that match no service, or the service of a GitHub repository." })
  service(@Root() { scope, serviceId }: Integration): Service | null {
    return serviceId === null ? null : serviceById(scope, serviceId);
  }

  @FieldResolver(() => Person, { nullable: true, description: "Who looks after it; null: nobody in particular, as it was added before there were owners." })
  owner(@Root() { scope, ownerId }: Integration): Person | null {
    return ownerId === null ? null : personOrStranger(scope, ownerId);
  }

  @FieldResolver(() => [UnseenClear], { description: "Its last alerts, ten at most, that cleared and were never seen firing: firings get lost on their way, or began before it was added." })
  clearedUnseen(@Root() { scope, key }: Integration): readonly UnseenClear[] {
    return scope.context.readModel.alerts.clearedUnseen(key, MOST_UNSEEN, scope.asOf).map(({ id, name, fingerprint, severity, endsAt, receivedAt }) => ({ id, name, fingerprint, severity, endsAt, receivedAt }));
  }
}
