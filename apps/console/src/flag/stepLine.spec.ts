import { expect, it } from "vitest";
import type { TargetingRecord } from "./flagDocuments.ts";
import { lineOf, turnsOf } from "./stepLine.ts";

type Step = TargetingRecord["steps"][number];
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 29, 3, minute)).toISOString();
const step = (minute: number, type: string, more: Partial<Step> = {}): Step => ({
  revision: minute, parts: 0, killed: false, reason: null, differences: [], incident: null, ...more,
  event: { id: String(minute), type, occurredAt: at(minute), sentence: "", actor: { name: "Ana" } },
});
const newestFirst: readonly Step[] = [
  step(9, "KillEngaged", { killed: true }),
  step(7, "KillsReleased", { parts: 25_000 }),
  step(6, "KillExplained", { killed: true }),
  step(5, "KillEngaged", { killed: true, incident: { id: "i", reference: "INC-7" } }),
  step(3, "RolloutStepped", { parts: 25_000 }),
  step(2, "FlagChangeProposed"),
  step(1, "TargetingOpened"),
];

it("the line is of what moved customers, oldest first; talk about it is left out", () => {
  expect(turnsOf(newestFirst).map(({ event }) => event.type)).toEqual([
    "TargetingOpened", "RolloutStepped", "KillEngaged", "KillsReleased", "KillEngaged",
  ]);
});

it("while it is killed the line is at nothing, with the incident it was for; one that goes on ends now", () => {
  const { points, killed, top } = lineOf(newestFirst, Date.parse(at(20)));
  expect(points.map(({ parts }) => parts)).toEqual([0, 25_000, 0, 25_000, 0]);
  expect(killed).toEqual([
    { from: Date.parse(at(5)), to: Date.parse(at(7)), incident: "INC-7", by: "Ana" },
    { from: Date.parse(at(9)), to: Date.parse(at(20)), incident: null, by: "Ana" },
  ]);
  expect(top).toBe(25_000);
  expect(lineOf([step(1, "RolloutStepped", { parts: 60_000 })], 0).top).toBe(100_000);
});
