import type { AlertEvent, AlertRuling, DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { alertDecider, burnUntold } from "./alertDecider.ts";

const alertId = "00000000-0000-4000-8000-000000000001";
const at = (clock: string): string => `2026-03-01T${clock}Z`;
const about = {
  alertId, integrationId: "00000000-0000-4000-8000-000000000002", fingerprint: "f1", name: "HighErrorRate", severity: "critical",
  serviceId: null,
};
const alert: Omit<DataOf<"AlertFired">, "ordinal"> = {
  ...about, groupKey: "{}:{}", summary: "5 % errors", startsAt: at("09:59:30"), labels: { service: "checkout" }, annotations: {},
  generatorUrl: null,
};
const fired = (ordinal = 1, startsAt = alert.startsAt): AlertEvent => ({ type: "AlertFired", data: { ...alert, startsAt, ordinal } });
const cleared = (ordinal = 1, endsAt = at("10:20:00"), receivedAt = at("10:21:00")): AlertEvent => ({
  type: "AlertCleared", data: { alertId, ordinal, endsAt, receivedAt },
});
const unseen = (startsAt: string, endsAt: string, receivedAt: string): AlertEvent => ({
  type: "AlertClearedUnseen", data: { ...about, startsAt, endsAt, receivedAt },
});
const fire = (startsAt: string, now: string) => ({ type: "FireAlert", ...alert, startsAt, now }) as const;
const clear = (startsAt: string, endsAt: string, now: string) => ({ type: "ClearAlert", ...about, startsAt, endsAt, now }) as const;

const ruling = (severity: number | null, matter: "group" | "severity" = "group"): AlertRuling => ({
  at: at("10:00:00"), outcome: severity === null ? "recorded" : "declares", severity, serviceId: null, namedServiceId: null, group: null,
  threshold: null, incident: "declare", held: null, because: [{ ruleId: about.integrationId, number: 1, matter }],
});
const ruled = (of: AlertRuling): AlertEvent => ({ type: "AlertRuled", data: { alertId, ordinal: 1, ...of } });

describe("what rules say of an episode", () => {
  const again = (of: AlertRuling | null) => ({ ...fire(alert.startsAt, at("10:02:00")), ruling: of });
  it("is asked once, and once more when it gets a severity that calls people, unless it was rules that took it away", () => {
    given(alertDecider, []).when(again(ruling(null))).then([fired(), ruled(ruling(null))]);
    given(alertDecider, [fired(), ruled(ruling(null))]).when(again(ruling(1))).then([ruled(ruling(1))]);
    given(alertDecider, [fired(), ruled(ruling(null))]).when(again(ruling(null))).then([]);
    given(alertDecider, [fired(), ruled(ruling(null))]).when(again(null)).then([]);
    given(alertDecider, [fired(), ruled(ruling(null)), ruled(ruling(1))]).when(again(ruling(1))).then([]);
    given(alertDecider, [fired(), ruled(ruling(null, "severity"))]).when(again(ruling(1))).then([]);
    given(alertDecider, [fired(), ruled({ ...ruling(3), outcome: "recorded", incident: "never" })]).when(again(ruling(1))).then([]);
    given(alertDecider, [fired()]).when(again(ruling(1))).then([]);
  });
});

describe("an episode of an alert", () => {
  it("lasts from the first firing to the resolve, however its start moves meanwhile", () => {
    given(alertDecider, []).when(fire(alert.startsAt, at("10:00:00"))).then([fired()]);
    for (const moved of [at("09:59:30"), at("09:59:15"), at("10:15:00")])
      given(alertDecider, [fired()]).when(fire(moved, at("10:16:00"))).then([]);
    given(alertDecider, [fired()]).when(clear(at("10:15:00"), at("10:20:00"), at("10:21:00"))).then([cleared()]);
  });
  it("ends once, and not by a resolve from before it began", () => {
    given(alertDecider, [fired(), cleared()]).when(clear(at("09:59:15"), at("10:20:05"), at("10:22:00"))).then([]);
    given(alertDecider, [fired(), cleared(), fired(2, at("10:30:00"))])
      .when(clear(alert.startsAt, at("10:20:00"), at("10:31:00")))
      .then([]);
  });
  it("is not begun by a late repetition: one that began before the end and comes within five minutes of the resolve", () => {
    given(alertDecider, [fired(), cleared()]).when(fire(at("09:59:15"), at("10:26:00"))).then([]);
    given(alertDecider, [fired(), cleared()]).when(fire(at("10:20:00"), at("10:21:01"))).then([]);
  });
  it("is begun by whatever begins after the end, or comes later", () => {
    given(alertDecider, [fired(), cleared()]).when(fire(at("10:20:01"), at("10:21:01"))).then([fired(2, at("10:20:01"))]);
    given(alertDecider, [fired(), cleared()]).when(fire(alert.startsAt, at("10:26:01"))).then([fired(2)]);
  });
  it("goes on after those of a log in which an alert was one firing", () => {
    given(alertDecider, [fired(0), cleared(0)]).when(fire(at("10:30:00"), at("10:30:10"))).then([fired(1, at("10:30:00"))]);
  });
});

describe("a resolve of what was never seen firing", () => {
  it("is recorded as that, once", () => {
    const lost = unseen(at("09:00:00"), at("10:20:00"), at("10:21:00"));
    given(alertDecider, []).when(clear(at("09:00:00"), at("10:20:00"), at("10:21:00"))).then([lost]);
    given(alertDecider, [lost]).when(clear(at("09:00:00"), at("10:20:00"), at("10:22:00"))).then([]);
    given(alertDecider, [lost]).when(fire(at("09:00:00"), at("10:22:00"))).then([]);
    given(alertDecider, [lost]).when(fire(at("10:22:00"), at("10:22:30"))).then([fired(1, at("10:22:00"))]);
  });
  it("is one too where it began after the last episode's end", () => {
    given(alertDecider, [fired(), cleared()])
      .when(clear(at("10:40:00"), at("10:45:00"), at("10:46:00")))
      .then([unseen(at("10:40:00"), at("10:45:00"), at("10:46:00"))]);
    given(alertDecider, [fired(), cleared(), unseen(at("10:40:00"), at("10:45:00"), at("10:46:00"))])
      .when(fire(at("11:00:00"), at("11:00:10")))
      .then([fired(2, at("11:00:00"))]);
  });
});

describe("an alert's history", () => {
  it("is folded whatever the log holds", () => {
    expect(
      given(alertDecider, [cleared(), fired(), { ...fired(), type: "AlertFired", data: { ...alert, ordinal: 1, name: "Other" } }]).state,
    ).toEqual({ status: "firing", episode: { ...alert, ordinal: 1 }, acknowledgedAt: null, ruling: null, burn: null });
    expect(given(alertDecider, [fired(), unseen(at("09:00:00"), at("09:10:00"), at("10:00:00"))]).state.status).toBe("firing");
  });
});

describe("an alert that somebody has seen elsewhere", () => {
  const acknowledge = { type: "AcknowledgeAlert", alertId, now: at("10:05:00"), by: "Ana" } as const;
  const acknowledged = (ordinal: number): AlertEvent => ({
    type: "AlertAcknowledged", data: { alertId, ordinal, at: at("10:05:00"), by: "Ana" },
  });
  it("is acknowledged once an episode, while it fires", () => {
    given(alertDecider, []).when(acknowledge).then([]);
    given(alertDecider, [fired()]).when(acknowledge).then([acknowledged(1)]);
    given(alertDecider, [fired(), acknowledged(1)]).when(acknowledge).then([]);
    given(alertDecider, [fired(), cleared()]).when(acknowledge).then([]);
    given(alertDecider, [fired(), acknowledged(1), cleared(), fired(2, at("10:30:00"))]).when(acknowledge).then([acknowledged(2)]);
  });
});

describe("an alert of Ballast's own, of a budget that burns", () => {
  const objectiveId = "00000000-0000-4000-8000-000000000003";
  const burns = { ...fire(alert.startsAt, at("10:00:00")), objectiveId };
  const holds = { ...clear(alert.startsAt, at("10:20:00"), at("10:21:00")), objectiveId };
  const burnt = (ordinal = 1): AlertEvent => ({ type: "BurnAlertFired", data: { alertId, ordinal, objectiveId } });
  const over = (ordinal = 1): AlertEvent => ({ type: "BurnAlertCleared", data: { alertId, ordinal, objectiveId } });

  it("is told once an episode, and so is its end", () => {
    given(alertDecider, []).when(burns).then([fired(), burnt()]);
    given(alertDecider, [fired(), burnt()]).when(burns).then([]);
    given(alertDecider, [fired(), burnt()]).when(holds).then([cleared(), over()]);
    given(alertDecider, [fired(), burnt(), cleared(), over()]).when(holds).then([]);
    const later = at("10:30:00");
    given(alertDecider, [fired(), burnt(), cleared(), over()])
      .when({ ...fire(later, later), objectiveId }).then([fired(2, later), burnt(2)]);
    given(alertDecider, []).when(holds).then([]);
  });

  it("is told of what fired, or has cleared, without anybody being told", () => {
    given(alertDecider, [fired()]).when(burns).then([burnt()]);
    given(alertDecider, [fired()]).when(holds).then([burnt(), cleared(), over()]);
    given(alertDecider, [fired(), cleared()]).when(holds).then([burnt(), over()]);
    given(alertDecider, [fired(), burnt(), cleared()]).when(holds).then([over()]);
    given(alertDecider, [fired(), burnt(), cleared(), over(), fired(2)]).when(burns).then([burnt(2)]);
    given(alertDecider, [fired(), burnt(), cleared(), fired(2)]).when(burns).then([over(), burnt(2)]);
    given(alertDecider, [fired(), burnt(), cleared(), fired(2)]).when(holds).then([over(), burnt(2), cleared(2), over(2)]);
  });

  it.each<[string, readonly AlertEvent[], boolean]>([
    ["nothing", [], false],
    ["only a resolve", [unseen(alert.startsAt, at("10:00:00"), at("10:00:00"))], false],
    ["fires", [fired()], true],
    ["fires, told", [fired(), burnt()], false],
    ["cleared", [fired(), cleared()], true],
    ["cleared, its firing told", [fired(), burnt(), cleared()], true],
    ["cleared, told", [fired(), burnt(), cleared(), over()], false],
    ["fires again", [fired(), burnt(), cleared(), over(), fired(2)], true],
  ])("says whether somebody is still to be told: %s", (_, events, untold) => {
    expect(burnUntold(events.reduce(alertDecider.evolve, alertDecider.initialState))).toBe(untold);
  });
});
