import { environmentDecider } from "@ballast/domain/environment";
import { idOf } from "@ballast/eventlog";
import { defaultFlagPolicy, type FlagPolicy } from "@ballast/schema";
import { expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const at = (day: number): string => new Date(Date.UTC(2026, 10, day)).toISOString();

it("environments of which something was said are listed by name, with what they asked for then", () => {
  const history = recordedHistory();
  const say = (day: number, environment: string, policy: FlagPolicy): void => {
    const environmentId = idOf(environmentDecider, environment);
    const data = { environmentId, environment, policy, reason: null };
    history.add(["environment", environmentId], { type: "FlagPolicySet", data }, { at: at(day) });
  };
  const strict = { ...defaultFlagPolicy, approval: true };
  say(1, "staging", defaultFlagPolicy);
  say(2, "production", defaultFlagPolicy);
  say(3, "staging", strict);
  const [environmentId, environment] = [idOf(environmentDecider, "staging"), "staging"];
  history.add(["environment", environmentId], {
    type: "UsualCleanUpSet", data: { environmentId, environment, afterDays: 14, reason: null },
  }, { at: at(4) });
  const everywhere = idOf(environmentDecider, null);
  history.add(["environment", everywhere], {
    type: "UsualCleanUpSet", data: { environmentId: everywhere, environment: null, afterDays: 30, reason: null },
  }, { at: at(5) });
  const { environments } = folded(history.events);
  const days = (day: number) => ["production", "staging", "nowhere"].map(environments.cleanUpAfterDays({ at: at(day) }));
  expect(days(3)).toEqual([null, null, null]);
  expect(days(4)).toEqual([null, 14, null]);
  // What is said of all holds where an environment says nothing, and is none of those that are listed.
  expect(days(5)).toEqual([30, 14, 30]);
  const told = (...asked: Parameters<typeof environments.all>) =>
    environments.all(...asked).map(({ name, flagPolicy }) => [name, flagPolicy]);
  expect(told()).toEqual([
    ["production", defaultFlagPolicy],
    ["staging", strict],
  ]);
  expect(told({ at: at(1) })).toEqual([["staging", defaultFlagPolicy]]);
  expect(environments.get(idOf(environmentDecider, "staging"))?.flagPolicy).toEqual(strict);
  expect(environments.get(idOf(environmentDecider, "nowhere"))).toBeUndefined();
});
