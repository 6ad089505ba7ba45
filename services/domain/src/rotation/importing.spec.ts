import { plainLayer, type RotationEvent, type RotationLayer, type RotationOverride } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { onCallAt } from "../oncall/schedule.ts";
import { given } from "../specification.ts";
import { rotationDecider } from "./rotationDecider.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [rotationId, ana, ben] = [id(1), id(2), id(3)];
const [now, later] = ["2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z"];

const days: RotationLayer = {
  ...plainLayer, layerId: id(10), effectiveFrom: "2020-01-06T08:00:00Z", timeZone: "UTC",
  handOver: { every: "day", weekday: null, at: "08:00" }, people: [ana, ben], startsOn: "2020-01-06",
};
const nights: RotationLayer = { ...days, layerId: id(11), name: "Nights", people: [ben], level: 1 };
const override: RotationOverride = {
  overrideId: id(20), personId: ana, from: "2026-02-28T00:00:00Z", to: "2026-03-03T00:00:00Z", reason: "", insteadOf: null,
};
const said = {
  rotationId, source: "pagerduty", sourceId: "PI7DH85", name: "Payments", layers: [{ sourceId: "A", layer: days }], overrides: [override],
};
const bring = (change: Partial<typeof said> = {}, at = now) => ({ type: "ImportRotation", now: at, ...said, ...change } as const);

const first: readonly RotationEvent[] = [
  { type: "RotationCreated", data: { rotationId, name: "Payments", layer: { ...days, layerId: rotationId, effectiveFrom: now } } },
  { type: "OverrideAdded", data: { rotationId, override: { ...override, from: now } } },
  { type: "RotationImported", data: { ...said, layers: [{ sourceId: "A", layer: { ...days, layerId: rotationId } }] } },
];

