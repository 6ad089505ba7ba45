import { plainLayer, type RotationEvent, type RotationLayer, type RotationOverride } from "@ballast/schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { onCallAt } from "../oncall/schedule.ts";
import { Rejection } from "../rejection.ts";
import { given } from "../specification.ts";
import type { Rotation, RotationCommand } from "./rotation.ts";
import { rotationDecider } from "./rotationDecider.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [rotationId, ana, ben] = [id(1), id(2), id(3)];
const now = "2026-03-01T10:00:00Z";

const layer: RotationLayer = {
  ...plainLayer,
  layerId: rotationId,
  effectiveFrom: "2026-01-01T00:00:00Z",
  timeZone: "Europe/Zurich",
  handOver: { every: "week", weekday: 1, at: "09:00" },
  people: [ana, ben],
  startsOn: "2026-01-05",
};
const later: RotationLayer = { ...layer, effectiveFrom: "2026-04-01T00:00:00Z", people: [ben] };
const override: RotationOverride = {
  overrideId: id(10), personId: ben, from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z", reason: "dentist", insteadOf: null,
};

const created: RotationEvent = { type: "RotationCreated", data: { rotationId, name: "Checkout", layer } };
const added: RotationEvent = { type: "OverrideAdded", data: { rotationId, override } };
const removed: RotationEvent = {
  type: "OverrideRemoved", data: { rotationId, overrideId: override.overrideId, reason: "back early", at: now },
};

const create = (its: RotationLayer = layer, name = "Checkout") => ({ type: "CreateRotation", now, rotationId, name, layer: its }) as const;
const change = (its: RotationLayer) => ({ type: "ChangeRotation", now, rotationId, layer: its }) as const;
const add = (its: Partial<RotationOverride> = {}) => ({ type: "AddOverride", now, rotationId, override: { ...override, ...its } }) as const;
const remove = (at = now, overrideId = override.overrideId) =>
  ({ type: "RemoveOverride", now: at, rotationId, overrideId, reason: "back early" }) as const;

describe("creating a rotation", () => {
  it("is done once", () => {
    given(rotationDecider, []).when(create()).then([created]);
    given(rotationDecider, [created]).when(create()).then([]);
  });
  it("refuses an id in use, nobody, an unknown zone, a week without its day", () => {
    given(rotationDecider, [created])
      .when(create(layer, "Search"))
      .thenRejected("ALREADY_EXISTS", { path: ["rotationId"], message: "Checkout" });
    given(rotationDecider, []).when(create({ ...layer, people: [] })).thenRejected("EMPTY_ROTATION", { path: ["layer", "people"] });
    given(rotationDecider, [])
      .when(create({ ...layer, timeZone: "Mars/Olympus" }))
      .thenRejected("INVALID_INPUT", { path: ["layer", "timeZone"], message: "Mars/Olympus" });
    given(rotationDecider, [])
      .when(create({ ...layer, handOver: { every: "week", weekday: null, at: "09:00" } }))
      .thenRejected("INVALID_INPUT", { path: ["layer", "handOver", "weekday"] });
  });
  it("takes a daily rotation without a weekday", () => {
    const daily: RotationLayer = { ...layer, handOver: { every: "day", weekday: null, at: "09:00" } };
    given(rotationDecider, [])
      .when(create(daily))
      .then([{ type: "RotationCreated", data: { rotationId, name: "Checkout", layer: daily } }]);
  });
});

describe("renaming", () => {
  it("changes the name, or nothing", () => {
    given(rotationDecider, [created])
      .when({ type: "RenameRotation", now, rotationId, name: "Payments" })
      .then([{ type: "RotationRenamed", data: { rotationId, name: "Payments" } }]);
    given(rotationDecider, [created]).when({ type: "RenameRotation", now, rotationId, name: "Checkout" }).then([]);
    expect(given(rotationDecider, [created, { type: "RotationRenamed", data: { rotationId, name: "Payments" } }]).state).toMatchObject({
      name: "Payments",
    });
  });
});

