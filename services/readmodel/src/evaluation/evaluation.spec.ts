import { evaluationDecider } from "@ballast/domain/evaluation";
import { idOf } from "@ballast/eventlog";
import type { EvaluationCount } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { onFor, tellFlag } from "../specification/flagHistory.ts";
import { folded } from "../specification/folded.ts";
import { recordedHistory, type RecordedHistory } from "../specification/recordedHistory.ts";

const uuid = (number: number): string => `35000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const [pay, old] = [uuid(1), uuid(2)];
const at = (day: number, hour = 0): string => new Date(Date.UTC(2026, 8, day, hour)).toISOString();

const on = (flagId: string, count: number, more: Partial<EvaluationCount> = {}): EvaluationCount =>
  ({ flagId, variant: "on", source: "served", count, ...more });

function counted(history: RecordedHistory, hour: string, counts: EvaluationCount[], environment = "production"): void {
  const evaluationId = idOf(evaluationDecider, environment, hour);
  const data = { evaluationId, environment, hour, counts };
  history.add(["evaluation", evaluationId], { type: "FlagEvaluationsCounted", data }, { at: hour });
}

describe("evaluations", () => {
  const history = recordedHistory();
  counted(history, at(1, 8), [on(pay, 5), on(pay, 2, { variant: null, source: "telemetry" }), on(old, 1)]);
  counted(history, at(1, 8), [on(pay, 1)]);
  counted(history, at(3, 9), [on(pay, 7)]);
  counted(history, at(3, 11), [on(pay, 7)]);
  counted(history, at(2, 9), [on(pay, 7)]);
  counted(history, at(4, 9), [on(old, 7)], "staging");
  const { evaluations } = folded(history.events);

  it("are a flag's by hour, variant and source, or all flags' by hour", () => {
    expect(evaluations.ofFlag(pay, "production", at(1))[0]).toEqual({ hour: at(1, 8), variant: "on", source: "served", count: 6 });
    expect(evaluations.ofFlag(pay, "production", at(3, 10))).toHaveLength(1);
    expect(evaluations.ofFlag(pay, "production", at(1)).map(({ hour }) => hour)).toEqual(
      [at(1, 8), at(1, 8), at(2, 9), at(3, 9), at(3, 11)],
    );
    expect([...(evaluations.byFlag("production", at(1)).get(pay) ?? [])]).toEqual(
      [[at(1, 8), 8], [at(2, 9), 7], [at(3, 9), 7], [at(3, 11), 7]],
    );
  });

  it("say when a flag was asked for last, to the day, and since when anybody counts", () => {
    expect(evaluations.useOf(pay, "production")).toEqual({ evaluatedAt: at(3, 9), countedSince: at(1, 8) });
    expect(evaluations.useOf(old, "production").evaluatedAt).toBe(at(1, 8));
    expect(evaluations.useOf(pay, "staging")).toEqual({ evaluatedAt: null, countedSince: at(4, 9) });
    expect(evaluations.useOf(pay, "nowhere")).toEqual({ evaluatedAt: null, countedSince: null });
    expect(evaluations.usesIn(["production"])(pay, "production")).toEqual(evaluations.useOf(pay, "production"));
    expect(evaluations.useOf(pay, "production", { at: at(2, 23) }).evaluatedAt).toBe(at(2, 9));
    expect(evaluations.usesIn(["production"], { at: at(2, 23) })(pay, "production")).toEqual({
      evaluatedAt: at(2, 9), countedSince: at(1, 8),
    });
    expect(evaluations.usesIn(["production"])(pay, "staging")).toEqual({ evaluatedAt: null, countedSince: null });
  });
});

describe("flags to clean up", () => {
  const history = recordedHistory();
  const register = (flagId: string, key: string, kind: "release" | "operations") =>
    tellFlag(history, key, { flagId, kind, environments: { production: onFor(5_000) }, said: { at: at(1) } });
  const flagId = uuid(3);
  register(flagId, "one", "release");
  register(uuid(4), "two", "operations");
  counted(history, at(2), [on(flagId, 1)]);
  const { flags } = folded(history.events);
  const found = (now: string) => flags.toCleanUp({ now }).map(({ flag, because, silentSince }) => [flag.key, because, silentSince]);

  it("are temporary ones, thirty days old, that nobody has asked for in a week", () => {
    expect(found(at(30))).toEqual([]);
    expect(found(at(31))).toEqual([["one", "unused", at(2)]]);
    expect(flags.countByState({ now: at(31) })).toEqual({ toCleanUp: 1, onForSome: 1 });
  });

  it("are not those that were asked for since, nor those where nothing is counted", () => {
    counted(history, at(26), [on(flagId, 1)]);
    const since = folded(history.events).flags;
    expect(since.toCleanUp({ now: at(31) })).toEqual([]);
    expect(since.toCleanUp({ now: at(33) }).map(({ because }) => because)).toEqual(["unused"]);
    const silent = folded(history.events.filter(({ category }) => category !== "evaluation")).flags;
    expect(silent.toCleanUp({ now: at(60) })).toEqual([]);
  });
});
