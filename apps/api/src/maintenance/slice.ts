import "reflect-metadata";
import { maintenanceDecider, overAt } from "@ballast/domain/maintenance";
import { foldRecord, idOf as idFrom } from "@ballast/eventlog";
import type { Stored } from "@ballast/readmodel";
import type { MaintenanceRow } from "@ballast/readmodel/maintenance";
import type { MaintenanceEvent } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { allows } from "../auth/permissions.ts";
import { defineMutation } from "../commands/defineMutation.ts";
import { idField, instantField, lineField, listOf, noteField, optional, textField } from "../commands/inputFields.ts";
import { registered, serviceField } from "../commands/named.ts";
import { writtenAnew } from "../commands/writtenAnew.ts";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { connectionType, toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find, mayKnow, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, oncePerScope, openScope, type Scope } from "../graphql/scope.ts";
import type { Slice } from "../slice.ts";

const MaintenanceState = enumType(
  "MaintenanceState", { options: ["planned", "underWay", "over"] }, "Where work on services stands.",
);

@ObjectType({ description: "What readers of status pages are told of work on services.", simpleResolvers: true })
class Announcement {
  @Field(() => String, { description: "What readers call it." }) title!: string;
  @Field(() => String, { description: "What they are told." }) text!: string;
  @Field(() => DateTime, { description: "When they were told so." }) at!: string;
}

@ObjectType({ description: "A status page that tells of it, or would.", simpleResolvers: true })
class AnnouncedOn {
  @Field(() => typeNamed("StatusPage"), { description: "The page." }) page!: RecordOf<"StatusPage">;
  @Field(() => [String], { description: "What readers call its components there." }) components!: readonly string[];
}

@ObjectType({
  implements: RecordNode, description: "Work on services that people know of beforehand. Alert rules may hold alerts meanwhile.",
  simpleResolvers: true,
})
class Maintenance extends RecordNode {
  @Field(() => String, { description: "What is done." }) title!: string;
  @Field(() => [typeNamed("Service")], { description: "Services that are worked on." }) services!: readonly RecordOf<"Service">[];
  @Field(() => DateTime, { description: "When it begins." }) from!: string;
  @Field(() => DateTime, { description: "When it is over: as planned, or sooner where it was ended." }) until!: string;
  @Field(() => MaintenanceState, { description: "Where it stands." }) state!: "planned" | "underWay" | "over";
  @Field(() => String, { nullable: true, description: "Why it was ended before its time; null: it was not." }) ended!: string | null;
  @Field(() => Announcement, { nullable: true, description: "What readers of status pages are told; null: nothing." })
  announcement!: Announcement | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<MaintenanceRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Maintenance: Maintenance;
  }
}

function toMaintenance(row: Stored<MaintenanceRow>, scope: Scope): Maintenance {
  const until = overAt(row);
  const now = momentOf(scope).getTime();
  const state = Date.parse(until) <= now ? "over" : Date.parse(row.from) <= now ? "underWay" : "planned";
  return {
    ...recordNode("Maintenance", row.id, scope), title: row.title, from: row.from, until, state, ended: row.ended?.reason ?? null,
    announcement: row.announced, services: row.serviceIds.flatMap((id) => find(scope, "Service", id) ?? []), revision: row.revision, row,
  };
}

const maintenanceById = oncePerScope((scope, id): Maintenance | null => {
  const row = scope.context.readModel.maintenances.get(id, scope.asOf);
  return row === undefined ? null : toMaintenance(row, scope);
});

const MaintenanceConnection = connectionType("Maintenance", () => Maintenance);

@ArgsType()
class MaintenanceArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class MaintenancesArgs extends ListArgs {
  @Field(() => Boolean, { nullable: true, description: "True: only what is not over." }) coming?: boolean | null;
}

@Resolver(() => Maintenance)
class MaintenanceQueries {
  @FieldResolver(() => [AnnouncedOn], { description: "Status pages with components of its services, of those that you may read." })
  pages(@Root() { scope, row: { serviceIds } }: Maintenance): readonly AnnouncedOn[] {
    return scope.context.readModel.statusPages.all({ asOf: scope.asOf }).flatMap(({ id, components }): readonly AnnouncedOn[] => {
      const page = mayKnow(scope, "StatusPage", id) ? find(scope, "StatusPage", id) : null;
      const own = components.filter(({ serviceId }) => serviceIds.includes(serviceId)).map(({ name }) => name);
      return page === null || own.length === 0 ? [] : [{ page, components: own }];
    });
  }

  @Query(() => MaintenanceConnection, { description: "Work on services, what begins last first." })
  maintenances(
    @Args(() => MaintenancesArgs) { coming, asOf, ...slice }: MaintenancesArgs, @Ctx() context: ApiContext,
  ): Connection<Maintenance> {
    const scope = openScope(context, asOf);
    const notOverAt = coming === true ? momentOf(scope).toISOString() : undefined;
    return toConnection(context.readModel.maintenances.list({ notOverAt, slice: sliceRequest(slice), asOf: scope.asOf }), (row) =>
      toMaintenance(row, scope));
  }

  @Query(() => Maintenance, { nullable: true, description: "One piece of work on services." })
  maintenance(@Args(() => MaintenanceArgs) { id, asOf }: MaintenanceArgs, @Ctx() context: ApiContext): Maintenance | null {
    return maintenanceById(openScope(context, asOf), idOf("Maintenance", id, ["id"]));
  }
}

