import "reflect-metadata";
import type { HeartbeatEvent, PulseEvent } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import type { Slice } from "../slice.ts";
import { heartbeatMutations } from "./heartbeatMutations.ts";
import { Heartbeat, heartbeatById, silenceAlertId, toHeartbeat } from "./heartbeatType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Heartbeat: Heartbeat;
  }
}

@ArgsType()
class HeartbeatArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class HeartbeatsArgs extends AsOfArgs {
  @Field(() => ID, { nullable: true, description: "Only those of this integration." }) integrationId?: string | null;
}

@Resolver(() => Heartbeat)
class HeartbeatResolver {
  @FieldResolver(() => typeNamed("Integration"), { nullable: true, description: "By which it comes in." })
  integration(@Root() { scope, row }: Heartbeat): RecordOf<"Integration"> | null {
    return find(scope, "Integration", row.integrationId);
  }

  @FieldResolver(() => typeNamed("Service"), { nullable: true, description: "Whose silence it is; null: its integration's." })
  service(@Root() { scope, row }: Heartbeat): RecordOf<"Service"> | null {
    return row.serviceId === null ? null : find(scope, "Service", row.serviceId);
  }

  @FieldResolver(() => typeNamed("Person"), {
    nullable: true, description: "Who answers for it; null: whoever looks after its integration.",
  })
  owner(@Root() { scope, row }: Heartbeat): RecordOf<"Person"> | null {
    return row.ownerId === null ? null : namedRecord(scope, "Person", row.ownerId);
  }

  @FieldResolver(() => [typeNamed("Alert")], { description: "Its last silences, ten at most, the latest first." })
  silences(@Root() { scope, row }: Heartbeat): readonly RecordOf<"Alert">[] {
    const rows = scope.context.readModel.alerts.episodes(silenceAlertId(row), 10, scope.asOf);
    return rows.flatMap(({ id }) => find(scope, "Alert", id) ?? []);
  }

  @Query(() => [Heartbeat], { description: "Those who say again and again that they are well, by name. What was removed is left out." })
  heartbeats(@Args(() => HeartbeatsArgs) { integrationId, asOf }: HeartbeatsArgs, @Ctx() context: ApiContext): readonly Heartbeat[] {
    const scope = openScope(context, asOf);
    const of = integrationId === null || integrationId === undefined ? undefined : idOf("Integration", integrationId, ["integrationId"]);
    return context.readModel.heartbeats.all({ integrationId: of, asOf: scope.asOf }).map((row) => toHeartbeat(row, scope));
  }

  @Query(() => Heartbeat, { nullable: true, description: "One heartbeat." })
  heartbeat(@Args(() => HeartbeatArgs) { id, asOf }: HeartbeatArgs, @Ctx() context: ApiContext): Heartbeat | null {
    return heartbeatById(openScope(context, asOf), idOf("Heartbeat", id, ["id"]));
  }
}

const sentences: Sentences<HeartbeatEvent | PulseEvent> = {
  HeartbeatWritten: ({ name, interval, unit }, { by }) =>
    `${by} wrote the heartbeat ${name}: it is sent every ${interval === 1 ? unit.replace(/s$/, "") : `${String(interval)} ${unit}`}`,
  HeartbeatTurned: (
    { enabled, reason }, { by }
  ) => `${by} ${enabled ? "waits for a heartbeat" : "no longer waits for a heartbeat"}${because(reason)}`,
  HeartbeatRemoved: ({ reason }, { by }) => `${by} removed a heartbeat${because(reason)}`,
  HeartbeatPinged: (_, { by }) => `${by} sent a heartbeat`,
  HeartbeatFellSilent: () => "a heartbeat did not come",
};

const telling: Telling<HeartbeatEvent | PulseEvent> = {
  HeartbeatWritten: "followers",
  HeartbeatTurned: "followers",
  HeartbeatRemoved: "followers",
  HeartbeatPinged: { silent: "that somebody is well is no news" },
  HeartbeatFellSilent: { silent: "the alert about it tells of itself" },
};

/** Those who say again and again that they are well. */
export const heartbeatSlice = {
  records: {
    Heartbeat: {
      category: "heartbeat",
      find: heartbeatById,
      of: toHeartbeat,
      name: (scope, id) => heartbeatById(scope, id)?.name ?? "a heartbeat",
      view: "heartbeats",
      history: "What happened to it, newest first. What was heard of it is no event of its own here; its silences are alerts.",
      search: {},
      servicesOf: null,
    },
  },
  resolvers: [HeartbeatResolver],
  mutations: heartbeatMutations,
  sentences,
  telling,
} satisfies Slice;
