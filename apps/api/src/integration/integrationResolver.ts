import "reflect-metadata";
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { Integration, integrationById, toIntegration } from "./integrationType.ts";
import { UnseenClear } from "./unseenClearType.ts";

const MOST_UNSEEN = 10;

/** What an integration is connected with. */
@Resolver(() => Integration)
export class IntegrationResolver {
  @FieldResolver(() => typeNamed("Service"), {
    nullable: true, description: "Where alerts go that match no service, or the service of a GitHub repository.",
  })
  service(@Root() { scope, row }: Integration): RecordOf<"Service"> | null {
    return find(scope, "Service", row.serviceId);
  }

  @FieldResolver(() => typeNamed("Person"), {
    nullable: true, description: "Who looks after it; null: nobody in particular, as it was added before there were owners.",
  })
  owner(@Root() { scope, row }: Integration): RecordOf<"Person"> | null {
    return row.ownerId === null ? null : namedRecord(scope, "Person", row.ownerId);
  }

  @FieldResolver(() => [UnseenClear], {
    description:
      "Its last alerts, ten at most, that cleared and were never seen firing: firings get lost on their way, or began before it was added.",
  })
  clearedUnseen(@Root() { scope, key }: Integration): readonly UnseenClear[] {
    return scope.context.readModel.alerts
      .clearedUnseen(key, MOST_UNSEEN, scope.asOf)
      .map(({ id, name, fingerprint, severity, endsAt, receivedAt }) => ({ id, name, fingerprint, severity, endsAt, receivedAt }));
  }

  @Query(() => Integration, { nullable: true, description: "One integration." })
  integration(@Arg("id", () => String, { description: "Its id." }) id: string, @Ctx() context: ApiContext): Integration | null {
    return integrationById(openScope(context), idOf("Integration", id, ["id"]));
  }

  @Query(() => [Integration], { description: "Other systems that speak to Ballast, by name." })
  integrations(@Ctx() context: ApiContext): readonly Integration[] {
    const scope = openScope(context);
    return context.readModel.integrations.all().map((row) => toIntegration(row, scope));
  }
}
