import type { DataOf, HeartbeatEvent, PulseEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { dueAt, heartbeatDecider, intervalMs, isSilent, pulseDecider, slackMs, standingOf, watchedHeartbeat } from "./index.ts";

const heartbeatId = "00000000-0000-4000-8000-000000000001";
const at = (clock: string): string => `2026-03-01T${clock}.000Z`;
const content = {
  heartbeatId, integrationId: "00000000-0000-4000-8000-000000000002", name: "Nightly backup", description: "", interval: 10,
  unit: "minutes", serviceId: null, ownerId: null, message: "", tags: [], priority: "P2", enabled: true,
} satisfies Omit<DataOf<"HeartbeatWritten">, "at">;
const written: HeartbeatEvent = { type: "HeartbeatWritten", data: { ...content, at: at("10:00:00") } };
const write = { type: "WriteHeartbeat", now: at("11:00:00"), ...content } as const;
const turn = (enabled: boolean, now: string) => ({ type: "TurnHeartbeat", now, heartbeatId, enabled, reason: "" }) as const;
const turned = (enabled: boolean, clock: string): HeartbeatEvent =>
  ({ type: "HeartbeatTurned", data: { heartbeatId, enabled, at: at(clock), reason: "" } });
const removed: HeartbeatEvent = { type: "HeartbeatRemoved", data: { heartbeatId, reason: "gone" } };

describe("a heartbeat", () => {
  it("is written and written anew, and its clock does not start anew by that; the same again is nothing", () => {
    given(heartbeatDecider, []).when({ ...write, now: at("10:00:00") }).then([written]);
    given(heartbeatDecider, [written]).when(write).then([]);
    const longer: HeartbeatEvent = { type: "HeartbeatWritten", data: { ...content, interval: 20, at: at("11:00:00") } };
    given(heartbeatDecider, [written]).when({ ...write, interval: 20 }).then([longer]);
    expect(given(heartbeatDecider, [written, longer]).state).toMatchObject({ interval: 20, enabledAt: at("10:00:00") });
  });
  it("keeps its name, and waits for nobody longer than 90 days", () => {
    given(heartbeatDecider, [written]).when({ ...write, name: "Another" }).thenRejected("INVALID_INPUT");
    given(heartbeatDecider, [written]).when({ ...write, name: "nightly BACKUP" })
      .then([{ type: "HeartbeatWritten", data: { ...content, name: "nightly BACKUP", at: at("11:00:00") } }]);
    given(heartbeatDecider, []).when({ ...write, name: "İ".repeat(146) }).thenRejected("INVALID_INPUT"); // two letters each in lower case
    given(heartbeatDecider, []).when({ ...write, interval: 91, unit: "days" }).thenRejected("INVALID_INPUT");
    expect([intervalMs({ interval: 90, unit: "days" }), intervalMs({ interval: 2, unit: "hours" })]).toEqual([7_776_000_000, 7_200_000]);
  });
  it("is turned off and on, removed once, and written again afterwards with a clock of its own", () => {
    given(heartbeatDecider, [written]).when(turn(false, at("12:00:00"))).then([turned(false, "12:00:00")]);
    given(heartbeatDecider, [written]).when(turn(true, at("12:00:00"))).then([]);
    expect(given(heartbeatDecider, [written, turned(false, "12:00:00"), turned(true, "13:00:00")]).state)
      .toMatchObject({ enabledAt: at("13:00:00") });
    const remove = { type: "RemoveHeartbeat", now: at("12:00:00"), heartbeatId, reason: "gone" } as const;
    given(heartbeatDecider, [written]).when(remove).then([removed]);
    given(heartbeatDecider, [written, removed]).when(remove).then([]);
    given(heartbeatDecider, []).when(remove).thenRejected("NOT_FOUND");
    given(heartbeatDecider, [written, removed]).when(turn(true, at("12:00:00"))).thenRejected("NOT_FOUND");
    const again: HeartbeatEvent = { type: "HeartbeatWritten", data: { ...content, at: at("11:00:00") } };
    given(heartbeatDecider, [written, removed]).when(write).then([again]);
    const { state } = given(heartbeatDecider, [written, removed, again]);
    expect(watchedHeartbeat(state, "it").enabledAt).toBe(at("11:00:00"));
  });
});

const pinged = (clock: string): PulseEvent => ({ type: "HeartbeatPinged", data: { heartbeatId, at: at(clock) } });
const silent = (heard: string, due: string): PulseEvent =>
  ({ type: "HeartbeatFellSilent", data: { heartbeatId, heardAt: at(heard), dueAt: at(due) } });
const find = (heard: string, due: string) => ({ type: "FindSilent", heartbeatId, heardAt: at(heard), dueAt: at(due) }) as const;

describe("a pulse", () => {
  it("is found silent once, by who knows of the last ping, and only after a first one", () => {
    given(pulseDecider, []).when(find("10:00:00", "10:10:30")).then([]);
    given(pulseDecider, [pinged("10:00:00")]).when(find("10:00:00", "10:10:30")).then([silent("10:00:00", "10:10:30")]);
    given(pulseDecider, [pinged("10:00:00"), pinged("10:05:00")]).when(find("10:00:00", "10:10:30")).then([]);
    given(pulseDecider, [pinged("10:00:00"), silent("10:00:00", "10:10:30")]).when(find("10:00:00", "10:10:30")).then([]);
    given(pulseDecider, [pinged("10:00:00"), silent("10:00:00", "10:10:30")])
      .when({ type: "Ping", heartbeatId, at: at("10:20:00") }).then([pinged("10:20:00")]);
    expect(given(pulseDecider, [pinged("10:00:00"), silent("10:00:00", "10:10:30"), pinged("10:20:00")]).state).toMatchObject({
      heardAt: at("10:20:00"), silentSince: null,
    });
  });
  it("goes by its latest ping, in whatever order servers write them", () => {
    expect(given(pulseDecider, [pinged("10:05:00"), pinged("10:04:59")]).state).toEqual({
      status: "known", heardAt: at("10:05:00"), silentSince: null,
    });
  });
  it("is due an interval and a little after it was heard, or turned on later; never before it was heard at all", () => {
    const heartbeat = { interval: 10, unit: "minutes", enabledAt: at("09:00:00"), removed: null } as const;
    const { state } = given(pulseDecider, [pinged("10:00:00")]);
    expect(slackMs(heartbeat)).toBe(30_000);
    expect(slackMs({ interval: 1, unit: "minutes" })).toBe(6_000);
    expect(dueAt(heartbeat, state)).toEqual({ heardAt: at("10:00:00"), dueAt: at("10:10:30") });
    expect(dueAt({ ...heartbeat, enabledAt: at("10:07:00") }, state)).toEqual({ heardAt: at("10:07:00"), dueAt: at("10:17:30") });
    expect([dueAt({ ...heartbeat, enabledAt: null }, state), dueAt(heartbeat, { status: "absent" })]).toEqual([null, null]);
  });
  it("that was silent before it was turned off and on is not silent because of that", () => {
    const { state } = given(pulseDecider, [pinged("10:00:00"), silent("10:00:00", "10:10:30")]);
    const standing = (enabledAt: string | null, removedFor: string | null = null, pulse = state) =>
      standingOf({ enabledAt, removed: removedFor }, pulse);
    expect([isSilent({ enabledAt: at("09:00:00") }, state), isSilent({ enabledAt: at("11:00:00") }, state)]).toEqual([true, false]);
    expect([
      standing(at("09:00:00")), standing(at("11:00:00")), standing(null), standing(at("09:00:00"), "gone"),
      standing(at("09:00:00"), null, { status: "absent" }),
    ]).toEqual(["silent", "heard", "off", "removed", "waiting"]);
    given(pulseDecider, [pinged("10:00:00"), silent("10:00:00", "10:10:30")])
      .when(find("11:00:00", "11:10:30")).then([silent("11:00:00", "11:10:30")]);
  });
});