const planMaintenance = defineMutation({
  name: "planMaintenance",
  description: "Plans work on services, or plans it anew, which takes the right to write status pages where readers were told of it. Alert rules may hold their alerts meanwhile.",
  permission: "maintenance.write",
  record: "Maintenance",
  input: {
    maintenanceId: optional(idField("Maintenance", "Which one; a new one unless told.")),
    title: lineField("What is done."),
    services: listOf(serviceField("A service that is worked on."), 100),
    from: instantField("When it begins."),
    until: instantField("When it is over."),
  },
  // Whoever plans it anew may take services away from it as well.
  touches: async ({ maintenanceId, services }, { log }) => {
    const there = maintenanceId === null ? null : await foldRecord(log, maintenanceDecider, maintenanceId);
    const before = there?.status === "planned" ? there.serviceIds : [];
    return [...new Set([...before, ...services.map(({ serviceId }) => serviceId)])];
  },
  async act(run, { maintenanceId: given, title, services, from, until }, { log }) {
    const id = await writtenAnew(log, maintenanceDecider, {
      given, fresh: idFrom(maintenanceDecider, run.commandId), field: "maintenanceId",
    });
    const known = await Promise.all(services.map((service) => registered(log, service)));
    await run.handle({
      aggregate: maintenanceDecider, id, guarded: true,
      command: {
        type: "PlanMaintenance", now: run.now, maintenanceId: id, title, serviceIds: known.map(({ serviceId }) => serviceId), from, until,
        // What readers were told is planned anew by whoever may tell them.
        tellsReaders: allows(run.principal.roles, "statusPage.write"),
      },
    });
    return { id };
  },
});

/** Whoever speaks to the public of a service has to have it within reach. */
const touched = async ({ maintenanceId }: { readonly maintenanceId: string }, { log }: ApiContext): Promise<readonly string[]> => {
  const there = await foldRecord(log, maintenanceDecider, maintenanceId);
  return there.status === "absent" ? [] : there.serviceIds;
};

const announceMaintenance = defineMutation({
  name: "announceMaintenance",
  description: "Tells readers of status pages of work on services, ahead, while it goes on, and once it is over; or tells them otherwise.",
  permission: "statusPage.write",
  record: "Maintenance",
  input: {
    maintenanceId: idField("Maintenance", "Which one."), title: lineField("What readers call it."), text: textField("What they are told."),
  },
  touches: touched,
  async act(run, { maintenanceId, title, text }) {
    await run.handle({
      aggregate: maintenanceDecider, id: maintenanceId, guarded: true,
      command: { type: "AnnounceMaintenance", now: run.now, maintenanceId, title, text },
    });
    return { id: maintenanceId };
  },
});

const unannounceMaintenance = defineMutation({
  name: "unannounceMaintenance",
  description: "Takes work on services off the status pages.",
  permission: "statusPage.write",
  record: "Maintenance",
  input: { maintenanceId: idField("Maintenance", "Which one."), reason: noteField("Why.") },
  touches: touched,
  async act(run, { maintenanceId, reason }) {
    await run.handle({
      aggregate: maintenanceDecider, id: maintenanceId, guarded: true,
      command: { type: "UnannounceMaintenance", now: run.now, maintenanceId, reason },
    });
    return { id: maintenanceId };
  },
});

const endMaintenance = defineMutation({
  name: "endMaintenance",
  description: "Ends work on services now, before its time, or calls it off. What rules hold because of it comes through.",
  permission: "maintenance.write",
  record: "Maintenance",
  input: { maintenanceId: idField("Maintenance", "Which one."), reason: noteField("Why.") },
  touches: touched,
  async act(run, { maintenanceId, reason }) {
    await run.handle({
      aggregate: maintenanceDecider, id: maintenanceId, guarded: true,
      command: { type: "EndMaintenance", now: run.now, maintenanceId, at: run.now, reason },
    });
    return { id: maintenanceId };
  },
});

const sentences: Sentences<MaintenanceEvent> = {
  MaintenancePlanned: ({ title, serviceIds }, { by, service }) =>
    `${by} planned ${title} (${serviceIds.slice(0, 3).map(service).join(", ")}${serviceIds.length > 3 ? " …" : ""})`,
  MaintenanceAnnounced: ({ title }, { by }) => `${by} told readers of a maintenance: ${title}`,
  MaintenanceUnannounced: ({ reason }, { by }) => `${by} took a maintenance off the status pages${because(reason)}`,
  MaintenanceEnded: ({ reason }, { by }) => `${by} ended a maintenance${because(reason)}`,
};

const telling: Telling<MaintenanceEvent> = {
  MaintenancePlanned: "everybody", MaintenanceAnnounced: "everybody", MaintenanceUnannounced: "everybody", MaintenanceEnded: "everybody",
};

/** Work on services. */
export const maintenanceSlice = {
  records: {
    Maintenance: {
      category: "maintenance",
      find: maintenanceById,
      of: toMaintenance,
      name: (scope, id) => maintenanceById(scope, id)?.title ?? "a maintenance",
      view: "maintenance",
      history: "What happened to it, newest first.",
      search: {},
      async servicesOf({ log }, id) {
        const there = await foldRecord(log, maintenanceDecider, id);
        return there.status === "absent" ? [] : there.serviceIds;
      },
    },
  },
  resolvers: [MaintenanceQueries],
  mutations: [planMaintenance, announceMaintenance, unannounceMaintenance, endMaintenance],
  sentences,
  telling,
} satisfies Slice;
