import type { EnvironmentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { environmentDecider } from "./environmentDecider.ts";

const data = {
  environmentId: "33000000-0000-4000-8000-000000000001", environment: "production", policy: { approval: true, approvalOfOverrides: false },
  reason: "after INC-209",
};
const set: EnvironmentEvent = { type: "FlagPolicySet", data };
const command = { type: "SetFlagPolicy", now: "2026-11-28T10:00:00.000Z", ...data } as const;

describe("an environment", () => {
  it("asks for nobody's word before a flag is turned until somebody says so", () => {
    expect(given(environmentDecider, []).state.flagPolicy).toEqual({ approval: false, approvalOfOverrides: false });
    given(environmentDecider, []).when(command).then([set]);
    given(environmentDecider, [set]).when(command).then([]);
    const { policy: _, ...said } = data;
    const usual = (afterDays: number | null): EnvironmentEvent => ({ type: "UsualCleanUpSet", data: { ...said, afterDays } });
    const say = (afterDays: number | null) => ({ type: "SetUsualCleanUp", now: command.now, ...said, afterDays }) as const;
    given(environmentDecider, [set]).when(say(14)).then([usual(14)]);
    expect(given(environmentDecider, [set, usual(14)]).state).toEqual({ flagPolicy: data.policy, cleanUpAfterDays: 14 });
    given(environmentDecider, [usual(14)]).when(say(14)).then([]);
    given(environmentDecider, [usual(14)]).when(say(null)).then([usual(null)]);
    given(environmentDecider, []).when(say(null)).then([]);
    given(environmentDecider, []).when({ ...command, policy: { approval: false, approvalOfOverrides: false } }).then([]);
  });
});