describe("changing who takes turns", () => {
  const changed: RotationEvent = { type: "RotationChanged", data: { rotationId, layer: later } };
  it("holds from a moment on, and keeps the past", () => {
    given(rotationDecider, [created]).when(change(later)).then([changed]);
    expect(given(rotationDecider, [created, changed]).state).toMatchObject({ layers: [layer, later] });
  });
  it("repeated changes nothing; another layer from the same moment takes its place", () => {
    given(rotationDecider, [created, changed]).when(change(later)).then([]);
    const corrected = { ...later, effectiveFrom: "2026-04-01T02:00:00+02:00", people: [ana] };
    expect(
      given(rotationDecider, [created, changed, { type: "RotationChanged", data: { rotationId, layer: corrected } }]).state,
    ).toMatchObject({ layers: [layer, corrected] });
  });
  it("keeps its layers in order when one is put before a planned one", () => {
    const between = { ...layer, effectiveFrom: "2026-03-15T00:00:00Z", people: [ana] };
    expect(
      given(rotationDecider, [created, changed, { type: "RotationChanged", data: { rotationId, layer: between } }]).state,
    ).toMatchObject({ layers: [layer, between, later] });
  });
  it("refuses the past, but not a clock that is a little behind", () => {
    given(rotationDecider, [created])
      .when(change({ ...later, effectiveFrom: "2026-02-28T10:00:00Z" }))
      .thenRejected("INVALID_INPUT", { path: ["layer", "effectiveFrom"] });
    const recent = { ...later, effectiveFrom: "2026-03-01T09:58:00Z" };
    given(rotationDecider, [created]).when(change(recent)).then([{ type: "RotationChanged", data: { rotationId, layer: recent } }]);
  });
  it("refuses nobody, an unknown zone, a week without its day", () => {
    given(rotationDecider, [created]).when(change({ ...later, people: [] })).thenRejected("EMPTY_ROTATION");
    given(rotationDecider, [created])
      .when(change({ ...later, timeZone: "" }))
      .thenRejected("INVALID_INPUT", { path: ["layer", "timeZone"] });
    given(rotationDecider, [created])
      .when(change({ ...later, handOver: { every: "week", weekday: null, at: "09:00" } }))
      .thenRejected("INVALID_INPUT", { path: ["layer", "handOver", "weekday"] });
  });
});

