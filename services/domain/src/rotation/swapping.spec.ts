import { plainLayer, type RotationEvent, type RotationLayer } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { onCallAt } from "../oncall/schedule.ts";
import { given } from "../specification.ts";
import { rotationDecider } from "./rotationDecider.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [rotationId, ana, ben, cleo, swapId, overrideId] = [id(1), id(2), id(3), id(4), id(5), id(6)];
const now = "2026-03-02T10:00:00Z";
const layer: RotationLayer = {
  ...plainLayer, layerId: rotationId, effectiveFrom: "2026-01-01T00:00:00Z", timeZone: "UTC",
  handOver: { every: "day", weekday: null, at: "08:00" }, people: [ana, ben], startsOn: "2026-03-02",
};
const created: RotationEvent = { type: "RotationCreated", data: { rotationId, name: "Platform", layer } };
const asked = { rotationId, swapId, personId: ana, from: "2026-03-04T08:00:00Z", to: "2026-03-05T08:00:00Z", reason: "dentist" };
const ask = { type: "AskSwap", now, ...asked } as const;
const open: RotationEvent = { type: "SwapAsked", data: asked };
const take = { type: "TakeSwap", now, rotationId, swapId, personId: cleo, overrideId, left: new Map<string, string>() } as const;
const override: RotationEvent = {
  type: "OverrideAdded",
  data: { rotationId, override: { overrideId, personId: cleo, from: asked.from, to: asked.to, reason: "dentist", insteadOf: ana } },
};
const taken: RotationEvent = {
  type: "SwapTaken", data: { rotationId, swapId, personId: cleo, askedBy: ana, overrideId, from: asked.from, to: asked.to },
};
const withdraw = { type: "WithdrawSwap", now, rotationId, swapId, personId: ana } as const;

