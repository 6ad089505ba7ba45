import { rotationDecider, type RotationCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { plainLayer } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { rotationProjection } from "./rotationProjection.ts";

const rotationId = ids.rotation("first line");
const day = (n: number): string => new Date(Date.UTC(2026, 10, 1 + n)).toISOString();
const people = ["ana", "ben", "cleo"].map((login) => ids.person(login));
const anyPeople = fc.uniqueArray(fc.constantFrom(...people), { maxLength: 3 });
const layer = (effectiveFrom: string, turns: string[]) => ({
  ...plainLayer, layerId: rotationId,
  effectiveFrom, timeZone: "UTC", handOver: { every: "day" as const, weekday: null, at: "09:00" }, people: turns, startsOn: "2026-11-01",
});

const anyCommand: fc.Arbitrary<RotationCommand> = fc.tuple(fc.nat(9), fc.nat(20), anyPeople).chain(([today, then, turns]) => {
  const now = day(today);
  const override = {
    overrideId: ids.part(rotationId, "override", String(then % 4)), personId: people[then % 3] ?? "", from: day(then), to: day(then + 2),
    reason: "ill", insteadOf: null,
  };
  return fc.constantFrom<RotationCommand>(
    { type: "CreateRotation", now, rotationId, name: "First line", layer: layer(day(0), turns) },
    { type: "RenameRotation", now, rotationId, name: `Line ${String(today)}` },
    { type: "ChangeRotation", now, rotationId, layer: layer(day(then), turns) },
    { type: "AddLayer", now, rotationId, layer: { ...layer(day(then), turns), layerId: ids.part(rotationId, "layer", String(then % 3)) } },
    {
      type: "AskSwap", now, rotationId, swapId: override.overrideId, personId: override.personId, from: day(then), to: day(then + 2),
      reason: "ill",
    },
    {
      type: "TakeSwap", now, rotationId, swapId: override.overrideId, personId: people[0] ?? "", left: new Map<string, string>(),
      overrideId: ids.part(rotationId, "taken", String(then)),
    },
    { type: "WithdrawSwap", now, rotationId, swapId: override.overrideId, personId: override.personId },
    {
      type: "TakeOver", now, rotationId, personId: people[1] ?? "", overrideId: ids.part(rotationId, "over", String(today)),
      left: new Map(),
    },
    { type: "SetFallback", now, rotationId, personId: turns[0] ?? null },
    { type: "SetOwner", now, rotationId, personId: turns[0] ?? null },
    {
      type: "SetEmptyShiftAlert", now, rotationId,
      alert: today % 3 === 0 ? null : { integrationId: people[today % 3] ?? "", severity: "page" },
    },
    { type: "KeepFinding", now, rotationId, kind: "gap", from: day(then), to: day(then + 1), reason: "closed" },
    { type: "HandTurnsOver", now, rotationId, personId: people[0] ?? "", takerId: turns[0] ?? null },
    { type: "ChangePeople", now, rotationId, layerId: rotationId, people: turns, takers: [] },
    { type: "AddOverride", now, rotationId, override },
    { type: "RemoveOverride", now, rotationId, overrideId: override.overrideId, reason: "ill" },
  );
});

it("a rotation's row says of every history what the domain's state says", () => {
  const created = rotationDecider.decide(
    { type: "CreateRotation", now: day(0), rotationId, name: "First line", layer: layer(day(0), people) },
    rotationDecider.initialState,
  );
  rowsAreStates(
    {
      record: ["rotation", rotationId], decider: rotationDecider, projection: rotationProjection, command: anyCommand,
      beginnings: [[], created],
    },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      const { name, layers, overrides, fallbacks, ownerId, emptyShifts, kept, swaps } = state;
      expect(row).toEqual({ id: rotationId, name, layers, overrides, fallbacks, ownerId, emptyShifts, kept, swaps });
    },
  );
});
