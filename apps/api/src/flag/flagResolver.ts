import "reflect-metadata";
import type { FlagSort as Sort } from "@ballast/readmodel";
import { ids } from "@ballast/eventlog";
import { Args, ArgsType, Ctx, Field, FieldResolver, InputType, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { AsOfArgs, ListArgs, pageRequest } from "../graphql/page.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { JsonValue } from "../graphql/scalars.ts";
import { openScope } from "../graphql/scope.ts";
import { optionalServiceId, serviceCalled } from "../graphql/serviceName.ts";
import { Flag, FlagChange, FlagConnection, toChange, toFlag } from "./flagType.ts";

export const FlagSort = enumType("FlagSort", { options: ["KEY_ASC", "CHANGED_DESC"] }, "Order of flags.");

@InputType({ description: "Which flags." })
export class FlagFilter {
  @Field(() => String, { nullable: true, description: "The service, by slug or id." }) service?: string | null;
  @Field(() => String, { nullable: true, description: "Exactly this name." }) name?: string | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that are there; false: those that were removed." }) present?: boolean | null;
  @Field(() => String, { nullable: true, description: "Words in their names, environments or what was noted with their changes." }) text?: string | null;
}

@ArgsType()
class FlagsArgs extends ListArgs {
  @Field(() => FlagFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: FlagFilter | null;
  @Field(() => FlagSort, { nullable: true, description: "In which order; the last changed first unless told." }) sort?: Sort | null;
}

@ArgsType()
class FlagReportArgs extends AsOfArgs {
  @Field(() => String, { description: "The service, by slug or id." }) service!: string;
}

@ObjectType({ description: "The flags of a service at a moment (definition D7).", simpleResolvers: true })
export class FlagReport {
  @Field(() => Int, { description: "Changes until then." }) changes!: number;
  @Field(() => Int, { description: "Flags that were there at any time until then." }) flagsEver!: number;
  @Field(() => Int, { description: "Flags that were there then." }) flags!: number;
  @Field(() => JsonValue, { description: "What each of those was set to, by its name; `name@environment` where its source knows environments." }) state!: object;
}

/** Flags that other systems hold. */
@Resolver(() => Flag)
export class FlagResolver {
  @FieldResolver(() => typeNamed("Service"), { nullable: true, description: "The service it belongs to; null of a managed flag, which may concern several." })
  service(@Root() { scope, row }: Flag): RecordOf<"Service"> | null {
    return row.status === "observed" ? find(scope, "Service", row.serviceId) : null;
  }

  @FieldResolver(() => [FlagChange], { description: "Its changes, in the order of their source." })
  changes(@Root() { row, scope }: Flag): readonly FlagChange[] {
    return row.status === "observed" ? row.changes.map((change) => toChange(change, row.serviceId, scope)) : [];
  }

  @Query(() => FlagConnection, { description: "Flags." })
  flags(@Args(() => FlagsArgs) { filter, sort, asOf, ...page }: FlagsArgs, @Ctx() context: ApiContext): Connection<Flag> {
    const scope = openScope(context, asOf);
    const where = { serviceId: optionalServiceId(filter?.service), key: filter?.name ?? undefined, present: filter?.present ?? undefined, text: filter?.text ?? undefined };
    return toConnection(context.readModel.flags.list({ filter: where, sort: sort ?? undefined, page: pageRequest(page), asOf: scope.asOf }), (row) => toFlag(row, scope));
  }

  @Query(() => FlagReport, { description: "The flags of a service: what each is set to, or was at a moment." })
  flagReport(@Args(() => FlagReportArgs) { service, asOf }: FlagReportArgs, @Ctx() context: ApiContext): FlagReport {
    const scope = openScope(context, asOf);
    // Its history may begin before the service was registered here.
    const rows = context.readModel.flags.ofService(serviceCalled(openScope(context), service).key, scope.asOf);
    const there = rows.flatMap(({ key, environment, setting }) => (setting.present ? [[environment === null ? key : `${key}@${environment}`, setting.value] as const] : []));
    return { changes: rows.reduce((sum, { changes }) => sum + changes.length, 0), flagsEver: rows.length, flags: there.length, state: Object.fromEntries(there) };
  }
}

/** What a change names of others. */
@Resolver(() => FlagChange)
export class FlagChangeResolver {
  @FieldResolver(() => typeNamed("Release"), { nullable: true, description: "The release that brought it: by its version, else the service's first with its commit." })
  release(@Root() { version, commit, serviceId, scope }: FlagChange): RecordOf<"Release"> | null {
    const named = version === null ? null : find(scope, "Release", ids.release(serviceId, version));
    return named ?? (commit === null ? null : find(scope, "Release", scope.context.readModel.releases.shipping(serviceId, commit, scope.asOf)?.id));
  }
}
