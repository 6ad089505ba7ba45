import { expect, it } from "vitest";
import { justBefore } from "./justBefore.ts";

const step = (revision: number, occurredAt: string, type: string, sentence: string) =>
  ({ revision, event: { id: String(revision), type, occurredAt, sentence, actor: { name: "Sam" } } });
const steps = [
  step(9, "2026-11-24T02:50:00Z", "RolloutStepped", "Sam: 10 % to 25 %"),
  step(8, "2026-11-24T02:20:00Z", "RolloutStepped", "Sam: 5 % to 10 %"),
  step(7, "2026-11-23T09:00:00Z", "KillsReleased", "Ana released it"),
  step(6, "2026-11-23T08:00:00Z", "KillEngaged", "Ana killed it"),
  step(5, "2026-11-20T08:00:00Z", "TargetingOpened", "Sam opened it"),
  step(4, "2026-11-19T08:00:00Z", "TargetingOpened", "too long ago"),
];
const incident = { id: "i", reference: "INC-231", declaredAt: "2026-11-24T03:02:00Z", startedAt: "2026-11-24T03:01:00Z" };

it("the incident stands where it began, among what was done to the flag, newest first, and no more than fits", () => {
  expect(justBefore(steps, incident).map(({ words, tone }) => [words, tone])).toEqual([
    ["INC-231 began", "bad"], ["Sam: 10 % to 25 %", "planned"], ["Sam: 5 % to 10 %", "planned"], ["Ana released it", "good"],
    ["Ana killed it", "bad"],
  ]);
  expect(justBefore(steps.slice(0, 1), { ...incident, startedAt: null, declaredAt: "2026-11-24T02:00:00Z" }).map(({ key }) => key)).toEqual(
    ["9", "i"],
  );
  expect(justBefore([], null)).toEqual([]);
});
