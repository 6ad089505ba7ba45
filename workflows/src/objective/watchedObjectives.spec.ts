import { incidentDecider, personDecider, type IncidentCommand } from "@ballast/domain";
import { objectiveDecider, type ObjectiveCommand } from "@ballast/domain/objective";
import { ids } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import { doFor } from "../reactor/byEvent.ts";
import { Following } from "../reactor/openRecords.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { tellOfOverspending } from "./overspending.activities.ts";
import { objectiveSlice } from "./slice.ts";

const minute = 60_000;
const [objectiveId, incidentId, ana] = [ids.part("o", "x"), ids.incident("x"), ids.person("ana")];

let world: WorkerWorld;
let worker: Worker;

/** What one worker follows; each has a picture of its own. */
class Worker {
  readonly engine = new FakeEngine();
  readonly #following = new Following([objectiveSlice]);
  #heard = 0;
  get reaction(): Reaction {
    return {
      log: world.parts.log, temporal: this.engine.asClient(), flags: { changedFor: () => Promise.resolve([]) },
      now: () => new Date(world.now), policy: {} as Reaction["policy"],
    };
  }
  hear(): void {
    for (const event of world.memory.events.slice(this.#heard)) this.#following.note(event);
    this.#heard = world.memory.events.length;
  }
  async look(): Promise<void> {
    for (const records of this.#following.records) for (const id of records.candidates(world.now)) await records.look(this.reaction, id);
  }
  async round(): Promise<void> {
    this.hear();
    await this.look();
  }
}

const objective = (command: ObjectiveCommand) => world.handle({ aggregate: objectiveDecider, id: objectiveId }, command);
const incident = (command: IncidentCommand) => world.handle({ aggregate: incidentDecider, id: incidentId }, command);
const found = () => world.memory.events.flatMap(({ event }) => (event.type === "ErrorBudgetOverspent" ? [event.data] : []));
const declare = (other: Partial<Extract<IncidentCommand, { type: "DeclareIncident" }>> = {}) =>
  incident({
    type: "DeclareIncident", now: world.at(), incidentId, number: 7, title: "Payments fail", summary: "", severity: 1,
    publicImpact: "critical", serviceIds: [world.place.serviceId], components: [], impactStartAt: world.at(), drill: false, private: false,
    declaredAutomatically: false, ...other,
  });

beforeEach(async () => {
  world = new WorkerWorld();
  worker = new Worker();
  await world.handle(
    { aggregate: personDecider, id: ana },
    {
      type: "JoinPerson", now: world.at(), personId: ana, login: "ana", name: "Ana", roles: ["tpm"],
      contacts: { email: "ana@ballast.test", chatWebhookUrl: null }, timeZone: "UTC",
    },
  );
  await objective({
    type: "DefineObjective", now: world.at(), objectiveId, name: "Shop",
    parts: [{ serviceId: world.place.serviceId, component: null, share: 100_000 }], target: 99_800, window: { kind: "rolling", days: 28 },
    weights: { critical: 100_000, major: 100_000, minor: 0 }, overlap: "max", maintenance: "excluded", ownerId: ana,
  });
});

describe("one incident that takes much of a budget", () => {
  it("is found while it goes on, once it took more than a fifth of four weeks (16.128 min at 99.8 %)", async () => {
    await declare();
    world.now += 16 * minute;
    await worker.round();
    expect(found()).toEqual([]);
    world.now += minute;
    await worker.round();
    await worker.round();
    expect(found()).toEqual([{ objectiveId, incidentId, badMs: 17 * minute, budgetMs: 80.64 * minute }]);
  });

  it("is found once by three workers, of which none has heard of the others", async () => {
    await declare();
    world.now += 30 * minute;
    const workers = [worker, new Worker(), new Worker()];
    for (const one of workers) one.hear();
    await Promise.all(workers.map((one) => one.look()));
    expect(found()).toHaveLength(1);
  });

  it.each([
    ["is private: what is found stands where anybody reads it", { private: true }],
    ["is a drill", { drill: true }],
    ["hit nobody that counts", { publicImpact: "minor" }],
    ["is another service's", { serviceIds: [ids.service("search")] }],
  ] as [string, Parameters<typeof declare>[0]][])("is none where it %s", async (_, other) => {
    await declare(other);
    world.now += 60 * minute;
    await worker.round();
    expect(found()).toEqual([]);
  });

  it("counts what was learnt of it since: it was over earlier than anybody knew", async () => {
    await declare();
    world.now += 10 * minute;
    await incident({ type: "ChangeState", now: world.at(), incidentId, to: "resolved", reason: "" });
    world.now += 60 * minute;
    await worker.round();
    expect(found()).toEqual([]);
  });

  it("asks nothing where the policy says so, or nobody is held to the objective", async () => {
    await declare();
    world.now += 60 * minute;
    await objective({
      type: "SetBudgetPolicy", now: world.at(), objectiveId, policy: { gateDeploys: false, askForActions: false }, reason: "-",
    });
    await worker.round();
    await objective({ type: "RetireObjective", now: world.at(), objectiveId, reason: "-" });
    await worker.round();
    expect(found()).toEqual([]);
  });

  it("is told to who answers for the objective, by a run of its own that begins once", async () => {
    await declare();
    world.now += 17 * minute;
    await worker.round();
    const event = world.memory.events.at(-1);
    if (event === undefined) throw new Error("nothing was found");
    for (const _ of [1, 2]) await doFor(objectiveSlice.reactions, event, worker.reaction);
    expect(worker.engine.started).toMatchObject([{
      workflowId: workflowIds.overspending(objectiveId, incidentId), name: "askForAction",
      input: { objectiveId, incidentId, requestEventId: event.eventId },
    }]);
    const [cost] = found();
    if (cost === undefined) throw new Error("nothing was found");
    const input = { ...cost, requestEventId: event.eventId, correlationId: "c", actor: event.metadata.actor };
    for (const _ of [1, 2]) await tellOfOverspending(world.parts, input, new AbortController().signal);
    const registered = world.memory.events.flatMap((recorded) => (recorded.event.type === "ActionRegistered" ? [recorded.event.data] : []));
    expect(registered).toMatchObject([
      {
        number: 1, ownerId: ana, dueOn: null, source: { kind: "incident", recordId: incidentId },
        title: "Keep this from coming back: Payments fail",
      },
    ]);
    expect(world.sent[0]).toMatchObject({
      to: "ana@ballast.test", subject: "One incident took 21 % of four weeks' budget of Shop",
      text: expect.stringContaining("It is ACT-1, yours"),
    });
    // The channel knows it again by its key.
    expect(new Set(world.sent.map(({ key }) => key)).size).toBe(1);
    expect(world.sent[0]?.text).toContain(
      "INC-7, Payments fail, has taken 17 min of the error budget of Shop: 21 % of the 1 h 20 m that four weeks have.",
    );
    expect(event.stream).toBe(streamName("objective", objectiveId));
  });

  it("asks for an action of nobody where nobody answers for the objective: it waits among those that somebody has to take", async () => {
    const nobodys = ids.part("objective", "nobody's");
    await declare();
    await world.handle({ aggregate: objectiveDecider, id: nobodys }, {
      type: "DefineObjective", now: world.at(), objectiveId: nobodys, name: "Search",
      parts: [{ serviceId: world.place.serviceId, component: null, share: 100_000 }], target: 99_800, window: { kind: "rolling", days: 28 },
      weights: { critical: 100_000, major: 100_000, minor: 0 }, overlap: "max", maintenance: "excluded", ownerId: null,
    });
    const asked = {
      objectiveId: nobodys, incidentId, badMs: 17 * minute, budgetMs: 80 * minute, requestEventId: ids.part("e", "x"), correlationId: "c",
      actor: { personId: null, name: "time", means: "system" as const },
    };
    await tellOfOverspending(world.parts, asked, new AbortController().signal);
    const registered = world.memory.events.flatMap((recorded) => (recorded.event.type === "ActionRegistered" ? [recorded.event.data] : []));
    expect([registered, world.sent]).toMatchObject([[{ number: 1, ownerId: null, dueOn: null }], []]);
  });
});
