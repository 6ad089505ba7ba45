import { defaultPagePolicy, type Contacts, type EscalationTarget } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { courseOf, placeOfStep, stepAt, type AskedPolicy, type ConcernedByPolicies } from "./course.ts";
import { canWake, type OnCall } from "./ladder.ts";

const people = ["ana", "ben", "cleo", "dan", "eva"];
const rotations = ["platform", "search", "gone"];
const anyPeople = fc.uniqueArray(fc.constantFrom(...people), { maxLength: 3 });
const anyTarget: fc.Arbitrary<EscalationTarget> = fc.oneof(
  fc.constantFrom(...people).map((personId) => ({ kind: "person" as const, personId })),
  fc.tuple(fc.option(fc.constantFrom(...rotations)), fc.constantFrom("onCall" as const, "next" as const, "everyone" as const))
    .map(([rotationId, who]) => ({ kind: "schedule" as const, rotationId, who })),
);
const anyTargets = fc.array(anyTarget, { minLength: 1, maxLength: 3 });
const anyPolicy: fc.Arbitrary<AskedPolicy> = fc.record({
  policy: fc.record({
    steps: fc.array(fc.record({ targets: anyTargets, minutes: fc.integer({ min: 1, max: 60 }) }), { minLength: 1, maxLength: 10 }),
    rounds: fc.integer({ min: 1, max: 20 }),
    lastly: fc.array(anyTarget, { maxLength: 2 }),
  }),
  rotationIds: fc.subarray(rotations),
});
const anyOnCall: fc.Arbitrary<OnCall> = fc.record({ now: anyPeople, next: fc.option(fc.constantFrom(...people)), members: anyPeople });
/** Who is here, some of them with nothing that wakes. */
const anyContacts = fc.uniqueArray(fc.tuple(fc.constantFrom(...people), fc.boolean()), { selector: ([id]) => id }).map(
  (here) => new Map(here.map(([id, mail]): [string, Contacts] => [id, { email: mail ? `${id}@example.org` : null, chatWebhookUrl: null }])),
);
const anyConcerned: fc.Arbitrary<ConcernedByPolicies> = fc.record({
  policies: fc.array(anyPolicy, { maxLength: 3 }),
  schedules: fc.tuple(anyOnCall, anyOnCall).map(([platform, search]) => new Map([["platform", platform], ["search", search]])),
  rotations: fc.array(anyOnCall, { maxLength: 2 }),
  personIds: anyPeople, contacts: anyContacts, everybody: anyPeople,
});
const anyRound = fc.nat(25);

describe("the steps of a round, whatever policies and schedules say", () => {
  it("call whoever is here, nobody twice in a step, and wait at least a minute and never for ever", () => {
    fc.assert(fc.property(anyConcerned, anyRound, (concerned, round) => {
      const { rungs, rounds } = courseOf(concerned, round, defaultPagePolicy);
      expect(rungs.length).toBeGreaterThan(0);
      expect(rungs.length).toBeLessThanOrEqual(11);
      expect(rounds).toBeGreaterThan(0);
      for (const { people: called, waitMs } of rungs) {
        expect(new Set(called).size).toBe(called.length);
        expect(called.every((id) => concerned.contacts.has(id))).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(60_000);
        expect(waitMs).toBeLessThanOrEqual(60 * 60_000);
      }
    }));
  });

  it("wake somebody, as long as anybody who is concerned or answers incidents can be woken", () => {
    fc.assert(fc.property(anyConcerned, anyRound, (concerned, round) => {
      const { rungs } = courseOf(concerned, round, defaultPagePolicy);
      const called = rungs.flatMap((rung) => rung.people);
      const can = (id: string): boolean => canWake(concerned.contacts, id);
      if (concerned.everybody.some(can)) expect(called.some(can)).toBe(true);
    }));
  });

  it("call whom each policy names at its place, lastly only once all rounds have come to their last", () => {
    fc.assert(fc.property(anyConcerned, anyRound, (concerned, round) => {
      const { rungs, straightToEveryone } = courseOf(concerned, round, defaultPagePolicy);
      if (straightToEveryone !== null || concerned.policies.length === 0) return;
      for (const { policy } of concerned.policies) {
        for (const [place, { targets }] of policy.steps.entries()) {
          const named = targets.flatMap((target) => (target.kind === "person" ? [target.personId] : []));
          for (const id of named.filter((each) => concerned.contacts.has(each))) expect(rungs[place]?.people).toContain(id);
          expect(rungs[place]?.waitMs).toBeLessThanOrEqual((policy.steps[place]?.minutes ?? 0) * 60_000);
        }
      }
      const heights = concerned.policies.map(
        ({ policy }) => policy.steps.length + (policy.lastly.length > 0 && round >= policy.rounds - 1 ? 1 : 0),
      );
      const others = concerned.rotations.length + concerned.personIds.length > 0 ? 3 : 0;
      expect(rungs.length).toBe(Math.max(others, ...heights));
    }));
  });

  it("are named by their place, and found by their name again", () => {
    for (let place = 0; place < 12; place += 1) expect(placeOfStep(stepAt(place, true))).toBe(place);
    expect(["person", "next", "everyone"] as const).toEqual([0, 1, 2].map((place) => stepAt(place, false)));
  });
});

