import { targetingDecider } from "@ballast/domain/targeting";
import { ids, idOf } from "@ballast/eventlog";
import type { TargetingEvent, TargetingRules } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { nobodyMoves, ofItself, onFor, tellFlag } from "../../specification/flagHistory.ts";
import { folded } from "../../specification/folded.ts";
import { Shop } from "../../specification/shopHistory.ts";

const flagId = ids.part("flag", "one-page-pay");
const [targetingId, killId] = [idOf(targetingDecider, flagId, "production"), ids.part("k", "x")];

const gold = { kind: "attribute" as const, attribute: "plan", operator: "is" as const, values: ["gold"] };

/** An incident from minute 100 to 130, and a flag of its service (or of none) that was turned at these minutes. */
function story(
  turns: readonly (readonly [minute: number, TargetingEvent])[],
  { concerns = true, opened = -600 }: { readonly concerns?: boolean; readonly opened?: number } = {},
) {
  const shop = new Shop();
  const incidentId = ids.incident("flags");
  const { history } = shop;
  tellFlag(history, "one-page-pay", { flagId, serviceIds: concerns ? [shop.serviceId] : [], said: { at: shop.at(opened) } });
  for (const [minute, event] of turns) history.add(["targeting", targetingId], event, { at: shop.at(minute) });
  history.add(
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
        serviceIds: [shop.serviceId],
        components: [],
        impactStartAt: shop.at(100),
        drill: false,
        private: false,
        declaredAutomatically: false,
      },
    },
    { at: shop.at(100) },
  );
  const { nodes } = folded(history.events).timeline.list(incidentId, { now: shop.at(130) });
  const entries = nodes.filter(({ lane }) => lane === "flags");
  return { entries, at: (minute: number) => shop.at(minute) };
}

const stepped = (from: number, to: number): TargetingEvent => ({
  type: "RolloutStepped",
  data: { targetingId, from, to, ...ofItself, reason: "next step" },
});
const killed: TargetingEvent = { type: "KillEngaged", data: { targetingId, killId, reason: null, incidentId: null } };
const released: TargetingEvent = {
  type: "KillsReleased", data: { targetingId, killIds: [killId], reason: "ruled out", cohort: nobodyMoves },
};

describe("flags on an incident's timeline", () => {
  it("are what they gave from turn to turn, the one before first", () => {
    const { entries, at } = story([
      [-200, stepped(0, 5_000)],
      [90, stepped(5_000, 25_000)],
      [105, killed],
      [120, released],
    ]);
    expect(entries.map(({ title, at: began, endAt }) => [title, began, endAt])).toEqual([
      ["one-page-pay at 5 % in production", at(40), at(90)],
      ["one-page-pay at 25 % in production", at(90), at(105)],
      ["one-page-pay killed in production", at(105), at(120)],
      ["one-page-pay at 25 % in production", at(120), null],
    ]);
    expect(entries.map(({ kind, tone, keyMoment, detail }) => [kind, tone, keyMoment, detail])).toEqual([
      ["flagTurned", "planned", false, null],
      ["flagTurned", "planned", false, "next step"],
      ["flagKilled", "bad", true, null],
      ["flagTurned", "good", true, "ruled out"],
    ]);
    expect(entries.map(({ evidence }) => evidence["share of customers, %"])).toEqual([5, 25, 0, 25]);
  });

  it("are left out where nobody turned them meanwhile, after it, or where they concern other services", () => {
    expect(story([[-200, stepped(0, 5_000)]]).entries).toEqual([]);
    expect(story([[200, stepped(0, 5_000)]]).entries).toEqual([]);
    expect(story([[90, stepped(0, 5_000)]], { concerns: false }).entries).toEqual([]);
  });

  it("do not show what moves nobody", () => {
    const explained: TargetingEvent = { type: "KillExplained", data: { targetingId, killId, reason: "pays twice", incidentId: null } };
    expect(
      story([
        [90, killed],
        [95, explained],
      ]).entries.map(({ title }) => title),
    ).toEqual(["one-page-pay at 0 % in production", "one-page-pay killed in production"]);
  });

  it("begin where a flag was opened meanwhile, and end with the time that is shown", () => {
    const { entries, at } = story(
      [
        [144, stepped(0, 5_000)],
        [146, stepped(5_000, 10_000)],
      ],
      { opened: 110 },
    );
    expect(entries.map(({ title, at: began, endAt, ongoing, tone, keyMoment }) => [title, began, endAt, ongoing, tone, keyMoment])).toEqual(
      [
        ["one-page-pay at 0 % in production", at(110), at(144), false, "planned", false],
        ["one-page-pay at 5 % in production", at(144), null, true, "planned", false],
      ],
    );
  });

  it("say who turned them, and nothing of that where it was before the time that is shown", () => {
    const { entries } = story([[30, stepped(0, 5_000)], [50, stepped(5_000, 10_000)]]);
    expect(entries.map(({ actor, detail }) => [actor?.name, detail])).toEqual([[undefined, null], ["Ada", "next step"]]);
    const set = (rules: TargetingRules): TargetingEvent => ({ type: "FlagRulesSet", data: { targetingId, rules, ...ofItself } });
    const titles = (rules: TargetingRules) => story([[105, set(rules)]]).entries.map(({ title }) => title).slice(1);
    expect(titles(onFor(0, { defaultVariant: "on" }))).toEqual(["one-page-pay on for everyone in production"]);
    const forGold = { rules: [{ ruleId: "a", name: "A", conditions: [gold], serve: { kind: "variant" as const, variant: "on" } }] };
    expect(titles(onFor(0, { rollout: null, ...forGold }))).toEqual(["one-page-pay on for some in production"]);
    expect(titles(onFor(0, forGold))).toEqual(["one-page-pay on for some in production"]);
    expect(titles(onFor(5_000, { rollout: null, prerequisites: [{ flagId: ids.part("flag", "other"), variants: ["on"] }] }))).toEqual([
      "one-page-pay off in production",
    ]);
  });
});
