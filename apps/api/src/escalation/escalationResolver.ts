import "reflect-metadata";
import { calledBy } from "@ballast/domain/escalation";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope } from "../graphql/scope.ts";
import { contentOf, escalationField } from "./escalationContent.ts";
import { EscalationTrial, trialOf } from "./escalationTrial.ts";
import { ownSchedule } from "./ownSchedule.ts";
import { defaultIn, escalationById, EscalationPolicy, toEscalation } from "./escalationType.ts";

@ArgsType()
class EscalationsArgs extends AsOfArgs {
  @Field(() => Boolean, { nullable: true, description: "Those that were retired as well." }) retired?: boolean | null;
}

@ArgsType()
class EscalationArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class TrialArgs {
  @Field(() => DateTime, { description: "The moment." }) at!: string;
  @Field(() => ID, { nullable: true, description: "For this service: a step may ask the schedule that answers for it." })
  service?: string | null;
}

@ArgsType()
class WrittenTrialArgs extends TrialArgs {
  @Field(() => escalationField.type(), { description: "What it would say." }) policy!: unknown;
}

/** Policies of escalation. */
@Resolver(() => EscalationPolicy)
export class EscalationResolver {
  @Query(() => [EscalationPolicy], { description: "In which order people are called: policies, by name." })
  escalationPolicies(
    @Args(() => EscalationsArgs) { retired, asOf }: EscalationsArgs, @Ctx() context: ApiContext,
  ): readonly EscalationPolicy[] {
    const scope = openScope(context, asOf);
    return context.readModel.escalations.all(scope.asOf, { retired: retired ?? false }).map((row) => toEscalation(row, scope));
  }

  @Query(() => EscalationPolicy, { nullable: true, description: "One policy of escalation." })
  escalationPolicy(@Args(() => EscalationArgs) { id, asOf }: EscalationArgs, @Ctx() context: ApiContext): EscalationPolicy | null {
    return escalationById(openScope(context, asOf), idOf("EscalationPolicy", id, ["id"]));
  }

  @Query(() => EscalationTrial, {
    description: "Whom a policy as it would be written would call at a moment, minute by minute. Nothing is sent, nothing changes.",
  })
  async escalationPreview(
    @Args(() => WrittenTrialArgs) { policy, at, service }: WrittenTrialArgs, @Ctx() context: ApiContext,
  ): Promise<EscalationTrial> {
    const scope = openScope(context);
    const content = await contentOf(context.log, escalationField.schema.parse(policy));
    return trialOf(scope, content, { at, ownId: ownSchedule(scope, service) });
  }

  @FieldResolver(() => [typeNamed("Service")], {
    description: "Services that go by it, because they name it or because it is the default.",
  })
  services(@Root() { scope, key, isDefault }: EscalationPolicy): readonly RecordOf<"Service">[] {
    return scope.context.readModel.services.all(scope.asOf)
      .filter(({ escalationId }) => escalationId === key || (isDefault && escalationId === null))
      .flatMap(({ id }) => find(scope, "Service", id) ?? []);
  }

  @FieldResolver(() => EscalationTrial, { description: "Whom it would call at a moment, minute by minute. Nothing is sent." })
  trial(@Root() { scope, row }: EscalationPolicy, @Args(() => TrialArgs) { at, service }: TrialArgs): EscalationTrial {
    return trialOf(scope, row, { at, ownId: ownSchedule(scope, service) });
  }
}

/** In which order a service's responders are called. */
@Resolver(() => typeNamed("Service"))
export class ServiceEscalationResolver {
  @FieldResolver(() => EscalationPolicy, {
    nullable: true, description: "In which order its responders are called; null: person, next person, everyone of its schedule.",
  })
  escalation(@Root() { scope, row }: RecordOf<"Service">): EscalationPolicy | null {
    const id = row.escalationId ?? defaultIn(scope);
    return id === null ? null : escalationById(scope, id);
  }

  @FieldResolver(() => Boolean, { description: "Whether it names that policy itself; else it goes by the default." })
  namesEscalation(@Root() { row }: RecordOf<"Service">): boolean {
    return row.escalationId !== null;
  }
}

/** Which policies call a schedule. */
@Resolver(() => typeNamed("Rotation"))
export class RotationEscalationResolver {
  @FieldResolver(() => [EscalationPolicy], {
    description: "Policies that call it: by its name, or as the schedule of a service that it answers for.",
  })
  escalations(@Root() { scope, key }: RecordOf<"Rotation">): readonly EscalationPolicy[] {
    const { readModel } = scope.context;
    const own = new Set(
      readModel.services.ofRotation(key, scope.asOf).filter(({ responderRotationId }) => responderRotationId === key)
        .map(({ escalationId }) => escalationId ?? defaultIn(scope)),
    );
    return readModel.escalations.all(scope.asOf).filter((row) => {
      const asksOwn = [...row.steps.flatMap(({ targets }) => targets), ...row.lastly].some(
        (target) => target.kind === "schedule" && target.rotationId === null,
      );
      return calledBy(row).rotationIds.includes(key) || (asksOwn && own.has(row.id));
    }).map((row) => toEscalation(row, scope));
  }
}
