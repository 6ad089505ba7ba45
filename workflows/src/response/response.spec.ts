import type { ResponseFacts } from "@ballast/domain/response";
import { ids } from "@ballast/eventlog";
import { defaultResponsePolicy, signalNames, type PageRespondersInput, type RespondToIncidentInput } from "@ballast/schema/workflows";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ContinuedAsNew, tell, type ScriptedActivity } from "../specification/scriptedWorkflow.ts";
import { pageResponders } from "./pageResponders.workflow.ts";
import { respondToIncident } from "./respondToIncident.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));
const declared = Date.parse("2026-03-02T10:00:00Z");
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: declared }));
afterEach(() => void vi.useRealTimers());
const clock = (ms: number): void => void vi.setSystemTime(ms);

const minute = 60_000;
const asked = {
  incidentId: ids.incident("i"), requestEventId: ids.part("e", "request"), correlationId: ids.part("c", "story"),
  actor: { personId: null, name: "Ana", means: "console" },
} as const;
const quiet: ResponseFacts = {
  state: "investigating", severity: 3, declaredAt: declared, resolvedAt: null, hasCommander: true, acknowledgedAt: declared,
  workedOnSinceAcknowledged: true, lastUpdateAt: declared, nextUpdateDueAt: null, remindedAt: null, reviewMarked: false,
  urgentBy: "declared", pages: [{ purpose: "responders", requestedAt: declared, open: false, sinceOpened: true, current: true }],
};

