import type { TargetingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { killed, now, opened, rules, stepped, targetingId } from "./exampleTargeting.ts";
import { targetingDecider } from "./targetingDecider.ts";

const found = (why: "settled" | "unused" | null): TargetingEvent => ({ type: "FlagFoundStale", data: { targetingId, why, since: now } });
const find = (why: "settled" | "unused" | null) => ({ type: "FindStale", now, targetingId, why, since: now }) as const;
const staleAfter = (...events: readonly TargetingEvent[]) => {
  const { state } = given(targetingDecider, [opened(rules(5_000)), ...events]);
  return state.status === "open" ? state.stale : undefined;
};

describe("a flag that was found stale", () => {
  it("is written down once for each thing that was found", () => {
    given(targetingDecider, [opened()]).when(find("settled")).then([found("settled")]);
    given(targetingDecider, [opened(), found("settled")]).when(find("settled")).then([]);
    given(targetingDecider, [opened(), found("settled")]).when(find("unused")).then([found("unused")]);
    given(targetingDecider, [opened(), found("settled")]).when(find(null)).then([found(null)]);
    given(targetingDecider, [opened()]).when(find(null)).then([]);
  });

  it("is not any more once it is in use, is turned or killed", () => {
    expect(staleAfter(found("unused"))).toEqual({ why: "unused", since: now });
    expect(staleAfter(found("unused"), found(null))).toBeNull();
    expect(staleAfter(found("unused"), stepped(5_000, 10_000))).toBeNull();
    expect(staleAfter(found("unused"), killed(1))).toBeNull();
  });
});
