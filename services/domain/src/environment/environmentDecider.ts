import { defaultFlagPolicy, type DataOf, type EnvironmentEvent, type FlagPolicy } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { sameContent } from "../sameContent.ts";

/** An environment as all services know it. */
export interface Environment {
  readonly flagPolicy: FlagPolicy;
}

export type EnvironmentCommand = { readonly type: "SetFlagPolicy"; readonly now: string } & DataOf<"FlagPolicySet">;

const setPolicy = ({ type, now, ...data }: EnvironmentCommand, { flagPolicy }: Environment): readonly EnvironmentEvent[] =>
  sameContent(flagPolicy, data.policy) ? [] : [{ type: "FlagPolicySet", data }];

/** What an environment asks for, by its name. */
export const environmentDecider = aggregate("environment", {
  initialState: { flagPolicy: defaultFlagPolicy } as Environment,
  evolve: (_: Environment, event: EnvironmentEvent): Environment => ({ flagPolicy: event.data.policy }),
  decide: setPolicy,
  keyOf: (name: string) => [name],
});