describe("the response to an incident", () => {
  const input: RespondToIncidentInput = { ...asked, policy: defaultResponsePolicy };
  const respond = (
    facts: () => ResponseFacts,
    activities: Readonly<Record<string, ScriptedActivity>> = {},
    given: Partial<RespondToIncidentInput> = {},
    old: readonly string[] = [],
  ) =>
    tell(
      respondToIncident,
      { ...input, ...given },
      { clock, old, activities: { lookAtIncident: facts, requestPage: () => ({ pageId: "p", requestEventId: "e" }), ...activities } },
    );

  it("goes to the engine's queues with a step that the log does not answer at once, and calls all the same", async () => {
    const tries: string[] = [];
    const told = await respond(() => ({ ...quiet, pages: tries.length < 2 ? [] : quiet.pages }), {
      requestPage: (_, { near }) => {
        tries.push(near ? "here" : "by the queue");
        if (near) throw new Error("the log does not answer");
        return { pageId: "p", requestEventId: "e" };
      },
    });
    expect(tries).toEqual(["here", "by the queue"]);
    expect(told.story()).toContain("0 child pageResponders");
  });

  it("calls while deploys cannot be held yet; a run that began before that goes on as it began", async () => {
    const never = new Promise<never>(() => undefined);
    const facts = (): ResponseFacts => ({ ...quiet, pages: [] });
    const held = { holdDeploys: () => never, requestPage: () => never };
    expect((await respond(facts, held)).story()).toContain("0 requestPage");
    const before = await respond(facts, { ...held, startResponse: (_, { near }) => { expect(near).toBe(false); } }, {}, [
      "callsBesideHolding", "stepsAtOnce",
    ]);
    expect(before.story()).toEqual(["0 startResponse", "0 holdDeploys"]);
  });

  it("holds deploys, pages who is on call, waits until something is due, and reminds of the update", async () => {
    let facts: ResponseFacts = { ...quiet, pages: [] };
    const told = await respond(() => facts, {
      requestPage: () => {
        facts = quiet;
        return { pageId: "p", requestEventId: "e" };
      },
      remindOfUpdate: () => {
        facts = { ...facts, remindedAt: declared + 20 * minute };
      },
    });
    expect(told.story()).toEqual([
      "0 startResponse", "0 lookAtIncident", "0 holdDeploys", "0 requestPage", "0 child pageResponders", "0 lookAtIncident",
    ]);
    expect(told.inputsOf("requestPage")).toMatchObject([{ purpose: "responders", occasion: 0, reason: "an incident was declared" }]);
    await told.until(19 * minute);
    expect(told.inputsOf("remindOfUpdate")).toEqual([]);
    await told.until(25 * minute);
    expect(told.inputsOf("remindOfUpdate")).toMatchObject([{ dueAt: declared + 20 * minute }]);
  });

  it("pages nobody for what is not urgent", async () => {
    const told = await respond(() => ({ ...quiet, severity: 4, pages: [] }));
    await told.until(10 * minute);
    expect(told.inputsOf("requestPage")).toEqual([]);
  });

  it("looks again when something changes; at the end it stops what is open and lifts its holds", async () => {
    let facts: ResponseFacts = quiet;
    const told = await respond(() => facts);
    await told.until(minute);
    facts = { ...quiet, state: "cancelled" };
    await told.signal(signalNames.incidentChanged);
    await told.until(minute);
    expect(told.story().slice(-3)).toEqual(["60 lookAtIncident", "60 stopPages", "60 liftHolds"]);
    expect(told.failure).toBeUndefined();
  });

  it("marks the review of a resolved one before it ends", async () => {
    let facts: ResponseFacts = { ...quiet, state: "resolved", resolvedAt: declared };
    const told = await respond(() => facts, { markReview: () => { facts = { ...facts, reviewMarked: true }; } });
    expect(told.story().slice(3)).toEqual(["0 markReview", "0 lookAtIncident", "0 stopPages", "0 liftHolds"]);
    expect(told.inputsOf("markReview")).toMatchObject([{ incident: { incidentId: input.incidentId }, dueAt: expect.any(Number) }]);
    for (const name of ["holdDeploys", "stopPages", "liftHolds"])
      expect(told.inputsOf(name)).toMatchObject([{ incident: { incidentId: input.incidentId } }]);
  });

  it("goes on where it is reopened while its end is under way", async () => {
    let [facts, lift]: [ResponseFacts, () => void] = [{ ...quiet, state: "cancelled" }, () => undefined];
    const told = await respond(() => facts, { liftHolds: () => new Promise((resolve) => { lift = () => resolve(undefined); }) });
    facts = quiet;
    await told.signal(signalNames.incidentChanged);
    lift();
    await told.until(1);
    expect(told.inputsOf("holdDeploys")).toHaveLength(2);
  });

  it("is one: another run's is left to it, and a page that runs already is its page", async () => {
    const taken = await respond(() => quiet, { startResponse: () => "taken" });
    expect(taken.story()).toEqual(["0 startResponse"]);
    const replaced = await respond(() => quiet, {}, { replaces: { runId: "lost", reason: "its run failed" } });
    expect(replaced.inputsOf("startResponse")).toMatchObject([{ replaces: { runId: "lost" } }]);
  });

  it("goes on as a fresh run before its history grows too long", async () => {
    const told = await respond(() => quiet);
    told.grows();
    await told.signal(signalNames.incidentChanged);
    await told.until(1);
    expect(told.failure).toBeInstanceOf(ContinuedAsNew);
  });
});

