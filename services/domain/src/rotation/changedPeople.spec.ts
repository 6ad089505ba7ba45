import { plainLayer, type RotationEvent, type RotationLayer } from "@ballast/schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextHandOver, onCallAt, shifts } from "../oncall/schedule.ts";
import { given } from "../specification.ts";
import { changedLayers, latestOrder } from "./changedPeople.ts";
import { rotationDecider } from "./rotationDecider.ts";
import { withLayer } from "./layers.ts";

const [ana, ben, cleo, dan, eli] = ["a", "b", "c", "d", "e"].map((letter) => `00000000-0000-4000-8000-00000000000${letter}`) as [
  string, string, string, string, string,
];
const rotationId = "00000000-0000-4000-8000-000000000001";
const layer: RotationLayer = {
  ...plainLayer, layerId: rotationId, effectiveFrom: "2026-03-01T00:00:00.000Z", timeZone: "Europe/Zurich", handOver: {
    every: "week", weekday: 4, at: "09:00",
  },
  people: [ana, ben, cleo], startsOn: "2026-03-05",
};
/** A Friday: ana has had the pager since Thursday. */
const now = "2026-03-06T12:00:00.000Z";
const thursday = "2026-03-12T08:00:00.000Z";
const nobody = new Map<string, string>();

/** The schedule after one change upon the other, each told as its order of people. */
function after(
  orders: readonly (readonly string[])[],
  {
    at = now, layers = [layer], takers = [],
  }: { at?: string; layers?: readonly RotationLayer[]; takers?: { personId: string; takerId: string }[] } = {},
) {
  const changed = orders.reduce((known, people) => changedLayers(known, { people, takers }, at).reduce(withLayer, known), layers);
  return { layers: changed, overrides: [], left: nobody };
}

describe("adding or removing a person", () => {
  it.each<[string, readonly string[], string]>([
    ["adding one", [ana, dan, ben, cleo], dan],
    ["adding one in front", [dan, ana, ben, cleo], ben],
    ["removing one who is not on call", [ana, cleo], cleo],
    ["another order", [cleo, ana, ben], ben],
  ])("%s keeps the pager with who has it until Thursday 09:00", (_, people, next) => {
    const rotation = after([people]);
    expect(onCallAt(rotation, now)).toBe(ana);
    expect(nextHandOver(rotation, now)).toEqual({ at: thursday, fromPersonId: ana, toPersonId: next });
  });

  it("removing who is on call gives the pager at once to who was next, or to who was named", () => {
    expect([onCallAt(after([[cleo, ben]]), now), nextHandOver(after([[cleo, ben]]), now)]).toMatchObject([
      ben,
      { at: thursday, toPersonId: cleo },
    ]);
    const named = after([[dan, ben, cleo]], { takers: [{ personId: ana, takerId: dan }] });
    expect([onCallAt(named, now), nextHandOver(named, now)]).toMatchObject([dan, { at: thursday, toPersonId: ben }]);
  });

  it("before the first turn the people hold as they are, and no earlier than planned", () => {
    expect(changedLayers([layer], { people: [ben], takers: [] }, "2026-02-02T00:00:00.000Z")).toEqual([{ ...layer, people: [ben] }]);
    expect(onCallAt(after([[ben]], { at: "2026-03-02T00:00:00.000Z" }), "2026-03-05T07:59:00.000Z")).toBeNull();
    expect(onCallAt(after([[ben]], { at: "2026-03-02T00:00:00.000Z" }), "2026-03-05T08:00:00.000Z")).toBe(ben);
  });

  it("builds on a change that waits for the hand-over, which brings back nobody", () => {
    const added = after([[ana, dan, ben, cleo]]);
    expect(latestOrder(added.layers, now)).toEqual([dan, ben, cleo, ana]);
    const gone = after([[dan, ben, cleo]], { layers: added.layers });
    expect(onCallAt(gone, now)).toBe(ben);
    expect(shifts(gone, now, "2026-06-01T00:00:00Z").map(({ personId }) => personId).slice(0, 5)).toEqual([ben, cleo, dan, ben, cleo]);
  });

  it("takes them out of what is planned with other hand-overs too, and leaves others there", () => {
    const planned: RotationLayer = {
      ...layer, effectiveFrom: "2026-04-01T00:00:00.000Z", startsOn: "2026-04-01", handOver: { every: "day", weekday: null, at: "09:00" },
      people: [ana, eli],
    };
    const { layers } = after([[ben, cleo]], { layers: [layer, planned] });
    expect(layers.at(-1)).toEqual({ ...planned, people: [eli] });
  });

  it("is recorded with the layers it touches, and ends where they stand in", () => {
    const override = {
      overrideId: "00000000-0000-4000-8000-000000000010", personId: ana, from: "2026-03-20T00:00:00Z", to: "2026-03-21T00:00:00Z",
      reason: "", insteadOf: null,
    };
    const history: RotationEvent[] = [
      { type: "RotationCreated", data: { rotationId, name: "Checkout", layer } },
      { type: "OverrideAdded", data: { rotationId, override } },
    ];
    const change = { type: "ChangePeople", now, rotationId, layerId: rotationId, takers: [], people: [ben, cleo] } as const;
    const events: RotationEvent[] = [
      { type: "RotationChanged", data: { rotationId, layer: { ...layer, effectiveFrom: now, people: [ben, cleo] } } },
      { type: "OverrideRemoved", data: { rotationId, overrideId: override.overrideId, reason: "no longer takes turns here", at: now } },
    ];
    given(rotationDecider, history).when(change).then(events);
    given(rotationDecider, [...history, ...events]).when(change).then([]);
    given(rotationDecider, history).when({ ...change, people: [] }).thenRejected("EMPTY_ROTATION");
  });

  it("never takes the pager from somebody who stays, and never leaves it, now or later, with somebody who goes", () => {
    const hours = fc.integer({ min: 0, max: 24 * 60 });
    const anyOrder = fc.shuffledSubarray([ana, ben, cleo, dan, eli], { minLength: 1 });
    fc.assert(fc.property(hours, fc.array(anyOrder, { minLength: 1, maxLength: 3 }), (hour, orders) => {
      const at = new Date(Date.parse("2026-03-05T08:00:00.000Z") + hour * 3_600_000).toISOString();
      const [last = [], former] = [orders.at(-1), after(orders.slice(0, -1), { at })];
      const before = onCallAt(former, at) ?? "";
      const changed = after(orders, { at });
      const has = onCallAt(changed, at) ?? "";
      expect(last.includes(before) ? has === before : last.includes(has)).toBe(true);
      const later = shifts(changed, at, new Date(Date.parse(at) + 200 * 86_400_000).toISOString());
      expect(later.slice(1).every(({ personId }) => last.includes(personId ?? ""))).toBe(true);
    }));
  });
});
