import "reflect-metadata";
import { priceOfLateness } from "@ballast/domain/promise";
import { lateness, mitigationPath, mitigationProof, realDueDates, waitsFor, type MitigationProof } from "@ballast/domain/risk";
import { minutesOf } from "@ballast/readmodel/risk";
import { Args, ArgsType, Ctx, Field, FieldResolver, Float, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { momentOf, openScope } from "../graphql/scope.ts";
import { Factor, factorById, Mitigation, mitigationById, MitigationSlip, toFactor, toMitigation } from "./mitigationType.ts";
import { timesItCame } from "./occurrences.ts";
import { Risk, riskById, type RiskInputs } from "./riskType.ts";

@ArgsType()
class MitigationsArgs extends AsOfArgs {
  @Field(() => ID, { nullable: true, description: "Those of this risk; all unless told." }) risk?: string | null;
  @Field(() => ID, { nullable: true, description: "Those that this person owns." }) owner?: string | null;
}

@ArgsType()
class MitigationArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id, or M-n." }) id!: string;
}

@ObjectType({
  description: "An exact test of whether a risk came true less often after than before (conditional binomial, one-sided).",
  simpleResolvers: true,
})
class MitigationTest {
  @Field(() => Int, { description: "Failures before." }) failuresBefore!: number;
  @Field(() => Float, { description: "In how many days." }) daysBefore!: number;
  @Field(() => Int, { description: "Failures after." }) failuresAfter!: number;
  @Field(() => Float, { description: "In how many days." }) daysAfter!: number;
  @Field(() => Float, { description: "The chance of as few or fewer, had nothing changed." }) p!: number;
  @Field(() => Boolean, { description: "Whether that is below 5 %." }) proven!: boolean;
}

@ObjectType({ description: "What a mitigation is expected to do to one of its risks, and whether it did.", simpleResolvers: true })
class MitigationEffect {
  @Field(() => Risk, { description: "The risk." }) risk!: Risk;
  @Field(() => Float, { nullable: true, description: "What detection will take, minutes; null where it changes nothing of it." })
  detectMinutes!: number | null;
  @Field(() => Float, { nullable: true, description: "What resolution will take, minutes." }) resolveMinutes!: number | null;
  @Field(() => Int, { nullable: true, description: "Which share of users will be hit, in parts per 100,000." }) impactPer100k!:
    number | null;
  @Field(() => Float, { nullable: true, description: "How many days will lie between two failures." }) betweenDays!: number | null;
  @Field(() => Float, {
    nullable: true, description: "Minutes a year that it takes off, after what comes before it; null once it has ended.",
  })
  saves!: number | null;
  @Field(() => MitigationTest, { nullable: true, description: "Whether failures became rarer; null until it is delivered." })
  test!: MitigationTest | null;
}

const toTest = ({ before, after, p, proven }: MitigationProof): MitigationTest => ({
  failuresBefore: before.failures, daysBefore: before.days, failuresAfter: after.failures, daysAfter: after.days, p, proven,
});

const today = (scope: Scope): string => momentOf(scope).toISOString().slice(0, 10);

function effectOn(risk: Risk, { key, row, scope }: Mitigation): MitigationEffect {
  const said: Partial<RiskInputs> & { betweenMilliDays?: number | undefined } =
    row.effects.find(({ riskId }) => riskId === risk.key)?.inputs ?? {};
  const { mitigations } = scope.context.readModel;
  const path =
    risk.row.inputs === null ? null : mitigationPath(risk.row.inputs, risk.key, mitigations.all({ riskId: risk.key, asOf: scope.asOf }));
  const observation = {
    observedSince: risk.observedSince, now: momentOf(scope).toISOString(),
    occurrences: timesItCame(risk.row, scope).map(({ occurrence }) => occurrence),
  };
  return {
    risk, detectMinutes: said.detectMinutes ?? null, resolveMinutes: said.resolveMinutes ?? null, impactPer100k: said.impactPer100k ?? null,
    betweenDays: said.betweenMilliDays === undefined ? null : said.betweenMilliDays / 1_000,
    saves: path?.steps.find(({ mitigationId }) => mitigationId === key)?.saved ?? null,
    test: row.delivered === null ? null : toTest(mitigationProof(observation, row.delivered.at)),
  };
}

/** What is done about risks. */
@Resolver(() => Mitigation)
export class MitigationResolver {
  @FieldResolver(() => typeNamed("Person"), { description: "Who does it." })
  owner(@Root() { row, scope }: Mitigation): RecordOf<"Person"> {
    return namedRecord(scope, "Person", row.ownerId);
  }

