import type { DataOf, MaintenanceEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { countsFrom, maintenanceDecider, overAt } from "./index.ts";

const maintenanceId = "00000000-0000-4000-8000-000000000001";
const at = (clock: string): string => `2026-03-01T${clock}:00.000Z`;
const planned: DataOf<"MaintenancePlanned"> = {
  maintenanceId, title: "New disks", serviceIds: ["00000000-0000-4000-8000-000000000002"], from: at("10:00"), until: at("12:00"),
};
const was: MaintenanceEvent = { type: "MaintenancePlanned", data: planned };
const plan = { type: "PlanMaintenance", now: at("09:00"), ...planned } as const;
const end = (clock: string) => ({ type: "EndMaintenance", now: at(clock), maintenanceId, at: at(clock), reason: "done" }) as const;

describe("a maintenance", () => {
  it("is planned, planned anew while it is not over, and the same again is nothing", () => {
    given(maintenanceDecider, []).when(plan).then([was]);
    given(maintenanceDecider, [was]).when(plan).then([]);
    const longer = { ...planned, until: at("13:00") };
    given(maintenanceDecider, [was]).when({ ...plan, now: at("11:59"), ...longer }).then([{ type: "MaintenancePlanned", data: longer }]);
    given(maintenanceDecider, [was]).when({ ...plan, now: at("12:00"), ...longer }).thenRejected("INVALID_INPUT");
  });
  it("ends after it begins, ahead of now, and within fourteen days", () => {
    for (
      const [from, until] of [[at("12:00"), at("12:00")], [at("06:00"), at("08:59")], [at("10:00"), "2026-03-15T10:00:01.000Z"]] as const
    )
      given(maintenanceDecider, []).when({ ...plan, from, until }).thenRejected("INVALID_INPUT");
  });
  it("that readers were told of is planned anew by whoever may tell them; the same again is nothing for anybody", () => {
    const told: MaintenanceEvent = { type: "MaintenanceAnnounced", data: { maintenanceId, title: "Work", text: "", at: at("09:00") } };
    const silent: MaintenanceEvent = { type: "MaintenanceUnannounced", data: { maintenanceId, reason: "" } };
    const longer = { ...plan, until: at("13:00") };
    given(maintenanceDecider, [was, told]).when({ ...longer, tellsReaders: false }).thenRejected("NOT_ALLOWED");
    given(maintenanceDecider, [was, told]).when({ ...plan, tellsReaders: false }).then([]);
    const anew: MaintenanceEvent = { type: "MaintenancePlanned", data: { ...planned, until: at("13:00") } };
    given(maintenanceDecider, [was, told]).when({ ...longer, tellsReaders: true }).then([anew]);
    for (const untold of [[was], [was, told, silent]])
      given(maintenanceDecider, untold).when({ ...longer, tellsReaders: false }).then([anew]);
  });
  it("is ended once, before its time; then it is over", () => {
    const ended: MaintenanceEvent = { type: "MaintenanceEnded", data: { maintenanceId, at: at("11:00"), reason: "done" } };
    given(maintenanceDecider, [was]).when(end("11:00")).then([ended]);
    given(maintenanceDecider, [was, ended]).when(end("11:30")).then([]);
    given(maintenanceDecider, [was]).when(end("12:30")).then([]);
    given(maintenanceDecider, []).when(end("11:00")).thenRejected("NOT_FOUND");
    given(maintenanceDecider, [was, ended]).when({ ...plan, now: at("11:10") }).thenRejected("INVALID_INPUT");
    const { state } = given(maintenanceDecider, [was, ended]);
    expect(state.status === "planned" && overAt(state)).toBe(at("11:00"));
  });
  it("is announced to readers, also anew, keeps that when it is planned anew, and is not announced once it is over", () => {
    const say = (title: string, clock: string) =>
      ({ type: "AnnounceMaintenance", now: at(clock), maintenanceId, title, text: "Orders may wait." }) as const;
    const said = (title: string, clock: string): MaintenanceEvent =>
      ({ type: "MaintenanceAnnounced", data: { maintenanceId, title, text: "Orders may wait.", at: at(clock) } });
    given(maintenanceDecider, [was]).when(say("Work on orders", "09:00")).then([said("Work on orders", "09:00")]);
    given(maintenanceDecider, [was, said("Work on orders", "09:00")]).when(say("Work on orders", "09:30")).then([]);
    given(maintenanceDecider, [was]).when(say("Work on orders", "12:00")).thenRejected("INVALID_INPUT");
    given(maintenanceDecider, [was, said("Work", "09:00")]).when(say("Work on orders", "12:30")).then([said("Work on orders", "12:30")]);
    given(maintenanceDecider, []).when(say("Work on orders", "09:00")).thenRejected("NOT_FOUND");
    const moved: MaintenanceEvent = { type: "MaintenancePlanned", data: { ...planned, until: at("13:00") } };
    expect(given(maintenanceDecider, [was, said("Work", "09:00"), said("Work on orders", "09:30"), moved]).state).toMatchObject({
      until: at("13:00"), announced: { title: "Work on orders", at: at("09:30"), firstAt: at("09:00") },
    });
    const back: MaintenanceEvent = { type: "MaintenanceUnannounced", data: { maintenanceId, reason: "" } };
    const take = { type: "UnannounceMaintenance", now: at("09:40"), maintenanceId, reason: "" } as const;
    given(maintenanceDecider, [was, said("Work", "09:00")]).when(take).then([back]);
    given(maintenanceDecider, [was]).when(take).then([]);
    given(maintenanceDecider, []).when(take).thenRejected("NOT_FOUND");
    expect(given(maintenanceDecider, [was, said("Work", "09:00"), back]).state).toMatchObject({ announced: null });
  });
  it("that readers were told of does not begin earlier once that is past: what was an outage stays one", () => {
    const announced: MaintenanceEvent = { type: "MaintenanceAnnounced", data: { maintenanceId, title: "Work", text: "", at: at("09:00") } };
    const moved = (from: string) => ({ ...plan, now: at("10:30"), from: at(from) });
    given(maintenanceDecider, [was, announced]).when(moved("09:59")).thenRejected("INVALID_INPUT");
    given(maintenanceDecider, [was, announced]).when({ ...plan, now: at("09:30"), from: at("09:24") }).thenRejected("INVALID_INPUT");
    const sooner: MaintenanceEvent = { type: "MaintenancePlanned", data: { ...planned, from: at("09:30") } };
    given(maintenanceDecider, [was, announced]).when({ ...plan, now: at("09:35"), from: at("09:30") }).then([sooner]);
    const later: MaintenanceEvent = { type: "MaintenancePlanned", data: { ...planned, from: at("11:00") } };
    given(maintenanceDecider, [was, announced]).when(moved("11:00")).then([later]);
    const silently: MaintenanceEvent = { type: "MaintenancePlanned", data: { ...planned, from: at("09:59") } };
    given(maintenanceDecider, [was]).when(moved("09:59")).then([silently]);
  });
  it("is planned work to readers from when they were told of it", () => {
    const told = (firstAt: string) => countsFrom({ from: at("10:00"), announced: { title: "Work", text: "", at: at("11:30"), firstAt } });
    expect([told(at("08:00")), told(at("11:00")), countsFrom({ from: at("10:00"), announced: null })])
      .toEqual([at("10:00"), at("11:00"), at("10:00")]);
  });
});
