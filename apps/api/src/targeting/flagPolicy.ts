import "reflect-metadata";
import { environmentDecider } from "@ballast/domain/environment";
import { idOf } from "@ballast/eventlog";
import type { Stored } from "@ballast/readmodel";
import type { EnvironmentPolicyRow } from "@ballast/readmodel/environment";
import { defaultFlagPolicy, slug } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { flagField, intField, optional, reasonField } from "../commands/inputFields.ts";
import { environmentField } from "../commands/named.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

@ObjectType({
  implements: RecordNode, description: "What an environment asks for before a flag is turned there. A kill asks for nothing.",
  simpleResolvers: true,
})
export class FlagPolicy extends RecordNode {
  @Field(() => String, { nullable: true, description: "The environment; null: what is usual in all of them." }) environment!: string | null;
  @Field(() => Boolean, { description: "A second person looks at changes of rules, shares, ramps and reverts." }) approval!: boolean;
  @Field(() => Boolean, { description: "And at what single customers get by name." }) approvalOfOverrides!: boolean;
  @Field(() => Int, {
    nullable: true,
    description:
      "After how many days of nothing new temporary flags are to be cleaned up, where one says nothing of its own; null: as in all environments, else seven.",
  })
  cleanUpAfterDays!: number | null;
  row!: Stored<EnvironmentPolicyRow>;
}

/** A row for GraphQL. */
export const toPolicy = (row: Stored<EnvironmentPolicyRow>, scope: Scope): FlagPolicy =>
  ({ ...recordNode("FlagPolicy", row.id, scope), environment: row.name, ...row.flagPolicy, cleanUpAfterDays: row.cleanUpAfterDays, row });

/** What was said of the environment with this id. */
export const policyById = oncePerScope((scope, id): FlagPolicy | null => {
  const row = scope.context.readModel.environments.get(id, scope.asOf);
  return row === undefined ? null : toPolicy(row, scope);
});

/** What an environment asks for; what nobody said of it asks for nothing. */
export function policyOf(scope: Scope, environment: string | null): FlagPolicy {
  const id = idOf(environmentDecider, environment);
  const unsaid = {
    id, name: environment, flagPolicy: defaultFlagPolicy, cleanUpAfterDays: null, revision: -1, changedAt: "", position: "0",
  };
  return policyById(scope, id) ?? toPolicy(unsaid, scope);
}

/** After how many days temporary flags are to be cleaned up in an environment: what is said of it, else of all. */
export const usualDays = (scope: Scope, environment: string): number | null =>
  policyOf(scope, environment).cleanUpAfterDays ?? policyOf(scope, null).cleanUpAfterDays;

const setFlagPolicy = defineMutation({
  name: "setFlagPolicy",
  description: "Says what an environment asks for before a flag is turned there. A kill asks for nothing, anywhere.",
  permission: "flag.policy",
  record: "FlagPolicy",
  input: {
    environment: environmentField(),
    approval: flagField("A second person looks at changes of rules, shares, ramps and reverts."),
    approvalOfOverrides: flagField("And at what single customers get by name."),
    reason: optional(reasonField("Why.")),
  },
  touches: () => null,
  async act(run, { environment, approval, approvalOfOverrides, reason }) {
    const name = slug.parse(environment);
    const environmentId = idOf(environmentDecider, name);
    const command = {
      type: "SetFlagPolicy", now: run.now, environmentId, environment: name, policy: { approval, approvalOfOverrides }, reason,
    } as const;
    await run.handle({ aggregate: environmentDecider, id: environmentId, guarded: true, command });
    return { id: environmentId };
  },
});

const setUsualCleanUp = defineMutation({
  name: "setUsualCleanUp",
  description:
    "Says after how many days of nothing new temporary flags are to be cleaned up: of an environment, where a flag says nothing of its own, or of the whole installation, where an environment says nothing either.",
  permission: "flag.policy",
  record: "FlagPolicy",
  input: {
    environment: optional(environmentField("The environment's name; left out: all of them.")),
    afterDays: optional(intField("Days; left out: as usual, which is seven where nobody says otherwise.", z.int().min(1).max(3_650))),
    reason: optional(reasonField("Why.")),
  },
  touches: () => null,
  async act(run, { environment, afterDays, reason }) {
    const environmentId = idOf(environmentDecider, environment);
    const command = { type: "SetUsualCleanUp", now: run.now, environmentId, environment, afterDays, reason } as const;
    await run.handle({ aggregate: environmentDecider, id: environmentId, guarded: true, command });
    return { id: environmentId };
  },
});

export const policyMutations: readonly Mutation[] = [setFlagPolicy, setUsualCleanUp];