describe("a page", () => {
  const input: PageRespondersInput = {
    ...asked, pageId: ids.part("p", "page"), policy: { acknowledgeWithinMs: 5 * minute, rounds: 1, repeatEveryMs: 30 * minute },
  };
  const send = { key: "ana/mail", personId: "ana", channel: "mail" };
  const call = (
    activities: Readonly<Record<string, ScriptedActivity>> = {},
    given: Partial<PageRespondersInput> = {},
    old: readonly string[] = [],
  ) =>
    tell(
      pageResponders,
      { ...input, ...given },
      {
        clock,
        old,
        activities: {
          claimStep: (({ step }: { step: string }) => ({ outcome: "claimed", step, sends: [send], inInbox: true })) as ScriptedActivity,
          deliverPage: () => "handedOver",
          sendPage: () => "delivered",
          ...activities,
        },
      },
    );

  it("climbs from person to next to everyone, says that nobody answered, and begins again after half an hour", async () => {
    const told = await call();
    await told.until(46 * minute);
    expect(told.story(["deliverPage", "startPage"])).toEqual([
      "0 claimStep", "300 escalatePage", "300 claimStep", "600 escalatePage", "600 claimStep", "900 goUnanswered", "2700 escalatePage",
      "2700 claimStep",
    ]);
    expect(told.inputsOf("claimStep").map(({ step, round }) => `${String(step)} ${String(round)}`)).toEqual([
      "person 0", "next 0", "everyone 0", "person 1",
    ]);
    expect(told.inputsOf("goUnanswered")).toMatchObject([{ round: 0, repeatEveryMs: 30 * minute }]);
  });

  it("ends at the answer, while it waits for it and in the pause between two rounds", async () => {
    for (const at of [2 * minute, 20 * minute]) {
      const told = await call();
      await told.until(at);
      const before = told.calls.length;
      await told.signal(signalNames.acknowledged);
      await told.until(90 * minute);
      // Whoever called: what was opened elsewhere is ended, which the log alone knows of.
      expect([told.outcome, told.calls.slice(before).map(({ name }) => name)]).toEqual(["answered", ["callOff"]]);
    }
  });

  it("goes on without a channel that cannot even be tried", async () => {
    const told = await call({ deliverPage: () => Promise.reject(new Error("no worker")) });
    await told.until(1_000);
    expect(told.inputsOf("escalatePage")[0]).toMatchObject({ to: "next", reason: "nobody could be reached" });
  });

  it("is left to the run that has it", async () => {
    const told = await call({ startPage: () => "taken" });
    expect([told.outcome, told.story()]).toEqual(["taken", ["0 startPage", "0 callOff"]]);
  });

  it("goes on as a fresh run with its next round, not where a run before it was lost", async () => {
    const told = await call({}, { from: { step: "everyone", round: 0, claimedAt: null, againAt: null } });
    told.grows();
    await told.until(60 * minute);
    expect(told.failure).toMatchObject({ input: { fromRound: 1 } });
    expect((told.failure as ContinuedAsNew).input).not.toHaveProperty("from");
  });

  it("of before passes over a step that reached nobody, and waits a minute after the last one", async () => {
    const told = await call({ sendPage: () => "nobodyReached" }, { policy: { ...input.policy, rounds: 2 } }, ["everyChannelAlone"]);
    await told.until(60 * minute);
    expect(told.story(["startPage"])).toEqual([
      "0 sendPage", "0 escalatePage", "0 sendPage", "0 escalatePage", "0 sendPage", "60 escalatePage", "60 sendPage", "60 escalatePage",
      "60 sendPage", "60 escalatePage", "60 sendPage", "120 stopPage",
    ]);
    expect(told.inputsOf("escalatePage")).toMatchObject([
      { to: "next", round: 0, reason: "nobody could be reached" }, { to: "everyone", round: 0 }, { to: "person", round: 1 },
      { to: "next", round: 1 }, { to: "everyone", round: 1 },
    ]);
    expect(told.inputsOf("stopPage")).toMatchObject([{ reason: "nobody answered in 2 rounds" }]);
  });

  it("of before ends where the page is over, or somebody answers between two steps", async () => {
    const over = await call({ sendPage: () => "over" }, {}, ["everyChannelAlone"]);
    expect([over.outcome, over.story()]).toEqual(["answered", ["0 startPage", "0 sendPage"]]);
    const told = await call({}, {}, ["everyChannelAlone"]);
    await told.until(6 * minute);
    await told.signal(signalNames.acknowledged);
    await told.until(60 * minute);
    expect([told.outcome, told.inputsOf("sendPage").length]).toEqual(["answered", 2]);
  });

  it("of before ends as it began: one channel after the other, and stopped after its rounds", async () => {
    const told = await call({}, {}, ["everyChannelAlone"]);
    await told.until(60 * minute);
    expect(told.story()).toEqual([
      "0 startPage", "0 sendPage", "300 escalatePage", "300 sendPage", "600 escalatePage", "600 sendPage", "900 stopPage",
    ]);
    expect(told.outcome).toBe("unanswered");
  });
});
