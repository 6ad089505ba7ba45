import { targetingDecider } from "@ballast/domain/targeting";
import { ids, idOf } from "@ballast/eventlog";
import type { FlagEvent, Override, TargetingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { nobodyMoves, ofItself, tellFlag } from "../specification/flagHistory.ts";
import { folded } from "../specification/folded.ts";
import { Shop } from "../specification/shopHistory.ts";
import type { ChangesRequest } from "./changeQueries.ts";
import { changeTable } from "./changeTable.ts";

const [flagId, other] = [ids.part("flag", "pay"), ids.service("other")];
const targetingId = idOf(targetingDecider, flagId, "production");

/** A deploy at noon, a flag of the shop turned after it, and what may concern it. */
class Story {
  readonly shop = new Shop();

  constructor() {
    for (const [version, minute] of [
      ["1.0", -300],
      ["2.0", -290],
    ] as const)
      this.shop.release(version, minute);
    this.shop.succeed(this.shop.begin("1.0", -280), "1.0", -270);
    this.shop.begin("2.0", 0);
    tellFlag(this.shop.history, "pay", { flagId, serviceIds: [this.shop.serviceId], said: { at: this.shop.at(10) } });
  }

  flag(event: FlagEvent, minute: number): void {
    this.shop.history.add(["flag", event.data.flagId], event, { at: this.shop.at(minute) });
  }

  turn(event: TargetingEvent, minute: number): void {
    this.shop.history.add(["targeting", targetingId], event, { at: this.shop.at(minute) });
  }

  step(to: number, minute: number): void {
    this.turn({ type: "RolloutStepped", data: { targetingId, from: 0, to, ...ofItself } }, minute);
  }

  name(override: Override, minute: number): void {
    this.turn({ type: "OverrideSet", data: { targetingId, override, ...ofItself } }, minute);
  }

  request(minute: number, applyAt: string | null, number = 1): void {
    const changeId = ids.part("c", String(number));
    this.turn(
      {
        type: "FlagChangeProposed",
        data: {
          targetingId,
          changeId,
          change: { kind: "rollout", parts: 50_000 },
          base: 0,
          reason: "more",
          cohort: nobodyMoves,
          byPersonId: ids.person("ana"),
          applyAt,
          incidentId: null,
          needsApproval: false,
        },
      },
      minute,
    );
  }

  /** What changed from noon to two o'clock. */
  found(more: Partial<ChangesRequest> = {}) {
    const { shop } = this;
    const { changes } = folded(shop.history.events);
    const request = { serviceId: shop.serviceId, from: shop.at(0), to: shop.at(120), viewer: "all" as const, now: shop.at(60), ...more };
    const slice = changes.of(request);
    const counts = Object.fromEntries(changes.counts(request));
    return {
      ...slice,
      counts,
      words: slice.nodes.map(({ kind, recorded, planned }) => `${kind} ${recorded?.event.type ?? planned?.what ?? ""}`),
    };
  }
}

describe("what changed for a service", () => {
  it("are its deploys, releases, flags and holds, newest first, each where it happened", () => {
    const story = new Story();
    story.step(5_000, 20);
    expect(story.found().words).toEqual([
      "flag RolloutStepped",
      "flag TargetingOpened",
      "flag FlagRegistered",
      "deploy TrafficShifted",
      "deploy DeployRequested",
      "hold LaneLocked",
    ]);
    expect(story.found({ oldestFirst: true }).words).toEqual(story.found().words.toReversed());
    expect(story.found({ kinds: ["release"], from: story.shop.at(-400) }).words).toEqual([
      "release ReleaseRecorded",
      "release ReleaseRecorded",
    ]);
    expect(story.found({ kinds: [] }).totalCount()).toBe(0);
  });

  it("are counted by kind over the whole of the time, however few are shown, with what is planned", () => {
    const story = new Story();
    for (let minute = 20; minute < 50; minute += 1) story.step(minute * 100, minute);
    story.request(51, story.shop.at(90));
    const found = story.found({ slice: { first: 3 } });
    expect(found.nodes).toHaveLength(3);
    const { counts } = found;
    expect(counts).toEqual({ deploy: 2, flag: 32, hold: 1, schedule: 2 });
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(found.totalCount());
    expect(story.found({ environment: "staging" }).counts).toEqual({ flag: 1 });
    expect(story.found({ kinds: [] }).counts).toEqual({});
  });

  it("begins with its first moment and ends before its last", () => {
    const story = new Story();
    story.step(5_000, 20);
    const within = (from: number, to: number) => story.found({ from: story.shop.at(from), to: story.shop.at(to), kinds: ["flag"] }).words;
    expect(within(20, 21)).toEqual(["flag RolloutStepped"]);
    expect(within(11, 20)).toEqual([]);
  });

  it("is of one environment, with what belongs to none", () => {
    const story = new Story();
    expect(story.found({ environment: "staging" }).words).toEqual(["flag FlagRegistered"]);
    expect(story.found({ environment: "production" }).totalCount()).toBe(story.found().totalCount());
  });

  it("follows which services a flag names, as of the moment that is looked at", () => {
    const story = new Story();
    story.step(5_000, 20);
    const before = story.shop.history.events.at(-1)?.position ?? "0";
    story.flag(
      {
        type: "FlagDescribed",
        data: { flagId, description: "", ownerId: ids.person("ana"), expiresAt: null, serviceIds: [other], metrics: [], metadata: {} },
      },
      30,
    );
    expect(story.found({ kinds: ["flag"] }).words).toEqual([]);
    expect(story.found({ kinds: ["flag"], serviceId: other }).words).toHaveLength(3);
    expect(story.found({ kinds: ["flag"], asOf: { position: before } }).words).toHaveLength(3);
    expect(story.found({ kinds: ["flag"], asOf: { at: story.shop.at(15) } }).words).toEqual([
      "flag TargetingOpened",
      "flag FlagRegistered",
    ]);
  });

  it("goes through pages without a gap and without telling anything twice, what is planned among them", () => {
    const story = new Story();
    story.request(25, story.shop.at(90));
    story.name({ customer: "acme", variant: "on", expiresAt: story.shop.at(90), incidentId: null, reason: "pilot" }, 30);
    for (const oldestFirst of [false, true]) {
      const whole = story.found({ oldestFirst });
      const told: string[] = [];
      for (let after: string | undefined = undefined, more = true; more;) {
        const slice: ReturnType<Story["found"]> = story.found({
          oldestFirst,
          slice: { first: 1, ...(after === undefined ? {} : { after }) },
        });
        expect([slice.words.length, slice.hasPreviousPage]).toEqual([1, after !== undefined]);
        told.push(...slice.words);
        after = slice.edges.at(-1)?.cursor;
        more = slice.hasNextPage;
      }
      expect(told).toEqual(whole.words);
      expect(whole.totalCount()).toBe(told.length);
    }
    const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const after of ["bm8", ...[1, [1, 2], ["1", 2, "3"], [1, "2", "3"], [1, 2, 3]].map(cursor)])
      expect(() => story.found({ slice: { after } }), after).toThrow("does not belong to this list");
    expect([story.found({ slice: { first: 0 } }).words, story.found({ slice: { first: -1 } }).words]).toEqual([[], []]);
  });

  it("is found by the index, whatever else the log holds", () => {
    const { store } = folded(new Story().shop.history.events);
    for (const sql of changeTable.indexes ?? []) store.db.exec(sql);
    const plan = store.db.all(
      "EXPLAIN QUERY PLAN SELECT position FROM changes c WHERE c.ofId IN (SELECT value FROM json_each('[]')) AND c.atMs >= 1 AND c.atMs < 2 ORDER BY c.atMs DESC, c.position DESC LIMIT 5",
    );
    expect(plan.map(({ detail }) => String(detail)).join(" ")).toContain("changes_of (ofId=? AND atMs>? AND atMs<?)");
  });
});