describe("whoever is called before anybody else", () => {
  const anyFirst = fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 });
  it("is called first, and then whoever would have been, a step later; nobody but them where nobody else is meant", () => {
    fc.assert(fc.property(anyConcerned, anyFirst, anyRound, fc.boolean(), (concerned, firstIds, round, onlyFirst) => {
      const without = courseOf(concerned, round, defaultPagePolicy);
      const { rungs, rounds } = courseOf({ ...concerned, firstIds, onlyFirst }, round, defaultPagePolicy);
      const here = firstIds.filter((id) => concerned.contacts.has(id));
      const told = (of: typeof rungs) => of.map(({ people: called, waitMs }) => [called, waitMs]);
      if (here.length === 0) {
        expect(told(rungs)).toEqual(told(without.rungs));
        return;
      }
      expect(rungs[0]?.people).toEqual(here);
      expect(rungs.map(({ step }) => placeOfStep(step))).toEqual(rungs.map((_, place) => place));
      expect(told(rungs.slice(1))).toEqual(onlyFirst ? [] : told(without.rungs));
      if (!onlyFirst) expect(rounds).toBe(without.rounds);
    }));
  });
});

describe("a step of a policy", () => {
  const wakeable = new Map(people.map((id): [string, Contacts] => [id, { email: `${id}@example.org`, chatWebhookUrl: null }]));
  const schedules = new Map<string, OnCall>([["platform", { now: ["ana", "cleo"], next: "ben", members: ["ana", "ben", "cleo"] }]]);
  const schedule = (
    who: "onCall" | "next" | "everyone", rotationId: string | null = "platform"
  ) => ({ kind: "schedule", rotationId, who } as const);
  const course = (targets: readonly EscalationTarget[], own: readonly string[] = [], contacts = wakeable) =>
    courseOf(
      {
        policies: [{ policy: { steps: [{ targets: [...targets], minutes: 5 }], rounds: 2, lastly: [] }, rotationIds: own }], schedules,
        rotations: [], personIds: [], contacts, everybody: ["eva"],
      },
      0, defaultPagePolicy,
    );

  it("calls everybody who is on call, who is next, or all of a schedule", () => {
    expect(course([schedule("onCall")]).rungs).toEqual([{ step: "step1", people: ["ana", "cleo"], waitMs: 300_000 }]);
    expect(course([schedule("next"), { kind: "person", personId: "dan" }]).rungs[0]?.people).toEqual(["ben", "dan"]);
    expect(course([schedule("everyone", null)], ["platform"]).rungs[0]?.people).toEqual(["ana", "ben", "cleo"]);
  });

  it("goes to everybody who answers incidents where it calls nobody, or nobody who can be woken", () => {
    const none = course([schedule("onCall", null), schedule("everyone", "gone")]);
    expect(none).toMatchObject({ rungs: [{ step: "everyone", people: ["eva"] }], straightToEveryone: "the policy calls nobody now" });
    const asleep = new Map(wakeable).set("dan", { email: null, chatWebhookUrl: null });
    expect(course([{ kind: "person", personId: "dan" }], [], asleep)).toMatchObject({
      rungs: [{ people: ["dan", "eva"] }], straightToEveryone: expect.stringContaining("can wake them"),
    });
  });
});
