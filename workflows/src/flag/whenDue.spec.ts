import { ids, type RecordedEvent } from "@ballast/eventlog";
import type { BallastEvent } from "@ballast/schema";
import { describe, expect, it, vi } from "vitest";
import { tell } from "../specification/scriptedWorkflow.ts";
import { duesOf } from "./dues.ts";
import { whenDue } from "./whenDue.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const targetingId = ids.part("t", "x");
const flagId = ids.part("f", "x");
const hour = 3_600_000;
const at = new Date(hour).toISOString();

describe("what is due at a moment", () => {
  const begin = (given: string) =>
    tell(
      whenDue,
      {
        due: { kind: "flag", flagId, at: given }, requestEventId: flagId, correlationId: "c",
        actor: { personId: null, name: "Ana", means: "console" },
      },
      { clock: (ms) => vi.setSystemTime(ms), activities: {} },
    );

  it("waits for it, and is done at once where it has passed", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
    const told = await begin(at);
    await told.until(hour - 1);
    expect(told.calls).toEqual([]);
    await told.until(hour);
    expect(told.story()).toEqual(["3600 carryOutDue"]);
    vi.setSystemTime(2 * hour);
    expect((await begin(at)).story()).toEqual(["0 carryOutDue"]);
    vi.useRealTimers();
  });
});

/** What an event makes due, of whatever an event says besides. */
const due = (event: { readonly type: BallastEvent["type"]; readonly data: object }) => duesOf({ event } as Pick<RecordedEvent, "event">);

describe("moments that events name", () => {
  const override = (customer: string, expiresAt: string | null) => ({
    customer, variant: "on", expiresAt, incidentId: null, reason: "pilot",
  });

  it.each([
    ["a flag's own end", { type: "FlagRegistered", data: { flagId, expiresAt: at } }, [{ kind: "flag", flagId, at }]],
    ["another end", { type: "FlagDescribed", data: { flagId, expiresAt: at } }, [{ kind: "flag", flagId, at }]],
    ["no end", { type: "FlagDescribed", data: { flagId, expiresAt: null } }, []],
    [
      "the end of what a customer gets by name",
      { type: "OverrideSet", data: { targetingId, override: override("acme", at) } },
      [{ kind: "override", targetingId, customer: "acme", at }],
    ],
    [
      "those that a revert brings back",
      { type: "FlagReverted", data: { targetingId, overrides: [override("acme", at), override("globex", null), override("initech", at)] } },
      [
        { kind: "override", targetingId, customer: "acme", at },
        { kind: "override", targetingId, customer: "initech", at },
      ],
    ],
    [
      "a change for later",
      { type: "FlagChangeProposed", data: { targetingId, changeId: flagId, applyAt: at } },
      [{ kind: "change", targetingId, changeId: flagId, at }],
    ],
    ["a change for the moment it is approved", { type: "FlagChangeProposed", data: { targetingId, changeId: flagId, applyAt: null } }, []],
    ["nothing", { type: "KillEngaged", data: { targetingId } }, []],
  ] as const)("%s", (_, event, expected) => expect(due(event)).toEqual(expected));
});
