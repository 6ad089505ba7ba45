import { ids } from "@ballast/eventlog";
import type { TargetingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { ofItself, tellFlag } from "../specification/flagHistory.ts";
import { folded } from "../specification/folded.ts";
import { Shop } from "../specification/shopHistory.ts";

const start = 3_000;

interface FlagStory {
  readonly key: string;
  /** Minutes after noon. */
  readonly turns: readonly (readonly [minute: number, event: (targetingId: string) => TargetingEvent])[];
  readonly concerns?: boolean;
  /** When it was registered and opened; noon unless told. */
  readonly opened?: number;
}

const stepped =
  (from: number, to: number) =>
  (targetingId: string): TargetingEvent => ({ type: "RolloutStepped", data: { targetingId, from, to, ...ofItself } });
const killed = (targetingId: string): TargetingEvent => ({
  type: "KillEngaged",
  data: { targetingId, killId: ids.part("k", "x"), reason: null, incidentId: null },
});

/** Flags as they were turned, and an incident whose impact begins at minute 3,000. */
function related(stories: readonly FlagStory[], ruledOut?: string, services = [ids.service("shop")]) {
  const shop = new Shop();
  const incidentId = ids.incident("related");
  for (const { key, turns, concerns = true, opened = 0 } of stories) {
    const flag = tellFlag(shop.history, key, {
      serviceIds: [concerns ? shop.serviceId : ids.service("other")], said: { at: shop.at(opened) },
    });
    const targetingId = flag.inEnvironment("production");
    for (const [minute, event] of turns) shop.history.add(["targeting", targetingId], event(targetingId), { at: shop.at(minute) });
  }
  shop.history.add(
    ["incident", incidentId],
    {
      type: "IncidentDeclared",
      data: {
        incidentId,
        number: 7,
        title: "Checkout fails",
        summary: "",
        severity: 2,
        publicImpact: "major",
        serviceIds: services,
        components: [],
        impactStartAt: shop.at(start),
        drill: false,
        private: false,
        declaredAutomatically: false,
      },
    },
    { at: shop.at(start) },
  );
  if (ruledOut !== undefined) {
    shop.history.add(
      ["incident", incidentId],
      {
        type: "LinkAdded",
        data: {
          incidentId,
          linkId: ids.part("l", "x"),
          type: "ruledOut",
          kind: "flag",
          recordId: ids.part("flag", ruledOut),
          fromEntryId: null,
          confidence: "sure",
          note: "",
        },
      },
      { at: shop.at(start + 1) },
    );
  }
  const queries = folded(shop.history.events);
  const incident = queries.incidents.get(incidentId);
  return incident === undefined ? [] : queries.incidents.relatedFlags(incident);
}

const keys = (found: ReturnType<typeof related>) =>
  found.map(({ flagId }) => ["near", "wide", "far", "other", "later", "killed"].find((key) => ids.part("flag", key) === flagId));

describe("flags that were turned before an incident", () => {
  it("are the nearer and the wider first, by the rule for deploys; those of other services stand behind", () => {
    const found = related([
      { key: "other", turns: [[start - 5, stepped(0, 50_000)]], concerns: false },
      { key: "far", turns: [[start - 600, stepped(0, 5_000)]] },
      { key: "near", turns: [[start - 5, stepped(0, 5_000)]] },
      { key: "wide", turns: [[start - 5, stepped(0, 50_000)]] },
    ]);
    expect(keys(found)).toEqual(["wide", "near", "far"]);
    expect(found[0]).toMatchObject({
      from: 0,
      to: 50_000,
      beforeStartMs: 5 * 60_000,
      link: null,
      reasons: ["same service", "5 min before the impact", "had reached 50 % of customers"],
    });
  });

  it("are left out where they were turned longer ago, or after it", () => {
    expect(
      related([
        { key: "far", turns: [[start - 1_500, stepped(0, 5_000)]] },
        { key: "later", turns: [[start + 10, stepped(0, 5_000)]] },
      ]),
    ).toEqual([]);
  });

  it("are those of the day before to five minutes after it; what was only opened then changed nothing", () => {
    const turned = (minute: number, more: Partial<FlagStory> = {}) =>
      related([{ key: "near", turns: [[minute, stepped(0, 5_000)]], ...more }]).length;
    expect([turned(start - 1_440), turned(start - 1_441), turned(start + 5), turned(start + 6)]).toEqual([1, 0, 1, 0]);
    expect([related([{ key: "near", turns: [], opened: start - 5 }]), related([{ key: "near", turns: [], opened: start + 10 }])]).toEqual([
      [],
      [],
    ]);
  });

  it("are those of all services where it names none yet, and no more than can be looked at", () => {
    const many = Array.from(
      { length: 22 },
      (_, n) => ({ key: `f${n}`, turns: [[start - 5, stepped(0, 5_000)]], concerns: false }) as const,
    );
    expect([related(many, undefined, []).length, related(many)]).toEqual([20, []]);
  });

  it("are told by what was done last before it, kills included", () => {
    const [found] = related([
      {
        key: "killed",
        turns: [
          [start - 60, stepped(0, 25_000)],
          [start - 10, killed],
          [start + 20, stepped(25_000, 50_000)],
        ],
      },
    ]);
    expect(found).toMatchObject({ from: 25_000, to: 0, beforeStartMs: 10 * 60_000 });
    expect(found?.turn.recorded.event.type).toBe("KillEngaged");
  });

  it("come last where they were ruled out, however long ago they were turned", () => {
    const found = related(
      [
        { key: "near", turns: [[start - 5, stepped(0, 5_000)]] },
        { key: "wide", turns: [[start - 2_000, stepped(0, 50_000)]] },
      ],
      "wide",
    );
    expect(found.map(({ link }) => link)).toEqual([null, "ruledOut"]);
  });
});