describe("what is to change", () => {
  it("is a request with its time until it is made, and what somebody gets by name until it ends", () => {
    const story = new Story();
    story.request(25, story.shop.at(90));
    story.request(26, null, 2);
    story.name({ customer: "acme", variant: "on", expiresAt: story.shop.at(100), incidentId: null, reason: "pilot" }, 30);
    expect(story.found({ kinds: ["schedule"] }).words).toEqual([
      "schedule overrideEnds",
      "schedule request",
      "schedule FlagChangeProposed",
    ]);
    expect(story.found({ kinds: ["schedule"], to: story.shop.at(60) }).words).toEqual(["schedule FlagChangeProposed"]);
    const planned = (from: number, to: number) =>
      story.found({ kinds: ["schedule"], from: story.shop.at(from), to: story.shop.at(to) }).words;
    expect([planned(90, 100), planned(91, 100), planned(91, 101)]).toEqual([["schedule request"], [], ["schedule overrideEnds"]]);
    expect(story.found({ kinds: ["schedule"], now: story.shop.at(100) }).words).not.toContain("schedule overrideEnds");
    expect(story.found({ kinds: ["schedule"], environment: "staging" }).words).toEqual([]);
    story.turn({ type: "FlagChangeDeclined", data: { targetingId, changeId: ids.part("c", "1"), reason: "no", why: "declined" } }, 40);
    story.turn({ type: "FlagChangeDeclined", data: { targetingId, changeId: ids.part("c", "2"), reason: "no", why: "declined" } }, 41);
    expect(story.found({ kinds: ["schedule"] }).words).toEqual([
      "schedule overrideEnds",
      "schedule FlagChangeDeclined",
      "schedule FlagChangeProposed",
    ]);
  });
});