describe("bringing a schedule of another product", () => {
  it("makes it from now on, with what stands in, and leaves out what is over", () => {
    given(rotationDecider, []).when(bring()).then(first);
    const over = { ...override, overrideId: id(21), to: "2026-02-28T12:00:00Z" };
    const ended = { sourceId: "B", layer: { ...nights, endsAt: "2026-02-01T00:00:00Z" } };
    given(rotationDecider, []).when(bring({ overrides: [over], layers: [ended, { sourceId: "A", layer: days }] })).then([
      first[0] ?? expect.fail(),
      {
        type: "RotationImported",
        data: { ...said, layers: [ended, { sourceId: "A", layer: { ...days, layerId: rotationId } }], overrides: [over] },
      },
    ]);
    given(rotationDecider, []).when(bring({ layers: [ended] })).thenRejected("EMPTY_ROTATION");
    given(rotationDecider, []).when(bring({ layers: [{ sourceId: "A", layer: { ...days, timeZone: "Mars/Olympus" } }] }))
      .thenRejected("INVALID_INPUT");
  });

  it("changes nothing the second time, also when an override has passed and its export leaves it out", () => {
    given(rotationDecider, first).when(bring({}, later)).then([]);
    given(rotationDecider, first).when(bring({ overrides: [] }, "2026-03-04T00:00:00Z")).then([]);
  });

  it("changes what changed there, and nothing else", () => {
    const others = { ...days, people: [ben, ana] };
    given(rotationDecider, first).when(bring({ layers: [{ sourceId: "A", layer: others }] }, later)).then([
      { type: "RotationChanged", data: { rotationId, layer: { ...others, layerId: rotationId, effectiveFrom: later } } },
      { type: "RotationImported", data: { ...said, layers: [{ sourceId: "A", layer: { ...others, layerId: rotationId } }] } },
    ]);
    const two = [...said.layers, { sourceId: "B", layer: nights }];
    given(rotationDecider, first).when(bring({ layers: two, name: "Pay" }, later)).then([
      { type: "RotationRenamed", data: { rotationId, name: "Pay" } },
      { type: "LayerAdded", data: { rotationId, layer: { ...nights, effectiveFrom: later } } },
      {
        type: "RotationImported",
        data: {
          ...said, name: "Pay", layers: [{ sourceId: "A", layer: { ...days, layerId: rotationId } }, { sourceId: "B", layer: nights }],
        },
      },
    ]);
    given(rotationDecider, first).when(bring({ overrides: [] }, later)).then([
      { type: "OverrideRemoved", data: { rotationId, overrideId: id(20), reason: "is gone where it came from", at: later } },
      { type: "RotationImported", data: { ...said, layers: [{ sourceId: "A", layer: { ...days, layerId: rotationId } }], overrides: [] } },
    ]);
  });

  it("ends a layer that is gone there, and lets one that begins later have nobody until then", () => {
    const two = bring({ layers: [...said.layers, { sourceId: "B", layer: nights }] });
    const both = rotationDecider.decide(two, rotationDecider.initialState);
    const after = given(rotationDecider, [...both, ...rotationDecider.decide(bring({}, later), given(rotationDecider, both).state)]).state;
    const schedule = after.status === "created" ? { ...after, overrides: [], left: new Map<string, string>() } : expect.fail();
    expect(onCallAt(schedule, "2026-03-02T09:00:00Z")).toBe(ben);
    expect(["2026-03-04T09:00:00Z", "2026-03-05T09:00:00Z"].map((at) => onCallAt(schedule, at)).sort()).toEqual([ana, ben]);
    const future = bring({ layers: [{ sourceId: "A", layer: { ...days, effectiveFrom: "2026-03-10T08:00:00Z" } }], overrides: [] }, later);
    const moved = given(rotationDecider, [...first, ...rotationDecider.decide(future, given(rotationDecider, first).state)]).state;
    const waiting = moved.status === "created" ? { ...moved, overrides: [], left: new Map<string, string>() } : expect.fail();
    expect(onCallAt(waiting, "2026-03-05T09:00:00Z")).toBeNull();
    expect(onCallAt(waiting, "2026-03-10T09:00:00Z")).not.toBeNull();
  });

  it("replaces what was planned for later too", () => {
    const future = bring({ layers: [{ sourceId: "A", layer: { ...days, effectiveFrom: "2026-03-10T08:00:00Z" } }], overrides: [] });
    const planned = rotationDecider.decide(future, rotationDecider.initialState);
    const sooner = bring({ layers: [{ sourceId: "A", layer: { ...days, people: [ben] } }], overrides: [] }, later);
    const state = given(rotationDecider, [...planned, ...rotationDecider.decide(sooner, given(rotationDecider, planned).state)]).state;
    const schedule = state.status === "created" ? { ...state, left: new Map<string, string>() } : expect.fail();
    expect(
      ["2026-03-03T09:00:00Z", "2026-03-11T09:00:00Z", "2026-03-12T09:00:00Z"].map((at) => onCallAt(schedule, at)),
    ).toEqual([ben, ben, ben]);
  });

  it("leaves alone what was changed here, until it changes there", () => {
    const here: RotationEvent = {
      type: "RotationChanged", data: { rotationId, layer: { ...days, layerId: rotationId, effectiveFrom: now, people: [ana] } },
    };
    const back: RotationEvent = { type: "OverrideRemoved", data: { rotationId, overrideId: id(20), reason: "back early", at: now } };
    given(rotationDecider, [...first, here, back]).when(bring({}, later)).then([]);
    given(rotationDecider, [...first, here, back]).when(bring({ name: "Pay" }, later)).then([
      { type: "RotationRenamed", data: { rotationId, name: "Pay" } },
      { type: "RotationImported", data: { ...said, name: "Pay", layers: [{ sourceId: "A", layer: { ...days, layerId: rotationId } }] } },
    ]);
  });

  it("never writes over a schedule that came from nowhere", () => {
    given(rotationDecider, [{ type: "RotationCreated", data: { rotationId, name: "Payments", layer: days } }])
      .when(bring()).thenRejected("ALREADY_EXISTS");
  });
});
