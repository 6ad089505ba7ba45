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
    given(environmentDecider, []).when({ ...command, policy: { approval: false, approvalOfOverrides: false } }).then([]);
  });
});
