import { describe, expect, it } from "vitest";
import type { LaneEvent } from "@ballast/schema";
import type { Decider } from "./decider.ts";
import { Rejection } from "./rejection.ts";
import { given } from "./specification.ts";

const laneId = "10000000-0000-4000-8000-000000000001";
const opened: LaneEvent = { type: "LaneOpened", data: { laneId, serviceId: laneId, environment: "production" } };

/** Opens at most one lane. */
const decider: Decider<number, "open" | "break" | "spoil", LaneEvent> = {
  initialState: 0,
  evolve: (count) => count + 1,
  decide: (command, count) => {
    if (command === "break") throw new RangeError("broken");
    if (command === "spoil") return [{ type: "LaneOpened", data: { ...opened.data, environment: "Not a slug" } }] as LaneEvent[];
    if (count > 0) throw new Rejection("ALREADY_EXISTS", "the lane stands at production", ["environment"]);
    return [opened];
  },
};

describe("given / when / then", () => {
  it("compares the events", () => {
    given(decider, []).when("open").then([opened]);
    expect(() => given(decider, []).when("open").then([])).toThrow();
  });

  it("compares a refusal's code, message and path", () => {
    const outcome = given(decider, [opened]).when("open");
    outcome.thenRejected("ALREADY_EXISTS", { message: /production/, path: ["environment"] });
    expect(() => outcome.thenRejected("NOT_FOUND")).toThrow();
    expect(() => outcome.thenRejected("ALREADY_EXISTS", { message: "staging" })).toThrow();
    expect(() => outcome.thenRejected("ALREADY_EXISTS", { path: [] })).toThrow();
  });

  it("tells an error from a refusal, and an acceptance from both", () => {
    given(decider, []).when("break").thenThrown(RangeError);
    expect(() => given(decider, []).when("break").thenRejected("NOT_FOUND")).toThrow();
    expect(() => given(decider, []).when("open").thenRejected("NOT_FOUND")).toThrow();
    expect(() => given(decider, []).when("open").thenThrown(RangeError)).toThrow();
  });

  it("refuses events that could not be stored", () => {
    expect(() =>
      given(decider, []).when("spoil").then([{ type: "LaneOpened", data: { ...opened.data, environment: "Not a slug" } }]),
    ).toThrow(/slug|dashes/);
    expect(() => given(decider, [{ type: "LaneOpened", data: { ...opened.data, laneId: "no" } }])).toThrow(/LaneOpened/);
  });
});
