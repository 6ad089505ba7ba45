import "reflect-metadata";
import {
  acknowledgedBy, currentOf, isOffList, readinessDecider, SAMPLE_NAME, SAMPLE_VERSION, sampleChecks,
} from "@ballast/domain/readiness";
import { idOf as idOfRecord } from "@ballast/eventlog";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { openScope, reaches } from "../graphql/scope.ts";
import { serviceIdOf } from "../graphql/serviceName.ts";
import { askedBy, factsAt } from "./facts.ts";
import {
  CheckSet, Policy, Readiness, readinessById, ReadinessCheck, Technology, toCheck, toCheckSet, toPolicy, toTechnology, toTraining, Training,
  UsageSource,
} from "./readinessRecords.ts";
import { changeOf, monthsOf, scorecardOf, toExemption } from "./scorecard.ts";
import { Exemption, OffListUse, ReadinessMonth, Scorecard } from "./scorecardType.ts";

@ArgsType()
class ScorecardArgs extends AsOfArgs {
  @Field(() => ID, { nullable: true, description: "The set of checks; the first there is unless told." }) set?: string | null;
  @Field(() => ID, { nullable: true, description: "One service only, by slug or id." }) service?: string | null;
  @Field(() => Int, { nullable: true, description: "Services of this tier only." }) tier?: number | null;
}

@ArgsType()
class ServiceArgs extends AsOfArgs {
  @Field(() => ID, { description: "The service, by slug or id." }) service!: string;
}

@ObjectType({ description: "The set of checks to begin with.", simpleResolvers: true })
class SampleChecks {
  @Field(() => String, { description: "What it is called unless somebody says otherwise." }) name!: string;
  @Field(() => Int, { description: "Its version." }) version!: number;
  @Field(() => [ReadinessCheck], { description: "Its checks." }) checks!: readonly ReadinessCheck[];
}

@ObjectType({ description: "A technology that a service is made with.", simpleResolvers: true })
class MadeWith {
  @Field(() => typeNamed("Technology"), { description: "The technology." }) technology!: Technology;
  @Field(() => [String], { description: "Its versions, as far as they are known." }) versions!: readonly string[];
  @Field(() => Boolean, { description: "Whether it is off the list." }) offList!: boolean;
}

@ObjectType({ description: "What one source says that a service is made with.", simpleResolvers: true })
class MadeOf {
  @Field(() => UsageSource, { description: "The source." }) source!: "statement" | "lockFile" | "sbom";
  @Field(() => String, { nullable: true, description: "When it said so." }) at!: string | null;
  @Field(() => [MadeWith], { description: "What it names." }) uses!: readonly MadeWith[];
  @Field(() => Int, { description: "How many packages it names." }) packages!: number;
  @Field(() => [String], { description: "Packages that the service names itself and no technology of the list is made of; some of them." })
  unlisted!: readonly string[];
  @Field(() => Int, { description: "How many of these there are." }) unlistedCount!: number;
}

/** So many people who are missing are named. */
const MOST_NAMED = 50;

const people = (scope: Scope, ids: readonly string[]): readonly RecordOf<"Person">[] =>
  ids.slice(0, MOST_NAMED).flatMap((id) => find(scope, "Person", id) ?? []);

/** Services against checks. */
@Resolver(() => Scorecard)
export class ScorecardResolver {
  @Query(
    () => Scorecard, { description: "Services against a set of checks: what is met, exempt, overdue or open, and what that rests on." },
  )
  scorecard(@Args(() => ScorecardArgs) { set, service, tier, asOf }: ScorecardArgs, @Ctx() context: ApiContext): Scorecard {
    return scorecardOf(openScope(context, asOf), {
      setId: set ? idOf("CheckSet", set, ["set"]) : null, serviceId: service ? serviceIdOf(service, ["service"]) : null, tier,
    });
  }

  @FieldResolver(() => [ReadinessMonth], { description: "Readiness at the ends of the months before and now, the oldest first." })
  months(
    @Root() card: Scorecard,
    @Arg("count", () => Int, { nullable: true, description: "How many; 12 unless told, 24 at most." }) count?: number | null,
  ): readonly ReadinessMonth[] {
    return monthsOf(card, Math.min(24, Math.max(1, count ?? 12)));
  }

  @FieldResolver(() => String, { description: "Who became ready or fell back since the end of last month; empty where nobody did." })
  change(@Root() card: Scorecard): string {
    return changeOf(card);
  }

  @FieldResolver(() => [OffListUse], { description: "Technologies off the list that services shown are made with, and who carries them." })
  offList(@Root() { scope, shown }: Scorecard): readonly OffListUse[] {
    const { services, around: { today } } = factsAt(scope);
    const rows = scope.context.readModel.readiness.technologies(scope.asOf);
    return rows.filter((row) => isOffList(row, today)).flatMap((row) => {
      const users = services.filter(({ serviceId, stated }) =>
        shown.has(serviceId)
        && (stated?.made ?? []).some(({ uses }) => uses.some(({ technologyId }) => technologyId === row.technologyId)));
      if (users.length === 0) return [];
      const risks = scope.context.readModel.risks.all({ filter: { recordId: row.id, open: true }, asOf: scope.asOf });
      return [{
        technology: toTechnology(row, scope), services: users.map(({ serviceId }) => namedRecord(scope, "Service", serviceId)),
        risks: risks.flatMap(({ id }) => find(scope, "Risk", id) ?? []),
      }];
    });
  }

  @Query(() => Readiness, { nullable: true, description: "What is stated of a service; null where nothing is." })
  serviceReadiness(@Args(() => ServiceArgs) { service, asOf }: ServiceArgs, @Ctx() context: ApiContext): Readiness | null {
    const scope = openScope(context, asOf);
    const serviceId = serviceIdOf(service, ["service"]);
    return reaches(scope, [serviceId]) ? readinessById(scope, idOfRecord(readinessDecider, serviceId)) : null;
  }

