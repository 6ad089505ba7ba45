import "reflect-metadata";
import { changeSizes, changeRisk, type ChangeSize } from "@ballast/domain";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { sizedDeploys } from "../figures/counted.ts";
import { enumType } from "../graphql/enums.ts";
import type { Release } from "./releaseType.ts";

export const ChangeSizeType = enumType(
  "ChangeSize", {
    options: changeSizes,
  }, "How much a change brings: up to 5 commits are small, up to 20 medium; unknown where none are known.",
);

@ObjectType({ description: "Some deploys, and how many of them failed.", simpleResolvers: true })
export class FailureCount {
  @Field(() => Int, { description: "How many failed." }) failed!: number;
  @Field(() => Int, { description: "Of how many." }) of!: number;
}

@ObjectType({
  description: "How good such chances have been: Brier's score, 0 is best, of each earlier deploy by those before it.", simpleResolvers: true,
})
export class ChangeRiskScore {
  @Field(() => Float, { description: "Of these chances." }) brier!: number;
  @Field(() => Float, { description: "Of whoever always says the usual share." }) always!: number;
  @Field(() => Int, { description: "Over so many deploys." }) of!: number;
}

@ObjectType({
  description: "How likely a release is to fail in production, by what became of its service's deploys.", simpleResolvers: true,
})
export class ChangeRisk {
  @Field(() => Float, {
    description: "The share of changes like this one that fail, percent, drawn towards the service's.",
  }) percent!: number;
  @Field(() => ChangeSizeType, { description: "How much it brings to those who are served now." }) size!: ChangeSize;
  @Field(() => Int, { description: "So many commits; 0 where none are known." }) commits!: number;
  @Field(() => FailureCount, { description: "The service's deploys to production." }) service!: FailureCount;
  @Field(() => Float, { description: "Their share, percent, drawn towards what is usual." }) servicePercent!: number;
  @Field(() => FailureCount, { description: "Those of the same size." }) ofSize!: FailureCount;
  @Field(() => ChangeRiskScore, { nullable: true, description: "How good such chances have been; null of fewer than ten." })
  score!: ChangeRiskScore | null;
}

/** What is known of how a release would go. */
export function riskOfRelease({ scope, key, row }: Release): ChangeRisk {
  const commits = scope.context.readModel.reports.wouldBring(row.serviceId, key, scope.asOf);
  const { size, chance, service, ofSize, score } = changeRisk(sizedDeploys(scope, row.serviceId), commits);
  return { percent: 100 * chance, size, commits, service, servicePercent: 100 * service.chance, ofSize, score };
}
