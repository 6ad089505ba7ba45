import { plainLayer, type RotationEvent, type RotationLayer } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { nextHandOver, onCallAt } from "../oncall/schedule.ts";
import { given } from "../specification.ts";
import { layersAt, peopleAt } from "./layers.ts";
import { rotationDecider } from "./rotationDecider.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [rotationId, ana, ben, cleo, night] = [id(1), id(2), id(3), id(4), id(5)];
const now = "2026-03-01T10:00:00Z";
const day: RotationLayer = {
  ...plainLayer, layerId: rotationId, effectiveFrom: "2026-01-01T00:00:00Z", timeZone: "Europe/Zurich",
  handOver: { every: "week", weekday: 1, at: "09:00" }, people: [ana, ben], startsOn: "2026-01-05",
};
const nights: RotationLayer = {
  ...day, layerId: night, name: "Nights", effectiveFrom: "2026-03-02T00:00:00Z", people: [cleo, ana], level: 1,
  hours: [{ weekdays: [1, 2, 3, 4, 5], from: "22:00", to: "06:00", daysLater: 1 }],
};
const created: RotationEvent = { type: "RotationCreated", data: { rotationId, name: "Checkout", layer: day } };
const added: RotationEvent = { type: "LayerAdded", data: { rotationId, layer: nights } };
const add = (layer: RotationLayer) => ({ type: "AddLayer", now, rotationId, layer }) as const;
const change = (layer: RotationLayer) => ({ type: "ChangeRotation", now, rotationId, layer }) as const;
const stateOf = (events: readonly RotationEvent[]) => {
  const { state } = given(rotationDecider, events);
  if (state.status === "absent") throw new Error("it was created");
  return state;
};

describe("a layer", () => {
  it("is added once, beside what there is", () => {
    given(rotationDecider, [created]).when(add(nights)).then([added]);
    given(rotationDecider, [created, added]).when(add(nights)).then([]);
    given(rotationDecider, [created, added]).when(add({ ...nights, name: "Other" })).thenRejected("ALREADY_EXISTS");
    expect(peopleAt(stateOf([created, added]).layers, Date.parse("2026-03-03T00:00:00Z"))).toEqual([ana, ben, cleo]);
  });

  it("is refused with hours that are none, an end before its beginning, the past, and as the twenty-first", () => {
    const upsideDown = { ...nights, hours: [{ weekdays: [1], from: "22:00", to: "06:00", daysLater: 0 }] };
    given(rotationDecider, [created]).when(add(upsideDown)).thenRejected("INVALID_INPUT", { path: ["layer", "hours", "0", "daysLater"] });
    given(rotationDecider, [created])
      .when(add({ ...nights, endsAt: "2026-03-01T00:00:00Z" }))
      .thenRejected("INVALID_INPUT", { path: ["layer", "endsAt"] });
    given(rotationDecider, [created]).when(add({ ...nights, effectiveFrom: "2026-02-01T00:00:00Z" })).thenRejected("INVALID_INPUT");
    const many = Array.from({ length: 19 }, (_, n): RotationEvent => ({
      type: "LayerAdded", data: { rotationId, layer: { ...nights, layerId: id(100 + n) } },
    }));
    given(rotationDecider, [created, ...many]).when(add(nights)).thenRejected("INVALID_INPUT", { message: "at most 20" });
  });

  it("ends, and what was planned for after its end does not bring it back", () => {
    const planned: RotationEvent = {
      type: "RotationChanged", data: { rotationId, layer: { ...nights, effectiveFrom: "2026-05-01T00:00:00Z", people: [ben] } },
    };
    const ended = { ...nights, effectiveFrom: "2026-03-10T00:00:00Z", endsAt: "2026-03-10T00:00:00Z" };
    const events: RotationEvent[] = [
      { type: "RotationChanged", data: { rotationId, layer: ended } },
      { type: "RotationChanged", data: { rotationId, layer: { ...planned.data.layer, endsAt: "2026-05-01T00:00:00Z" } } },
    ];
    given(rotationDecider, [created, added, planned]).when(change(ended)).then(events);
    const { layers } = stateOf([created, added, planned, ...events]);
    expect(layersAt(layers, Date.parse("2026-05-04T22:30:00Z")).map(({ layerId }) => layerId)).toEqual([rotationId]);
    given(rotationDecider, [created]).when(change(nights)).thenRejected("NOT_FOUND", { path: ["layer", "layerId"] });
  });

  it("has its own people: changing them leaves the other layers as they are", () => {
    const people = {
      type: "ChangePeople", now: "2026-03-10T10:00:00Z", rotationId, layerId: night, people: [ben, ana], takers: [],
    } as const;
    const events = rotationDecider.decide(people, stateOf([created, added]));
    expect(events.map(({ data }) => ("layer" in data ? data.layer.layerId : null))).toEqual([night]);
    given(rotationDecider, [created]).when(people).thenRejected("NOT_FOUND", { path: ["layerId"] });
  });

  it("of turns of hours keeps its rhythm when its people change", () => {
    const hourly: RotationLayer = {
      ...day, handOver: { every: "hour", weekday: null, at: "07:00" }, turnLength: 10, startsOn: "2026-03-01",
    };
    const state = stateOf([{ type: "RotationCreated", data: { rotationId, name: "Checkout", layer: hourly } }]);
    const before = nextHandOver({ ...state, left: new Map() }, now);
    const change = { type: "ChangePeople", now, rotationId, layerId: rotationId, people: [ana, cleo, ben], takers: [] } as const;
    const after = rotationDecider.decide(change, state).reduce(rotationDecider.evolve, state);
    if (after.status === "absent") throw new Error("it was created");
    expect(before?.at).toBe("2026-03-01T16:00:00.000Z");
    expect(nextHandOver({ ...after, left: new Map() }, now)).toMatchObject({ at: before?.at, toPersonId: cleo });
  });
});

