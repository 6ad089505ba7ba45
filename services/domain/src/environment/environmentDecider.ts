import { defaultFlagPolicy, type DataOf, type EnvironmentEvent, type FlagPolicy } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { sameContent } from "../sameContent.ts";

/** An environment as all services know it. */
export interface Environment {
  readonly flagPolicy: FlagPolicy;
  /** After how many days temporary flags are to be cleaned up there; null: as flags usually are. */
  readonly cleanUpAfterDays: number | null;
}

export type EnvironmentCommand =
  | ({ readonly type: "SetFlagPolicy"; readonly now: string } & DataOf<"FlagPolicySet">)
  | ({ readonly type: "SetUsualCleanUp"; readonly now: string } & DataOf<"UsualCleanUpSet">);

function decide(command: EnvironmentCommand, { flagPolicy, cleanUpAfterDays }: Environment): readonly EnvironmentEvent[] {
  if (command.type === "SetFlagPolicy") {
    const { type, now, ...data } = command;
    return sameContent(flagPolicy, data.policy) ? [] : [{ type: "FlagPolicySet", data }];
  }
  const { type, now, ...data } = command;
  return cleanUpAfterDays === data.afterDays ? [] : [{ type: "UsualCleanUpSet", data }];
}

const evolve = (environment: Environment, event: EnvironmentEvent): Environment =>
  event.type === "FlagPolicySet"
    ? { ...environment, flagPolicy: event.data.policy }
    : { ...environment, cleanUpAfterDays: event.data.afterDays };

/** What an environment asks for, by its name; by null what is usual in all of them. */
export const environmentDecider = aggregate("environment", {
  initialState: { flagPolicy: defaultFlagPolicy, cleanUpAfterDays: null } as Environment,
  evolve,
  decide,
  keyOf: (name: string | null) => [name ?? ""],
});