  @Query(() => SampleChecks, { description: "The set of checks to begin with: publish it as it is, or changed." })
  sampleChecks(@Ctx() context: ApiContext): SampleChecks {
    openScope(context);
    return { name: SAMPLE_NAME, version: SAMPLE_VERSION, checks: sampleChecks.map(toCheck) };
  }

  @Query(() => [CheckSet], { description: "Sets of checks that hold, by their names." })
  checkSets(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly CheckSet[] {
    const scope = openScope(context, asOf);
    return context.readModel.readiness.checkSets(scope.asOf).map((row) => toCheckSet(row, scope));
  }

  @Query(() => [Policy], { description: "Policies that hold, by their names." })
  policies(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly Policy[] {
    const scope = openScope(context, asOf);
    return context.readModel.readiness.policies(scope.asOf).map((row) => toPolicy(row, scope));
  }

  @Query(() => [Training], { description: "Trainings that people are asked for, by their names." })
  trainings(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly Training[] {
    const scope = openScope(context, asOf);
    return context.readModel.readiness.trainings(scope.asOf).map((row) => toTraining(row, scope));
  }

  @Query(() => [Technology], { description: "The list of technologies, by their names." })
  technologies(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly Technology[] {
    const scope = openScope(context, asOf);
    return context.readModel.readiness.technologies(scope.asOf).map((row) => toTechnology(row, scope));
  }
}

/** Who asked for an exemption of what, and who decided. */
@Resolver(() => Exemption)
export class ExemptionResolver {
  @FieldResolver(() => typeNamed("Service"), { description: "The service." })
  service(@Root() { serviceId, scope }: Exemption): RecordOf<"Service"> {
    return namedRecord(scope, "Service", serviceId);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who asked for it." })
  askedBy(@Root() { exempted, scope }: Exemption): RecordOf<"Person"> | null {
    return find(scope, "Person", exempted.askedBy);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who granted or refused it." })
  decidedBy(@Root() { exempted, scope }: Exemption): RecordOf<"Person"> | null {
    return find(scope, "Person", exempted.decidedBy);
  }
}

/** What is stated of a service. */
@Resolver(() => Readiness)
export class ReadinessRecordResolver {
  @FieldResolver(() => typeNamed("Service"), { description: "The service." })
  service(@Root() { row, scope }: Readiness): RecordOf<"Service"> {
    return namedRecord(scope, "Service", row.serviceId);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who answers for it." })
  owner(@Root() { row, scope }: Readiness): RecordOf<"Person"> | null {
    return find(scope, "Person", row.ownerId);
  }

  @FieldResolver(() => [Exemption], { description: "Every exemption there was, the newest first." })
  exemptions(@Root() { row, scope }: Readiness): readonly Exemption[] {
    const [set = null] = scope.context.readModel.readiness.checkSets(scope.asOf);
    return row.exemptions.map((one) => toExemption(one, { serviceId: row.serviceId, set, scope })).toReversed();
  }

  @FieldResolver(() => [MadeOf], { description: "What it is made with, by each source." })
  madeOf(@Root() { row, scope }: Readiness): readonly MadeOf[] {
    const { technologies, today } = factsAt(scope).around;
    return row.made.map(({ source, uses, packages, unlisted, unlistedCount }) => ({
      source, packages, unlisted, unlistedCount, at: row.madeAt[source]?.at ?? null,
      uses: uses.flatMap(({ technologyId, versions }) => {
        const technology = find(scope, "Technology", technologyId);
        return technology === null ? [] : [{ technology, versions, offList: isOffList(technologies.get(technologyId), today) }];
      }),
    }));
  }
}

/** Who has acknowledged a policy. */
@Resolver(() => Policy)
export class PolicyResolver {
  @FieldResolver(() => Int, { description: "How many people it is for." })
  asked(@Root() { row, scope }: Policy): number {
    return askedBy(row, scope).length;
  }

  @FieldResolver(() => Int, { description: "How many of them have acknowledged the version that holds." })
  acknowledged(@Root() { row, scope }: Policy): number {
    return acknowledgedBy(row, askedBy(row, scope)).length;
  }

  @FieldResolver(() => [typeNamed("Person")], { description: "Who of them has not; fifty at most." })
  missing(@Root() { row, scope }: Policy): readonly RecordOf<"Person">[] {
    const asked = askedBy(row, scope);
    const good = new Set(acknowledgedBy(row, asked));
    return people(scope, asked.filter((id) => !good.has(id)));
  }

  @FieldResolver(() => Boolean, { description: "Whether the caller has acknowledged the version that holds." })
  mine(@Root() { row, scope }: Policy): boolean {
    return acknowledgedBy(row, [scope.principal.person.id]).length > 0;
  }
}

/** Who is trained. */
@Resolver(() => Training)
export class TrainingResolver {
  @FieldResolver(() => Int, { description: "How many people it is for." })
  asked(@Root() { row, scope }: Training): number {
    return askedBy(row, scope).length;
  }

  @FieldResolver(() => Int, { description: "How many of them have taken it, and not too long ago." })
  current(@Root() { row, scope }: Training): number {
    return currentOf(row, askedBy(row, scope), factsAt(scope).around.today).length;
  }

  @FieldResolver(() => [typeNamed("Person")], { description: "Who of them has not, or too long ago; fifty at most." })
  missing(@Root() { row, scope }: Training): readonly RecordOf<"Person">[] {
    const asked = askedBy(row, scope);
    const good = new Set(currentOf(row, asked, factsAt(scope).around.today));
    return people(scope, asked.filter((id) => !good.has(id)));
  }
}
