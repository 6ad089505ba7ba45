import "reflect-metadata";
import { FieldResolver, Resolver, Root } from "type-graphql";
import { UnseenClear } from "../alerts/unseenClearType.ts";
import { Service, serviceById } from "../services/serviceType.ts";
import { Integration } from "./personType.ts";

const MOST_UNSEEN = 10;

/** What an integration is connected with. */
@Resolver(() => Integration)
export class IntegrationResolver {
  @FieldResolver(() => Service, { nullable: true, description: "Where alerts go that match no service, or the service of a GitHub repository." })
  service(@Root() { scope, serviceId }: Integration): Service | null {
    return serviceId === null ? null : serviceById(scope, serviceId);
  }

  @FieldResolver(() => [UnseenClear], { description: "Its last alerts, ten at most, that cleared and were never seen firing: firings get lost on their way, or began before it was added." })
  clearedUnseen(@Root() { scope, key }: Integration): readonly UnseenClear[] {
    return scope.context.readModel.alerts.clearedUnseen(key, MOST_UNSEEN, scope.asOf).map(({ id, name, fingerprint, severity, endsAt, receivedAt }) => ({ id, name, fingerprint, severity, endsAt, receivedAt }));
  }
}
