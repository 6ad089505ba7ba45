import "reflect-metadata";
import type { FlagSort as Sort } from "@ballast/readmodel";
import { ids } from "@ballast/eventlog";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { readGlobalId } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { find, recordOf, typeNamed } from "../graphql/records.ts";
import { JsonValue } from "../graphql/scalars.ts";
import { momentOf, openScope } from "../graphql/scope.ts";
import { serviceCalled } from "../graphql/serviceName.ts";
import { FlagFilter, filterOf, FlagSort } from "./flagFilter.ts";
import { Flag, flagById, FlagChange, FlagConnection, toChange, toFlag } from "./flagType.ts";
import { FlagSummary, ManagedFlag, toManaged } from "./managedFlag.ts";

@ArgsType()
class FlagsArgs extends ListArgs {
  @Field(() => FlagFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: FlagFilter | null;
  @Field(() => FlagSort, { nullable: true, description: "In which order; the last changed first unless told." }) sort?: Sort | null;
}

@ArgsType()
class FilteredArgs extends AsOfArgs {
  @Field(() => FlagFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: FlagFilter | null;
}

@ArgsType()
class FlagArgs extends AsOfArgs {
  @Field(() => String, { description: "The key of a managed flag, or any flag's id." }) key!: string;
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
  @Field(() => JsonValue, {
    description: "What each of those was set to, by its name; `name@environment` where its source knows environments.",
  })
  state!: object;
}

/** Flags, managed or of other systems: lists, one, what a service's are set to. */
@Resolver(() => Flag)
export class FlagResolver {
  @FieldResolver(() => typeNamed("Service"), {
    nullable: true, description: "The service it belongs to; null of a managed flag, which may concern several.",
  })
  service(@Root() { scope, row }: Flag): RecordOf<"Service"> | null {
    return row.status === "observed" ? find(scope, "Service", row.serviceId) : null;
  }

  @FieldResolver(() => [FlagChange], { description: "Its changes, in the order of their source." })
  changes(@Root() { row, scope }: Flag): readonly FlagChange[] {
    return row.status === "observed" ? row.changes.map((change) => toChange(change, row.serviceId, scope)) : [];
  }

  @FieldResolver(() => ManagedFlag, { nullable: true, description: "What it is; null of a flag that another system holds." })
  details(@Root() { row, scope }: Flag): ManagedFlag | null {
    return row.status === "managed" ? toManaged(row, scope) : null;
  }

  @FieldResolver(() => [typeNamed("Targeting")], {
    description: "What it does in each environment; none of a flag that another system holds.",
  })
  targetings(@Root() { key, scope }: Flag): readonly RecordOf<"Targeting">[] {
    return scope.context.readModel.targetings.ofFlag(key, scope.asOf).map((row) => recordOf(scope, "Targeting", row));
  }

  @FieldResolver(() => typeNamed("Targeting"), { nullable: true, description: "What it does in one environment." })
  targeting(
    @Root() { key, scope }: Flag,
    @Arg("environment", () => String, { description: "The environment." }) environment: string,
  ): RecordOf<"Targeting"> | null {
    const row = scope.context.readModel.targetings.of(key, environment, scope.asOf);
    return row === undefined ? null : recordOf(scope, "Targeting", row);
  }

  @Query(() => FlagConnection, { description: "Flags." })
  flags(@Args(() => FlagsArgs) { filter, sort, asOf, ...slice }: FlagsArgs, @Ctx() context: ApiContext): Connection<Flag> {
    const scope = openScope(context, asOf);
    const now = momentOf(scope).toISOString();
    const found = context.readModel.flags.list({
      filter: filterOf(filter), sort: sort ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf, now,
    });
    return toConnection(found, (row) => toFlag(row, scope));
  }

  @Query(() => Flag, { nullable: true, description: "One flag." })
  flag(@Args(() => FlagArgs) { key, asOf }: FlagArgs, @Ctx() context: ApiContext): Flag | null {
    const scope = openScope(context, asOf);
    const row = context.readModel.flags.byKey(key, scope.asOf);
    return row === undefined ? flagById(scope, readGlobalId(key)?.id ?? key) : toFlag(row, scope);
  }

  @Query(() => FlagSummary, {
    description: "How many of these managed flags stand how: in the environment, else where each needs a look most.",
  })
  flagSummary(@Args(() => FilteredArgs) { filter, asOf }: FilteredArgs, @Ctx() context: ApiContext): FlagSummary {
    const scope = openScope(context, asOf);
    const counts = context.readModel.flags.countByState({ filter: filterOf(filter), asOf: scope.asOf, now: momentOf(scope).toISOString() });
    return { killed: 0, ramping: 0, onForSome: 0, toCleanUp: 0, onForEveryone: 0, off: 0, ...counts };
  }

  @Query(() => FlagReport, { description: "The flags of a service: what each is set to, or was at a moment." })
  flagReport(@Args(() => FlagReportArgs) { service, asOf }: FlagReportArgs, @Ctx() context: ApiContext): FlagReport {
    const scope = openScope(context, asOf);
    // Its history may begin before the service was registered here.
    const rows = context.readModel.flags.ofService(serviceCalled(openScope(context), service).key, scope.asOf);
    const there = rows.flatMap(({ key, environment, setting }) =>
      setting.present ? [[environment === null ? key : `${key}@${environment}`, setting.value] as const] : [],
    );
    return {
      changes: rows.reduce((sum, { changes }) => sum + changes.length, 0),
      flagsEver: rows.length,
      flags: there.length,
      state: Object.fromEntries(there),
    };
  }
}

/** What a change names of others. */
@Resolver(() => FlagChange)
export class FlagChangeResolver {
  @FieldResolver(() => typeNamed("Release"), {
    nullable: true, description: "The release that brought it: by its version, else the service's first with its commit.",
  })
  release(@Root() { version, commit, serviceId, scope }: FlagChange): RecordOf<"Release"> | null {
    const named = version === null ? null : find(scope, "Release", ids.release(serviceId, version));
    return (
      named
      ?? (commit === null ? null : find(scope, "Release", scope.context.readModel.releases.shipping(serviceId, commit, scope.asOf)?.id))
    );
  }
}