describe("asking for a stand-in", () => {
  it("is done once, for a shift of one's own that is not over", () => {
    given(rotationDecider, [created]).when(ask).then([open]);
    given(rotationDecider, [created, open]).when(ask).then([]);
    given(rotationDecider, [created, open]).when({ ...ask, reason: "other" }).thenRejected("ALREADY_EXISTS");
    given(rotationDecider, [created]).when({ ...ask, personId: ben }).thenRejected("INVALID_INPUT", { message: "not on call" });
    given(rotationDecider, [created]).when({ ...ask, to: ask.from }).thenRejected("INVALID_INPUT", { path: ["to"] });
    given(rotationDecider, [created])
      .when({ ...ask, from: "2026-03-01T08:00:00Z", to: "2026-03-02T08:00:00Z" })
      .thenRejected("INVALID_INPUT", { path: ["to"] });
    given(rotationDecider, [created]).when({ ...ask, to: "9026-03-05T08:00:00Z" }).thenRejected(
      "INVALID_INPUT", { message: "a year at most" },
    );
  });

  it("is asked for a hundred shifts at once at most; those that are withdrawn do not count", () => {
    const others = Array.from({ length: 100 }, (_, n): RotationEvent => ({ type: "SwapAsked", data: { ...asked, swapId: id(100 + n) } }));
    given(rotationDecider, [created, ...others]).when(ask).thenRejected("INVALID_INPUT", { message: "100 shifts", path: ["rotationId"] });
    const one: RotationEvent = { type: "SwapWithdrawn", data: { rotationId, swapId: id(100) } };
    given(rotationDecider, [created, ...others, one]).when(ask).then([open]);
  });

  it("is taken by nobody once the shift is no longer theirs: they have left, or somebody else has it", () => {
    const gone = new Map([[ana, "2026-03-03T00:00:00Z"]]);
    given(rotationDecider, [created, open]).when({ ...take, left: gone }).thenRejected(
      "TRANSITION_NOT_ALLOWED", { message: "not on call" },
    );
    const others: RotationEvent = { type: "RotationChanged", data: { rotationId, layer: { ...layer, effectiveFrom: now, people: [ben] } } };
    given(rotationDecider, [created, open, others]).when(take).thenRejected("TRANSITION_NOT_ALLOWED", { message: "not on call" });
  });

  it("is asked again once the stand-in is taken away: nobody reads that somebody has it", () => {
    const away: RotationEvent = { type: "OverrideRemoved", data: { rotationId, overrideId, reason: "left", at: now } };
    const { state } = given(rotationDecider, [created, open, override, taken, away]);
    expect(state).toMatchObject({ swaps: [{ state: "open", takenBy: null }] });
    const anothers: RotationEvent = { type: "OverrideRemoved", data: { rotationId, overrideId: id(9), reason: "left", at: now } };
    expect(given(rotationDecider, [created, open, override, taken, anothers]).state, "another's stand-in is nobody's business here")
      .toMatchObject({ swaps: [{ state: "taken", takenBy: cleo }] });
    given(rotationDecider, [created, open, override, taken, away]).when(withdraw).then([{
      type: "SwapWithdrawn", data: { rotationId, swapId },
    }]);
  });

  it("is answered by the first volunteer, who then stands in for who asked", () => {
    given(rotationDecider, [created, open]).when(take).then([override, taken]);
    given(rotationDecider, [created, open, override, taken]).when(take).then([]);
    given(rotationDecider, [created, open, override, taken]).when({ ...take, personId: ben, overrideId: id(7) })
      .thenRejected("TRANSITION_NOT_ALLOWED");
    given(rotationDecider, [created, open]).when({ ...take, personId: ana }).thenRejected("INVALID_INPUT");
    given(rotationDecider, [created]).when(take).thenRejected("NOT_FOUND");
    const { state } = given(rotationDecider, [created, open, override, taken]);
    if (state.status === "absent") throw new Error("it was created");
    expect(state.swaps).toMatchObject([{ state: "taken", takenBy: cleo }]);
    expect(onCallAt({ ...state, left: new Map() }, "2026-03-04T12:00:00Z")).toBe(cleo);
  });

  it("is withdrawn by who asked, until somebody takes it", () => {
    const withdrawn: RotationEvent = { type: "SwapWithdrawn", data: { rotationId, swapId } };
    given(rotationDecider, [created, open]).when(withdraw).then([withdrawn]);
    given(rotationDecider, [created, open, withdrawn]).when(withdraw).then([]);
    given(rotationDecider, [created, open]).when({ ...withdraw, personId: ben }).thenRejected("NOT_ALLOWED");
    given(rotationDecider, [created, open, withdrawn]).when(take).thenRejected("TRANSITION_NOT_ALLOWED");
    given(rotationDecider, [created, open, override, taken]).when(withdraw).thenRejected("TRANSITION_NOT_ALLOWED");
  });
});

describe("taking over now", () => {
  const over = { type: "TakeOver", now, rotationId, personId: cleo, overrideId, left: new Map<string, string>() } as const;
  const until = "2026-03-02T22:00:00.000Z";
  const events: RotationEvent[] = [
    {
      type: "OverrideAdded",
      data: { rotationId, override: { overrideId, personId: cleo, from: now, to: until, reason: "took over now", insteadOf: null } },
    },
    { type: "PagerTakenOver", data: { rotationId, personId: cleo, fromPersonIds: [ana], overrideId, until } },
  ];

  it("gives the pager at once, for half a day at most, and changes nothing where one has it", () => {
    given(rotationDecider, [created]).when(over).then(events);
    given(rotationDecider, [created, ...events]).when(over).then([]);
    given(rotationDecider, [created]).when({ ...over, personId: ana }).then([]);
  });

  it("ends with the shift that runs", () => {
    const late = { ...over, now: "2026-03-03T06:00:00Z" };
    expect(rotationDecider.decide(late, given(rotationDecider, [created]).state).at(-1)).toMatchObject({
      data: { until: "2026-03-03T08:00:00.000Z" },
    });
  });

  it("takes it from nobody where nobody has it", () => {
    expect(
      rotationDecider.decide({ ...over, left: new Map([[ana, "2026-01-01T00:00:00Z"]]) }, given(rotationDecider, [created]).state).at(-1),
    )
      .toMatchObject({ data: { fromPersonIds: [] } });
  });
});
