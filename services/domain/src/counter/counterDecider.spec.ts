import type { CounterEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { counterDecider, numberOf } from "./counterDecider.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const took = (number: number, forId: string): CounterEvent => ({ type: "NumberTaken", data: { number, forId } });
const take = (forId: string) => ({ type: "TakeNumber", now: "2026-03-01T10:00:00Z", forId }) as const;

describe("a counter", () => {
  it("starts at one and goes on", () => {
    given(counterDecider, []).when(take(id(1))).then([took(1, id(1))]);
    given(counterDecider, [took(1, id(1)), took(5, id(2))]).when(take(id(3))).then([took(6, id(3))]);
  });
  it("gives a record one number", () => {
    given(counterDecider, [took(1, id(1)), took(2, id(2))]).when(take(id(1))).then([]);
    expect(numberOf(given(counterDecider, [took(1, id(1)), took(2, id(2))]).state, id(1))).toBe(1);
    expect(numberOf(counterDecider.initialState, id(1))).toBeNull();
  });
});