describe("overrides", () => {
  it("are added once, and may touch each other", () => {
    given(rotationDecider, [created]).when(add()).then([added]);
    given(rotationDecider, [created, added]).when(add()).then([]);
    const next = { overrideId: id(11), from: override.to, to: "2026-03-04T00:00:00Z" };
    given(rotationDecider, [created, added])
      .when(add(next))
      .then([{ type: "OverrideAdded", data: { rotationId, override: { ...override, ...next } } }]);
  });
  it("refuse an end before the beginning, or no length", () => {
    given(rotationDecider, [created]).when(add({ to: override.from })).thenRejected("INVALID_INPUT", { path: ["override", "to"] });
    given(rotationDecider, [created])
      .when(add({ from: "2026-03-05T00:00:00Z" }))
      .thenRejected("INVALID_INPUT", { path: ["override", "to"] });
  });
  it("refuse what is over, and say which end", () => {
    given(rotationDecider, [created])
      .when(add({ from: "2026-02-01T00:00:00Z", to: "2026-02-02T00:00:00Z" }))
      .thenRejected("INVALID_INPUT", { path: ["override", "to"] });
  });
  it("refuse what is over", () => {
    given(rotationDecider, [created])
      .when(add({ from: "2026-02-01T00:00:00Z", to: now }))
      .thenRejected("INVALID_INPUT", { message: "rewrite" });
  });
  it("may lie over others, and the one added last counts", () => {
    const over = { ...override, overrideId: id(11), personId: ana, from: "2026-03-02T12:00:00Z" };
    given(rotationDecider, [created, added]).when(add(over)).then([{ type: "OverrideAdded", data: { rotationId, override: over } }]);
  });
  it("that reach into the past count from now on", () => {
    const early = { ...override, from: "2026-02-01T00:00:00Z" };
    const counted: RotationEvent = { type: "OverrideAdded", data: { rotationId, override: { ...override, from: now } } };
    given(rotationDecider, [created]).when(add(early)).then([counted]);
    given(rotationDecider, [created, counted]).when(add(early)).then([]);
  });
  it("refuse an id that was used", () => {
    given(rotationDecider, [created, added])
      .when(add({ personId: ana }))
      .thenRejected("ALREADY_EXISTS", { path: ["override", "overrideId"] });
    given(rotationDecider, [created, added, removed]).when(add()).thenRejected("ALREADY_EXISTS");
  });
  it("are removed once, unless they are unknown or over", () => {
    given(rotationDecider, [created, added]).when(remove()).then([removed]);
    given(rotationDecider, [created, added, removed]).when(remove()).then([]);
    given(rotationDecider, [created]).when(remove()).thenRejected("NOT_FOUND", { path: ["overrideId"] });
    const over = { ...override, overrideId: id(11), from: "2026-03-01T00:00:00Z", to: "2026-03-01T12:00:00Z" };
    const addedBefore: RotationEvent = { type: "OverrideAdded", data: { rotationId, override: over } };
    given(rotationDecider, [created, addedBefore, added]).when(remove()).then([removed]);
    given(rotationDecider, [created, added]).when(remove("2026-03-03T00:00:00Z")).thenRejected("INVALID_INPUT", { path: ["overrideId"] });
  });
  it("end when they are removed while they run: who stood in until then did, and it is over", () => {
    const at = "2026-03-02T12:00:00Z";
    const ended: RotationEvent = {
      type: "OverrideRemoved", data: { rotationId, overrideId: override.overrideId, reason: "back early", at },
    };
    given(rotationDecider, [created, added]).when(remove(at)).then([ended]);
    const { state } = given(rotationDecider, [created, added, ended]);
    if (state.status === "absent") throw new Error("it was created");
    const schedule = { ...state, left: new Map<string, string>() };
    expect([onCallAt(schedule, "2026-03-02T11:59:00Z"), onCallAt(schedule, at)]).toEqual([ben, ana]);
    given(rotationDecider, [created, added, ended]).when(remove("2026-03-02T13:00:00Z")).then([]);
  });
  it("leave the others when one is removed", () => {
    const other: RotationEvent = { type: "OverrideAdded", data: { rotationId, override: { ...override, overrideId: id(11) } } };
    expect(given(rotationDecider, [created, added, other, removed]).state).toMatchObject({ overrides: [{ overrideId: id(11) }] });
  });
  it("make room when removed", () => {
    const another = { overrideId: id(11) };
    given(rotationDecider, [created, added, removed])
      .when(add(another))
      .then([{ type: "OverrideAdded", data: { rotationId, override: { ...override, ...another } } }]);
  });
  it("give every moment to the one added last, whatever is asked for", () => {
    const hour = (n: number) => new Date(Date.parse(now) + n * 3_600_000).toISOString();
    const asked = fc.array(
      fc.record({ n: fc.nat(20), from: fc.integer({ min: -5, max: 100 }), length: fc.integer({ min: -2, max: 20 }), remove: fc.boolean() }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(asked, fc.integer({ min: 0, max: 120 }), (wishes, at) => {
        let state = rotationDecider.evolve(rotationDecider.initialState, created);
        for (const wish of wishes) {
          const command = wish.remove
            ? remove(now, id(wish.n))
            : add({ overrideId: id(wish.n), personId: id(100 + wish.n), from: hour(wish.from), to: hour(wish.from + wish.length) });
          state = accepted(state, command);
        }
        if (state.status === "absent") throw new Error("it was created");
        const covering = state.overrides.findLast(
          ({ from, to }) => Date.parse(from) <= Date.parse(hour(at)) && Date.parse(hour(at)) < Date.parse(to),
        );
        expect(onCallAt({ ...state, left: new Map() }, hour(at))).toBe(
          covering?.personId ?? onCallAt({ ...state, overrides: [], left: new Map() }, hour(at)),
        );
      }),
    );
  });
});

/** The state after a command, which may have been refused. */
function accepted(state: Rotation, command: RotationCommand): Rotation {
  try {
    return rotationDecider.decide(command, state).reduce(rotationDecider.evolve, state);
  } catch (error) {
    if (error instanceof Rejection) return state;
    throw error;
  }
}

describe("the alert of a rotation's empty shifts", () => {
  const alert = { integrationId: id(20), severity: "P2" };
  const set = (its: typeof alert | null, at = now) => ({ type: "SetEmptyShiftAlert", now: at, rotationId, alert: its }) as const;
  const was = (its: typeof alert | null, at = now): RotationEvent => ({ type: "EmptyShiftAlertSet", data: { rotationId, alert: its, at } });
  it("is chosen once, and taken away once", () => {
    given(rotationDecider, [created]).when(set(alert)).then([was(alert)]);
    given(rotationDecider, [created]).when(set(null)).then([]);
    given(rotationDecider, [created, was(alert)]).when(set(alert)).then([]);
    given(rotationDecider, [created, was(alert)]).when(set(null)).then([was(null)]);
    given(rotationDecider, []).when(set(alert)).thenRejected("NOT_FOUND", { path: ["rotationId"] });
  });
  it("remembers every integration that it was told by, and since when it is by the one that is", () => {
    const later = "2026-03-02T10:00:00Z";
    const state = (...events: RotationEvent[]) => given(rotationDecider, [created, ...events]).state;
    expect(state(was(alert), was({ ...alert, severity: "P1" }, later))).toMatchObject({
      emptyShifts: { alert: { severity: "P1", since: now }, integrationIds: [id(20)] },
    });
    expect(state(was(alert), was({ ...alert, integrationId: id(21) }, later), was(null, later))).toMatchObject({
      emptyShifts: { alert: null, integrationIds: [id(20), id(21)] },
    });
  });
});

describe("a rotation that does not exist", () => {
  it("refuses everything but being created", () => {
    given(rotationDecider, [])
      .when({ type: "RenameRotation", now, rotationId, name: "x" })
      .thenRejected("NOT_FOUND", { path: ["rotationId"], message: rotationId });
    given(rotationDecider, []).when(change(later)).thenRejected("NOT_FOUND");
    given(rotationDecider, []).when(add()).thenRejected("NOT_FOUND");
    given(rotationDecider, []).when(remove()).thenRejected("NOT_FOUND");
  });
  it("is not made by stray facts", () => {
    expect(given(rotationDecider, [added]).state).toEqual({ status: "absent" });
    expect(given(rotationDecider, [created, { ...created, data: { ...created.data, name: "other" } }]).state).toMatchObject({
      name: "Checkout",
    });
  });
});