  @FieldResolver(() => [MitigationEffect], { description: "Its risks, with what it does to each." })
  effects(@Root() mitigation: Mitigation): readonly MitigationEffect[] {
    return mitigation.row.riskIds.flatMap((id) => {
      const risk = riskById(mitigation.scope, id);
      return risk === null ? [] : [effectOn(risk, mitigation)];
    });
  }

  @FieldResolver(() => [Mitigation], { description: "What has to be delivered first." })
  needs(@Root() { row, scope }: Mitigation): readonly Mitigation[] {
    return row.needs.flatMap((id) => mitigationById(scope, id) ?? []);
  }

  @FieldResolver(() => [Mitigation], { description: "What of that is still to come." })
  waitsFor(@Root() { row, scope }: Mitigation): readonly Mitigation[] {
    const all = scope.context.readModel.mitigations.getMany([...row.needs], scope.asOf);
    return waitsFor(row, all).flatMap((id) => mitigationById(scope, id) ?? []);
  }

  @FieldResolver(() => typeNamed("Release"), { nullable: true, description: "The release that brought it." })
  release(@Root() { row, scope }: Mitigation): RecordOf<"Release"> | null {
    return find(scope, "Release", row.delivered?.releaseId);
  }

  @FieldResolver(() => String, { description: "The day to which it really computes: its own, or that of what it waits for." })
  realDueOn(@Root() { key, row, scope }: Mitigation): string {
    return realDueDates(scope.context.readModel.mitigations.all({ asOf: scope.asOf })).get(key) ?? row.dueOn;
  }

  @FieldResolver(() => Int, { description: "Whole days since the day that is promised now; 0 while that lies ahead." })
  overdueDays(@Root() { row, scope }: Mitigation): number {
    return lateness(row, today(scope)).overdue;
  }

  @FieldResolver(() => Int, { description: "Whole days after the first promise." })
  daysLate(@Root() { row, scope }: Mitigation): number {
    return lateness(row, today(scope)).sinceFirst;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "The price of these days in bad minutes: days late × what it would take off, a day; of one that says no effect, what its risks cost.",
  })
  priceOfLateness(@Root() mitigation: Mitigation): number | null {
    const risks = mitigation.row.riskIds.flatMap((id) => riskById(mitigation.scope, id) ?? []);
    const yearly = mitigation.row.effects.length === 0
      ? risks.map(({ row }) => minutesOf(row))
      : risks.map((risk) => effectOn(risk, mitigation).saves);
    const known = yearly.filter((minutes) => minutes !== null);
    if (known.length === 0) return null;
    return priceOfLateness(lateness(mitigation.row, today(mitigation.scope)).sinceFirst, known.reduce((sum, minutes) => sum + minutes, 0));
  }

  @Query(() => [Mitigation], { description: "Mitigations, by the days that are promised." })
  mitigations(@Args(() => MitigationsArgs) { risk, owner, asOf }: MitigationsArgs, @Ctx() context: ApiContext): readonly Mitigation[] {
    const scope = openScope(context, asOf);
    const rows = context.readModel.mitigations.all({
      riskId: risk ? idOf("Risk", risk, ["risk"]) : undefined, ownerId: owner ? idOf("Person", owner, ["owner"]) : undefined,
      asOf: scope.asOf,
    });
    return rows.map((row) => toMitigation(row, scope));
  }

  @Query(() => Mitigation, { nullable: true, description: "One mitigation." })
  mitigation(@Args(() => MitigationArgs) { id, asOf }: MitigationArgs, @Ctx() context: ApiContext): Mitigation | null {
    const scope = openScope(context, asOf);
    const number = /^M-(\d{1,9})$/i.exec(id)?.[1];
    if (number === undefined) return mitigationById(scope, idOf("Mitigation", id, ["id"]));
    const row = context.readModel.mitigations.byNumber(Number(number), scope.asOf);
    return row === undefined ? null : toMitigation(row, scope);
  }

  @Query(() => [Factor], { description: "What makes every risk bigger, as long as it holds." })
  factors(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly Factor[] {
    const scope = openScope(context, asOf);
    return context.readModel.factors.all(scope.asOf).map((row) => toFactor(row, scope));
  }

  @Query(() => Factor, { nullable: true, description: "One of them." })
  factor(@Args(() => MitigationArgs) { id, asOf }: MitigationArgs, @Ctx() context: ApiContext): Factor | null {
    return factorById(openScope(context, asOf), idOf("Factor", id, ["id"]));
  }
}

/** Because of what a day was moved. */
@Resolver(() => MitigationSlip)
export class MitigationSlipResolver {
  @FieldResolver(() => Mitigation, { nullable: true, description: "The mitigation that it waits for, where that is why." })
  becauseOf(@Root() { because, scope }: MitigationSlip): Mitigation | null {
    return because === null ? null : mitigationById(scope, because);
  }
}
