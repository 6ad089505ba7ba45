import { ids } from "@ballast/eventlog";
import type { TargetingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { flagSettings, nobodyMoves, observedFlagId, ofItself, onFor, tellFlag } from "../specification/flagHistory.ts";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { cleanUpReason, standingOf, type FlagFilter, type FlagListRequest } from "./flagQueries.ts";

const [shop, pay] = [ids.service("shop"), ids.service("pay")];
const [ana, ben] = [ids.person("ana"), ids.person("ben")];
const at = (day: number): string => new Date(Date.UTC(2026, 5, day)).toISOString();
const now = at(60);
const analysis = {
  minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 300, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
  minSlowerPercent: 20,
};

/** Flags of every standing in production, one of them young; two of them in staging as well; two of another system. */
function story() {
  const history = recordedHistory();
  const turn = (targetingId: string, day: number, event: TargetingEvent): void => {
    history.add(["targeting", targetingId], event, { at: at(day) });
  };
  const flag = (key: string, day: number, more: Partial<Parameters<typeof tellFlag>[2]> = {}) =>
    tellFlag(history, key, { serviceIds: [shop], said: { at: at(day) }, ...more });
  flag("z-off", 1, { kind: "operations", ownerId: ben });
  const killed = flag("y-killed", 2, { environments: { production: onFor(100_000), staging: onFor(0) }, description: "aubergine" });
  const ramping = flag("x-ramping", 3, { serviceIds: [pay, shop] });
  flag("w-some", 4, { environments: { production: onFor(5_000) }, kind: "experiment" });
  flag("v-done", 5, { environments: { production: onFor(100_000) } });
  flag("u-everyone", 50, { environments: { staging: onFor(0), production: onFor(100_000) }, serviceIds: [pay] });
  const archived = flag("t-gone", 7, { environments: { production: onFor(100_000) } });
  flag("s-nowhere", 8, { environments: {} });
  turn(killed.inEnvironment("production"), 20, {
    type: "KillEngaged",
    data: { targetingId: killed.inEnvironment("production"), killId: ids.part("k", "1"), reason: null, incidentId: null },
  });
  turn(ramping.inEnvironment("production"), 21, {
    type: "RampPlanned",
    data: {
      targetingId: ramping.inEnvironment("production"), rampId: ids.part("r", "1"), from: 0, reason: null, changeId: null, byPersonId: null,
      plan: { steps: [{ parts: 50_000, bakeMs: 1_000, analysis }] },
    },
  });
  history.add(["flag", archived.flagId], { type: "FlagArchived", data: { flagId: archived.flagId, reason: "done" } }, { at: at(22) });
  for (const [key, environment, day] of [["r-told", "production", 23], ["q-told", null, 24]] as const) {
    const flagId = observedFlagId(shop, key, environment);
    const change = { change: "added", field: null, from: null, to: true, who: null, commit: null, release: null, note: "" };
    history.add(
      ["flag", flagId],
      { type: "FlagChangeImported", data: { flagId, serviceId: shop, key, environment, seq: 1, at: at(day), ...change } },
      { at: at(day) },
    );
  }
  return history;
}

const history = story();
const { flags, targetings, search } = folded(history.events);
const keys = (rows: readonly { readonly key: string }[]): readonly string[] => rows.map(({ key }) => key);
const list = (filter: FlagFilter = {}, more: FlagListRequest = {}) => keys(flags.list({ filter, sort: "KEY_ASC", now, ...more }).nodes);
const everything = ["q-told", "r-told", "s-nowhere", "t-gone", "u-everyone", "v-done", "w-some", "x-ramping", "y-killed", "z-off"];

describe("flags of Ballast's own", () => {
  it("are chosen", () => {
    const chosen: readonly (readonly [FlagFilter, readonly string[]])[] = [
      [{}, everything],
      [{ managed: false }, ["q-told", "r-told"]],
      [{ managed: true, present: false }, ["t-gone"]],
      [{ serviceId: pay }, ["u-everyone", "x-ramping"]],
      [{ serviceId: shop, managed: false }, ["q-told", "r-told"]],
      [{ key: "w-some" }, ["w-some"]],
      [{ kind: "experiment" }, ["w-some"]],
      [{ ownerId: ben }, ["z-off"]],
      [{ text: "aubergine" }, ["y-killed"]],
      [{ text: "operations" }, ["z-off"]],
      [{ environment: "staging" }, ["q-told", "u-everyone", "y-killed"]],
      [{ environment: "production", managed: false }, ["q-told", "r-told"]],
      [{ environment: "nowhere" }, ["q-told"]],
      [{ environment: "production", managed: true, serviceId: pay }, ["u-everyone", "x-ramping"]],
      [{ states: ["killed"] }, ["y-killed"]],
      [{ states: ["off"] }, ["u-everyone", "y-killed", "z-off"]],
      [{ states: ["killed"], environment: "staging" }, []],
      [{ states: ["onForEveryone", "ramping"] }, ["u-everyone", "x-ramping"]],
      [{ states: ["toCleanUp"] }, ["v-done"]],
      [{ environment: "production", present: false }, ["t-gone"]],
      [{ states: [] }, []],
    ];
    for (const [filter, expected] of chosen) expect([filter, list(filter)]).toEqual([filter, expected]);
  });

  it("stand by their need, by key, or the last changed first; those of which nothing is known in environments at the end", () => {
    const needed = ["y-killed", "x-ramping", "w-some", "v-done", "u-everyone", "z-off", "q-told", "r-told", "s-nowhere", "t-gone"];
    expect(list({}, { sort: "NEED_FIRST" })).toEqual(needed);
    expect(list({ environment: "staging" }, { sort: "CHANGED_DESC" })).toEqual(["u-everyone", "q-told", "y-killed"]);
    expect(list({ environment: "staging" }, { sort: "NEED_FIRST" })).toEqual(["u-everyone", "y-killed", "q-told"]);
    const byChange = [
      "u-everyone", "q-told", "r-told", "s-nowhere", "t-gone", "v-done", "w-some", "x-ramping", "y-killed", "z-off",
    ];
    expect(keys(flags.list().nodes)).toEqual(byChange);
    expect(keys(flags.list({ slice: { first: 2 } }).nodes)).toEqual(byChange.slice(0, 2));
    const [first] = flags.list({ sort: "NEED_FIRST", now, slice: { first: 1 } }).edges;
    expect(list({}, { sort: "NEED_FIRST", slice: { first: 2, after: first?.cursor } })).toEqual(needed.slice(1, 3));
  });

  it("of one key are told apart by their ids, in either order", () => {
    const twice = recordedHistory();
    for (const service of ["b", "a", "c"]) {
      const flagId = observedFlagId(ids.service(service), "same", null);
      const change = { change: "added", field: null, from: null, to: true, who: null, commit: null, release: null, note: "" };
      twice.add(
        ["flag", flagId],
        {
          type: "FlagChangeImported",
          data: { flagId, serviceId: ids.service(service), key: "same", environment: null, seq: 1, at: at(1), ...change },
        },
        { at: at(1) },
      );
    }
    const found = folded(twice.events).flags.list({ sort: "NEED_FIRST", now }).nodes.map(({ id }) => id);
    expect(found).toEqual(found.toSorted());
  });

  it("are counted by where each stands, where it needs a look most", () => {
    expect(flags.countByState({ now })).toEqual({ killed: 1, ramping: 1, onForSome: 1, toCleanUp: 1, onForEveryone: 1, off: 1 });
    expect(flags.countByState({ now, filter: { environment: "staging" } })).toEqual({ off: 2 });
    expect(flags.countByState({ now: at(6), filter: { key: "v-done" } })).toEqual({ onForEveryone: 1 });
    expect(flags.countByState({ filter: { key: "v-done" } })).toEqual({ onForEveryone: 1 });
    expect(flags.countByState({ now, asOf: { at: at(19) }, filter: { key: "y-killed" } })).toEqual({ toCleanUp: 1 });
  });

  it("are to be cleaned up where they have outlived their purpose, archived ones no more", () => {
    expect(flags.toCleanUp({ now }).map(({ flag, environment, because }) => [flag.key, environment, because])).toEqual([
      ["v-done", "production", "settled"],
    ]);
    expect(keys(flags.toCleanUp({ now, asOf: { at: at(19) } }).map(({ flag }) => flag))).toEqual(["t-gone", "v-done", "y-killed"]);
    expect(flags.toCleanUp({ now: at(20) })).toEqual([]);
    const own = flags.byKey("v-done");
    const there = own === undefined ? undefined : targetings.of(own.id, "production");
    if (own?.status !== "managed" || there === undefined) throw new Error("v-done stands in production");
    const standing = { now, evaluatedAt: null, countedSince: null, usualDays: null };
    expect([standingOf(own, there, standing), cleanUpReason(own, there, standing)]).toEqual(["toCleanUp", "settled"]);
    expect(cleanUpReason({ ...own, kind: "operations" }, there, standing)).toBeNull();
    expect(cleanUpReason({ ...own, cleanUpAfterDays: 90 }, there, standing)).toBeNull();
    // What is usual in its environment holds where the flag says nothing of its own.
    expect(cleanUpReason(own, there, { ...standing, usualDays: 90 })).toBeNull();
    expect(cleanUpReason({ ...own, cleanUpAfterDays: 7 }, there, { ...standing, usualDays: 90 })).toBe("settled");
  });

  it("are found by key, those in use, those there ever were, and those that concern some services", () => {
    expect(flags.byKey("w-some")?.id).toBe(ids.part("flag", "w-some"));
    expect([flags.byKey("q-told"), flags.byKey("nobody's")]).toEqual([undefined, undefined]);
    expect(flags.byKey("w-some", { at: at(3) })).toBeUndefined();
    const ever = everything.slice(2);
    expect(keys(flags.everManaged())).toEqual(ever);
    expect(keys(flags.everManaged({ at: at(3) }))).toEqual(["x-ramping", "y-killed", "z-off"]);
    expect(keys(flags.managed())).toEqual(ever.filter((key) => key !== "t-gone"));
    expect(keys(flags.managed({ at: at(10) }))).toEqual(ever.filter((key) => key !== "u-everyone"));
    expect(keys(flags.managedFor([pay]))).toEqual(["u-everyone", "x-ramping"]);
    expect(keys(flags.managedFor([pay], { at: at(10) }))).toEqual(["x-ramping"]);
    expect(flags.managedFor([])).toEqual([]);
    expect(keys(flags.ofService(shop))).toEqual(["q-told", "r-told"]);
    expect(flags.ofService(pay)).toEqual([]);
  });

  it("are found by their words, in search too, with when that was", () => {
    const hits = (text: string) =>
      search.find({ text, viewer: "all" }).map(({ kind, title, detail, at: when }) => [kind, title, detail, when]);
    expect(hits("aubergine")).toEqual([["flag", "y-killed", "release", at(2)]]);
    expect(hits("told")).toEqual(expect.arrayContaining([["flag", "q-told", "", at(24)], ["flag", "r-told", "production", at(23)]]));
  });
});

describe("a flag's row", () => {
  it("says since when the flag is known, whatever comes later, and is what the domain says", () => {
    const told = recordedHistory();
    const { flagId } = tellFlag(told, "pay", { said: { at: at(1) } });
    const about = { description: "new words", ownerId: ben, expiresAt: at(90), serviceIds: [shop], metrics: [], metadata: {} };
    told.add(["flag", flagId], { type: "FlagDescribed", data: { flagId, ...about } }, { at: at(2) });
    told.add(["flag", flagId], { type: "FlagCleanUpSet", data: { flagId, afterDays: 3 } }, { at: at(3) });
    const rows = folded(told.events).flags;
    expect(rows.get(flagId)).toMatchObject({
      ...flagSettings("pay", { flagId, ...about }), status: "managed", knownSince: at(1), cleanUpAfterDays: 3, archived: null,
    });
    expect(rows.get(flagId, { at: at(1) })).toMatchObject({ description: "", ownerId: ana, cleanUpAfterDays: null });
  });
});

describe("a flag in its environments", () => {
  const told = recordedHistory();
  const said = { at: at(1) };
  const base = tellFlag(told, "base", { said, environments: { staging: onFor(0), production: onFor(100_000) } });
  const needy = tellFlag(told, "needy", {
    said, environments: { production: onFor(0, { prerequisites: [{ flagId: base.flagId, variants: ["on"] }] }), staging: onFor(0) },
  });
  const segmentId = ids.part("segment", "pilots");
  const conditions = [
    { kind: "attribute" as const, attribute: "plan", operator: "is" as const, values: ["gold"] },
    { kind: "segment" as const, segmentId, within: true },
  ];
  const asking = tellFlag(told, "asking", {
    said,
    environments: {
      production: onFor(0, { rules: [{ ruleId: "pilots", name: "Pilots", conditions, serve: { kind: "variant", variant: "on" } }] }),
    },
  });
  const [live, staged] = [base.inEnvironment("production"), base.inEnvironment("staging")];
  const deployId = ids.deploy("d");
  const change = (targetingId: string, day: number, event: TargetingEvent) => told.add(["targeting", targetingId], event, { at: at(day) });
  const override = { customer: "acme", variant: "on", expiresAt: null, incidentId: null, reason: "pilot" };
  change(staged, 2, { type: "OverrideSet", data: { targetingId: staged, override, ...ofItself } });
  change(live, 3, { type: "RolloutStepped", data: { targetingId: live, from: 100_000, to: 10_000, ...ofItself, deployId } });
  change(staged, 4, {
    type: "FlagChangeProposed",
    data: {
      targetingId: staged, changeId: ids.part("c", "1"), change: { kind: "rollout", parts: 1 }, base: 1, reason: "more",
      cohort: nobodyMoves, byPersonId: ana, applyAt: null, incidentId: null, needsApproval: true,
    },
  });
  change(staged, 5, { type: "OverrideCleared", data: { targetingId: staged, customer: "acme", expired: false, ...ofItself } });
  const { targetings: queries } = folded(told.events);
  const places = (rows: readonly { readonly flagId: string; readonly environment: string }[]) =>
    rows.map(({ flagId, environment }) => `${[base, needy, asking].findIndex((one) => one.flagId === flagId)} ${environment}`);

  it("is found by the flag, the environment, or both; by what it needs and asks for", () => {
    expect(places(queries.ofFlag(base.flagId))).toEqual(["0 production", "0 staging"]);
    expect(places(queries.inEnvironment("staging")).toSorted()).toEqual(["0 staging", "1 staging"]);
    expect(queries.of(base.flagId, "staging")?.id).toBe(staged);
    expect(queries.of(base.flagId, "nowhere")).toBeUndefined();
    expect(queries.all().map(({ environment }) => environment)).toEqual(["production", "production", "production", "staging", "staging"]);
    expect(places(queries.needing(base.flagId))).toEqual(["1 production"]);
    expect(queries.needing(needy.flagId)).toEqual([]);
    expect(places(queries.asking(segmentId))).toEqual(["2 production"]);
    expect(queries.asking(ids.part("segment", "others"))).toEqual([]);
    expect(queries.asking(segmentId, { at: at(0) })).toEqual([]);
  });

  it("is pending while somebody is asked, and names a customer while it does", () => {
    expect(places(queries.pending())).toEqual(["0 staging"]);
    expect(queries.pending({ at: at(3) })).toEqual([]);
    expect(queries.naming("acme")).toEqual([]);
    expect(places(queries.naming("acme", { at: at(4) }))).toEqual(["0 staging"]);
    expect(queries.naming("globex", { at: at(4) })).toEqual([]);
  });

  it("tells its steps with what it gave before and after each, of a moment those until then", () => {
    const types = (asOf?: Parameters<typeof queries.steps>[1]) => queries.steps(staged, asOf).map(({ recorded }) => recorded.event.type);
    expect(types()).toEqual(["TargetingOpened", "OverrideSet", "FlagChangeProposed", "OverrideCleared"]);
    expect(types({ at: at(2) })).toEqual(["TargetingOpened", "OverrideSet"]);
    const second = told.events.find(({ event }) => event.type === "OverrideSet")?.position ?? "";
    expect(types({ position: second })).toEqual(["TargetingOpened", "OverrideSet"]);
    expect(types({ position: String(Number(second) - 1) })).toEqual(["TargetingOpened"]);
    const [opened, named] = queries.steps(staged);
    expect([opened?.before, opened?.after.overrides, named?.before?.overrides, named?.after.overrides]).toEqual([null, [], [], [override]]);
    expect(queries.steps(ids.part("t", "nobody's"))).toEqual([]);
  });

  it("goes back with the deploy that it was changed for, until somebody changes it otherwise", () => {
    expect(queries.goingBackWith(deployId).map(({ now: row, back }) => [row.id, back.revision, back.rules.rollout?.parts])).toEqual([
      [live, 0, 100_000],
    ]);
    expect(queries.goingBackWith(ids.deploy("another"))).toEqual([]);
    expect(queries.goingBackWith(deployId, { at: at(2) })).toEqual([]);
    expect(queries.goingBackWith(deployId, { at: at(0) })).toEqual([]);
    change(live, 9, { type: "RolloutStepped", data: { targetingId: live, from: 10_000, to: 20_000, ...ofItself } });
    expect(folded(told.events).targetings.goingBackWith(deployId)).toEqual([]);
  });
});
