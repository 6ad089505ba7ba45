import type { EvaluationCount } from "@ballast/schema";
import { expect, it } from "vitest";
import { given } from "../specification.ts";
import { evaluationDecider } from "./evaluationDecider.ts";

const [evaluationId, pay, blue] = [1, 2, 3].map((number) => `0000034${String(number)}-0000-4000-8000-000000000001`) as [
  string, string, string,
];
const hour = { evaluationId, environment: "production", hour: "2026-03-02T08:00:00.000Z" };
const on = (count: number, more: Partial<EvaluationCount> = {}): EvaluationCount => ({
  flagId: pay, variant: "on", source: "served", count, ...more,
});

it("evaluations of an hour are added up, by flag, variant and where they were", () => {
  const count = { type: "CountEvaluations" as const, now: hour.hour, ...hour, counts: [on(5)] };
  given(evaluationDecider, []).when(count).then([{ type: "FlagEvaluationsCounted", data: { ...hour, counts: [on(5)] } }]);
  const more = [on(2), on(3, { source: "telemetry" }), on(1, { variant: null }), on(7, { flagId: blue })];
  const { counts } = given(evaluationDecider, [
    { type: "FlagEvaluationsCounted", data: { ...hour, counts: [on(5)] } },
    { type: "FlagEvaluationsCounted", data: { ...hour, counts: more } },
  ]).state;
  expect(counts).toEqual([on(7), ...more.slice(1)]);
});