describe("somebody who leaves", () => {
  it("hands over their turns in every layer, once", () => {
    const leave = { type: "HandTurnsOver", now: "2026-03-03T23:00:00Z", rotationId, personId: ana, takerId: null } as const;
    const state = stateOf([created, added]);
    const events = rotationDecider.decide(leave, state);
    expect(events.map(({ data }) => ("layer" in data ? data.layer.people : null))).toEqual([[ben], [cleo]]);
    const gone = events.reduce(rotationDecider.evolve, state);
    expect(rotationDecider.decide(leave, gone)).toEqual([]);
    if (gone.status === "absent") throw new Error("it was created");
    expect(onCallAt({ ...gone, left: new Map() }, "2026-03-12T23:00:00Z")).toBe(cleo);
  });
});

describe("what is found", () => {
  const keep = { type: "KeepFinding", now, rotationId, kind: "gap", from: "2026-03-05T00:00:00Z", to: "2026-03-06T00:00:00Z" } as const;
  it("is kept for a reason, once, and not what has passed", () => {
    const kept: RotationEvent = {
      type: "FindingKept", data: { rotationId, kind: "gap", from: keep.from, to: keep.to, reason: "closed" },
    };
    given(rotationDecider, [created]).when({ ...keep, reason: "closed" }).then([kept]);
    given(rotationDecider, [created, kept]).when({ ...keep, reason: "closed" }).then([]);
    given(rotationDecider, [created])
      .when({ ...keep, reason: "closed", from: "2026-02-01T00:00:00Z", to: "2026-02-02T00:00:00Z" })
      .thenRejected("INVALID_INPUT");
    given(rotationDecider, [created]).when({ ...keep, reason: "closed", to: keep.from }).thenRejected("INVALID_INPUT");
  });

  it("may have somebody who answers in gaps, from now on; the past stays what it was", () => {
    const fallback = { type: "SetFallback", now, rotationId, personId: cleo } as const;
    const set: RotationEvent = { type: "FallbackSet", data: { rotationId, personId: cleo, from: now } };
    given(rotationDecider, [created]).when(fallback).then([set]);
    given(rotationDecider, [created, set]).when(fallback).then([]);
    const early: RotationEvent = {
      type: "RotationCreated", data: { rotationId, name: "Checkout", layer: { ...day, startsOn: "2026-04-06" } },
    };
    const schedule = { ...stateOf([early, set]), left: new Map<string, string>() };
    expect([onCallAt(schedule, "2026-02-20T00:00:00Z"), onCallAt(schedule, "2026-03-20T00:00:00Z")]).toEqual([null, cleo]);
  });

  it("is put right by several overrides at once, or by none", () => {
    const override = (n: number, to: string) => ({
      overrideId: id(50 + n), personId: ben, from: "2026-03-05T00:00:00Z", to, reason: "gap", insteadOf: null,
    });
    const good = { type: "AddOverrides", now, rotationId, overrides: [1, 2].map((n) => override(n, "2026-03-06T00:00:00Z")) } as const;
    given(rotationDecider, [created]).when(good).then(good.overrides.map((each) => ({
      type: "OverrideAdded", data: { rotationId, override: each },
    })));
    given(rotationDecider, [created])
      .when({ ...good, overrides: [...good.overrides, override(3, "2026-03-04T00:00:00Z")] })
      .thenRejected("INVALID_INPUT");
  });
});