describe("a flag that ends", () => {
  const ending = (minute: number) => {
    const story = new Story();
    const about = {
      description: "", ownerId: ids.person("ana"), expiresAt: story.shop.at(minute), serviceIds: [story.shop.serviceId], metrics: [],
      metadata: {},
    };
    story.flag({ type: "FlagDescribed", data: { flagId, ...about } }, 20);
    return story;
  };
  it("does so in every environment, once its time is to come, and no more when it is archived", () => {
    const story = ending(90);
    const ends = (more: Partial<ChangesRequest> = {}) =>
      story.found({ kinds: ["schedule"], ...more }).nodes.map(({ at, environment, planned }) => [at, environment, planned?.what]);
    expect(ends()).toEqual([[story.shop.at(90), null, "flagEnds"]]);
    expect(ends({ environment: "staging" })).toHaveLength(1);
    expect([ends({ now: story.shop.at(90) }), ends({ kinds: ["flag"] }).length]).toEqual([[], 2]);
    story.flag({ type: "FlagArchived", data: { flagId, reason: "done" } }, 30);
    expect(ends()).toEqual([]);
  });
});

describe("a flag of another system", () => {
  it("has its change told once, as its source tells it now", () => {
    const story = new Story();
    const { serviceId } = story.shop;
    const observed = ids.part("f", "observed");
    const change = (note: string) => ({
      seq: 1,
      at: story.shop.at(40),
      change: "rollout",
      field: null,
      from: 1,
      to: 2,
      who: null,
      commit: null,
      release: null,
      note,
    });
    story.flag(
      { type: "FlagChangeImported", data: { flagId: observed, serviceId, key: "search.v2", environment: "production", ...change("") } },
      40,
    );
    const before = story.shop.history.events.at(-1)?.position ?? "0";
    story.flag({ type: "FlagChangeImportCorrected", data: { flagId: observed, ...change("by hand") } }, 40);
    const types = (more: Partial<ChangesRequest> = {}) => story.found({ kinds: ["flag"], from: story.shop.at(30), ...more }).words;
    expect(types()).toEqual(["flag FlagChangeImportCorrected"]);
    expect(types({ asOf: { position: before } })).toEqual(["flag FlagChangeImported"]);
  });
});

describe("a private incident", () => {
  it("is not counted where it holds a deploy", () => {
    const story = new Story();
    const { shop } = story;
    const [incidentId, deployId] = [ids.incident("private"), shop.begin("3.0", 30)];
    shop.history.add(
      ["incident", incidentId],
      {
        type: "IncidentDeclared",
        data: {
          incidentId,
          number: 1,
          title: "A leak",
          summary: "",
          severity: 1,
          publicImpact: "none",
          serviceIds: [shop.serviceId],
          components: [],
          impactStartAt: shop.at(31),
          drill: false,
          private: true,
          declaredAutomatically: false,
        },
      },
      { at: shop.at(31) },
    );
    shop.say(deployId, { type: "DeployHeld", data: { deployId, incidentId, reason: "it is open" } }, 32);
    const holds = (viewer: ChangesRequest["viewer"]) => story.found({ viewer, kinds: ["hold"], from: shop.at(31) });
    expect(holds("all").words).toEqual(["hold DeployHeld"]);
    expect([holds({ personId: ids.person("jo") }).words, holds(undefined).totalCount()]).toEqual([[], 0]);
  });
});

describe("changes of flags a day", () => {
  it("are counted by the day, with what was killed and for which incident, in one environment or all, as of a moment", () => {
    const story = new Story();
    const incidentId = ids.incident("hurts");
    const noon = story.shop.at(0);
    const day = noon.slice(0, 10);
    const next = new Date(Date.parse(noon) + 86_400_000).toISOString().slice(0, 10);
    story.step(5_000, 20);
    story.turn({ type: "KillEngaged", data: { targetingId, killId: ids.part("kill", "1"), reason: null, incidentId } }, 1_440);
    const days = (more: object = {}) => folded(story.shop.history.events).changes.flagDays({ from: noon, ...more });
    expect(days()).toEqual([
      { day, count: 3, kills: [] }, { day: next, count: 1, kills: [{ flagId, incidentId }] },
    ]);
    expect(days({ environment: "staging" })).toEqual([{ day, count: 1, kills: [] }]);
    expect(days({ from: `${next}T12:00:00Z` })).toMatchObject([{ day: next, count: 1 }]);
    expect(days({ asOf: { at: story.shop.at(15) } })).toMatchObject([{ day, count: 2 }]);
  });
});
