import type { FlagChange, FlagEvent } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { flagDecider, type Flag, type FlagCommand } from "./flagDecider.ts";

const flag = {
  flagId: "00000160-0000-4000-8000-000000000001", serviceId: "00000010-0000-4000-8000-000000000001", key: "one-page-pay", environment: null,
};
const change = (seq: number, told: Partial<FlagChange> = {}): FlagChange =>
  ({
    seq, at: "2026-01-12T09:00:00+01:00", change: "added", field: null, from: null, to: null, who: "ana", commit: null, release: null,
    note: "", ...told,
  });
const imported = (one: FlagChange): FlagEvent => ({ type: "FlagChangeImported", data: { ...flag, ...one } });
const command = (one: FlagChange): FlagCommand => ({ type: "ImportFlagChange", now: "2026-11-01T10:00:00.000Z", ...flag, ...one });
const settingAfter = (changes: readonly FlagChange[]): unknown => {
  const after: Flag = changes.map(imported).reduce(flagDecider.evolve, flagDecider.initialState);
  return after.status === "observed" && after.setting.present ? after.setting.value : undefined;
};

describe("a change that a source tells", () => {
  it("is recorded once, as it is", () => {
    given(flagDecider, []).when(command(change(4))).then([imported(change(4))]);
    given(flagDecider, [imported(change(4))]).when(command(change(4))).then([]);
  });

  it("is corrected where the source tells it otherwise later", () => {
    const { serviceId: _, key: __, environment: ___, ...data } = { ...flag, ...change(4, { to: true }) };
    given(flagDecider, [imported(change(4))]).when(command(change(4, { to: true }))).then([{ type: "FlagChangeImportCorrected", data }]);
    given(flagDecider, [imported(change(4)), { type: "FlagChangeImportCorrected", data }]).when(command(change(4, { to: true }))).then([]);
  });
});

describe("what a flag is set to (D7)", () => {
  it("is what was added, with the members that changed since", () => {
    const added = change(1, { to: { percent: 5, platforms: ["web"] } });
    expect(settingAfter([added])).toEqual({ percent: 5, platforms: ["web"] });
    expect(settingAfter([added, change(2, { change: "rollout", field: "percent", to: 25 })])).toEqual({ percent: 25, platforms: ["web"] });
    expect(
      settingAfter([added, change(2, { change: "rollout", field: "country", to: ["CH"] })]),
    ).toEqual({ percent: 5, platforms: ["web"], country: ["CH"] });
  });

  it("is the whole where no member is named, or there is none to set", () => {
    expect(
      settingAfter([change(1, { to: { default: false } }), change(2, { change: "default", to: { default: true } })]),
    ).toEqual({ default: true });
    expect(settingAfter([change(1, { change: "rollout", field: "percent", to: 25 })])).toBe(25);
    expect(settingAfter([change(1, { to: true }), change(2, { change: "rollout", field: "percent", to: 25 })])).toBe(25);
    expect(settingAfter([change(1, { to: { a: 1 } }), change(2, { field: "a", to: { b: 2 } })])).toEqual({ b: 2 });
  });

  it("is nothing once it was removed, until it is added again; null is something", () => {
    expect(settingAfter([change(1, { to: 1 }), change(2, { change: "removed" })])).toBeUndefined();
    expect(settingAfter([change(1, { to: 1 }), change(2, { change: "removed" }), change(3, { to: 2 })])).toBe(2);
    expect(settingAfter([change(1, { to: null })])).toBeNull();
  });

  it("takes a member's name as it is", () => {
    const set = settingAfter([change(1, { to: { a: 1 } }), change(2, { change: "targeting", field: "__proto__", to: { admin: true } })]);
    expect(Object.entries(set as object)).toEqual([["a", 1], ["__proto__", { admin: true }]]);
  });

  it("follows the order of its source, in whatever order it is told", () => {
    const changes = [
      change(1, { to: { percent: 5 } }), change(2, { change: "rollout", field: "percent", to: 25 }), change(3, { change: "removed" }),
      change(4, { to: { percent: 1 } }), change(5, { change: "rollout", field: "percent", to: 50 }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(changes, { minLength: changes.length }), (told) => {
        expect(settingAfter(told)).toEqual({ percent: 50 });
      }),
    );
  });
});
