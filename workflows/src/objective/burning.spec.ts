import { alertDecider, incidentDecider, type AlertCommand, type IncidentCommand } from "@ballast/domain";
import { objectiveDecider, type ObjectiveCommand } from "@ballast/domain/objective";
import { ids } from "@ballast/eventlog";
import type { BallastEvent, DataOf, RequestCount } from "@ballast/schema";
import { beforeEach, describe, expect, it } from "vitest";
import { doFor, eventsIn } from "../reactor/byEvent.ts";
import { Following } from "../reactor/openRecords.ts";
import type { Reaction } from "../reactor/slice.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { OWN_ALERTS } from "./burnAlerts.ts";
import { objectiveSlice } from "./slice.ts";

const minute = 60_000;
const hour = 60 * minute;
const [objectiveId, incidentId] = [ids.part("o", "x"), ids.incident("x")];
const indicator = { counts: "bad", query: "bad", total: "all" } as const;

let world: WorkerWorld;
let worker: Worker;
/** What a Prometheus would say of the five minutes that begin at a moment. */
let counted: (at: number) => RequestCount | null;
let asked: number;

class Worker {
  readonly engine = new FakeEngine();
  readonly #following = new Following([objectiveSlice]);
  #heard = 0;
  #reacted = 0;
  get reaction(): Reaction {
    return {
      log: world.parts.log, temporal: this.engine.asClient(), now: () => new Date(world.now), policy: {} as Reaction["policy"],
      flags: world.parts.flags,
      requests: {
        count: (_, { from, to }) => {
          asked += 1;
          return Promise.resolve(Array.from({ length: (to - from) / (5 * minute) }, (_none, place) => counted(from + place * 5 * minute)));
        },
      },
    };
  }
  /** What a worker is sent at all. */
  get hears(): ReadonlySet<string> {
    return new Set([...this.#following.types, ...eventsIn([objectiveSlice.reactions])]);
  }
  hear(): void {
    for (const event of world.memory.events.slice(this.#heard)) this.#following.note(event);
    this.#heard = world.memory.events.length;
  }
  async look(): Promise<void> {
    for (const records of this.#following.records) for (const id of records.candidates(world.now)) await records.look(this.reaction, id);
  }
  /** One look of the worker, and what the reactor does about what it found, twice. */
  async round(): Promise<void> {
    this.hear();
    await this.look();
    const news = world.memory.events.slice(this.#reacted);
    this.#reacted = world.memory.events.length;
    for (const event of news) for (const _ of [1, 2]) await doFor(objectiveSlice.reactions, event, this.reaction);
    this.hear();
  }
}

const objective = (command: ObjectiveCommand) => world.handle({ aggregate: objectiveDecider, id: objectiveId }, command);
const incident = (command: IncidentCommand) => world.handle({ aggregate: incidentDecider, id: incidentId }, command);
const alertOf = (window: string, command: AlertCommand) =>
  world.handle({ aggregate: alertDecider, id: ids.alert(OWN_ALERTS, `${objectiveId}/${window}`) }, command);
/** What a worker of before had recorded of one of its alerts: that alone. */
const ofBefore = (window: string, severity = "page") => {
  const fingerprint = `${objectiveId}/${window}`;
  const about = {
    alertId: ids.alert(OWN_ALERTS, fingerprint), integrationId: OWN_ALERTS, fingerprint, name: "ErrorBudgetBurn", severity,
    serviceId: world.place.serviceId, startsAt: world.at(), now: world.at(),
  };
  return {
    fires: (): AlertCommand => ({
      type: "FireAlert", ...about, groupKey: objectiveId, summary: "It burns", generatorUrl: null, annotations: {},
      labels: { objective: "Shop", window, measured: "requests" },
    }),
    clears: (): AlertCommand => ({ type: "ClearAlert", ...about, endsAt: world.at(), now: world.at() }),
  };
};
const told = () =>
  world.memory.events.flatMap(({ event }) =>
    event.type === "AlertFired"
      ? [`${event.data.labels["window"] ?? ""} ${event.data.severity ?? ""}`]
      : event.type === "AlertCleared"
        ? ["cleared"]
        : [],
  );
const factsOf = <Type extends BallastEvent["type"]>(type: Type) =>
  world.memory.events.flatMap(({ event }) => (event.type === type ? [event.data as DataOf<Type>] : []));

beforeEach(async () => {
  world = new WorkerWorld();
  worker = new Worker();
  asked = 0;
  counted = () => ({ bad: 0, valid: 100 });
  await world.registerService();
  await objective({
    type: "DefineObjective", now: world.at(), objectiveId, name: "Shop", target: 99_800, window: { kind: "rolling", days: 30 },
    parts: [{ serviceId: world.place.serviceId, component: null, share: 100_000 }], overlap: "max", maintenance: "excluded", ownerId: null,
    weights: { critical: 100_000, major: 100_000, minor: 0 },
  });
  world.now += 4 * 24 * hour;
});

const declare = () =>
  incident({
    type: "DeclareIncident", now: world.at(), incidentId, number: 7, title: "Payments fail", summary: "", severity: 1,
    publicImpact: "critical", serviceIds: [world.place.serviceId], components: [], impactStartAt: world.at(), drill: false, private: false,
    declaredAutomatically: false,
  });

describe("an objective that burns by incidents", () => {
  it("fires with a total outage after 103.68 s and 259.2 s (99.8 %, 30 days), on the incident that is there, and clears by itself", async () => {
    await declare();
    for (const [seconds, alerts] of [
      [103, 0],
      [104, 1],
      [259, 1],
      [260, 2],
    ] as const) {
      world.now =
        Date.parse(world.memory.events.find(({ event }) => event.type === "IncidentDeclared")?.metadata.recordedAt ?? "") + seconds * 1_000;
      await worker.round();
      expect(told()).toHaveLength(alerts);
    }
    expect(told()).toEqual(["1 h page", "6 h page"]);
    expect(factsOf("AlertAttached").map(({ incidentId: id }) => id)).toEqual([incidentId, incidentId]);
    await incident({ type: "ChangeState", now: world.at(), incidentId, to: "resolved", reason: "" });
    world.now += 7 * minute;
    await worker.round();
    expect(told()).toEqual(["1 h page", "6 h page", "cleared"]);
    world.now += hour;
    await worker.round();
    expect(told()).toEqual(["1 h page", "6 h page", "cleared", "cleared"]);
    expect(factsOf("IncidentDeclared")).toHaveLength(1);
  });

  it("fires once for three workers, of which none has heard of the others", async () => {
    await declare();
    world.now += 2 * minute;
    const workers = [worker, new Worker(), new Worker()];
    for (const one of workers) one.hear();
    await Promise.all(workers.map((one) => one.look()));
    expect(told()).toEqual(["1 h page"]);
  });

  it("clears with an objective that nobody is held to any more", async () => {
    await declare();
    world.now += 2 * minute;
    await worker.round();
    await objective({ type: "RetireObjective", now: world.at(), objectiveId, reason: "-" });
    await worker.round();
    expect(told()).toEqual(["1 h page", "cleared"]);
  });
});

describe("an objective that burns by requests", () => {
  beforeEach(() => objective({ type: "SetIndicator", now: world.at(), objectiveId, indicator, reason: "-" }));

  it("declares an incident where none is open, attaches what fires to it, and proposes its end", async () => {
    const began = world.now;
    counted = (at) => ({ bad: at >= began ? 50 : 0, valid: 100 });
    world.now += 10 * minute;
    await worker.round();
    expect(told()).toEqual(["1 h page", "6 h page"]);
    const [declared] = factsOf("IncidentDeclared");
    expect(declared).toMatchObject({ severity: 2, declaredAutomatically: true, serviceIds: [world.place.serviceId] });
    expect(declared?.title).toContain("Shop: The error budget of Shop goes");
    expect(factsOf("AlertAttached")).toHaveLength(2);
    counted = () => ({ bad: 0, valid: 100 });
    world.now += 10 * minute;
    await worker.round();
    expect(told()).toEqual(["1 h page", "6 h page", "cleared", "cleared"]);
    expect(factsOf("AttachedAlertsCleared")).toHaveLength(2);
    expect(factsOf("IncidentDeclared")).toHaveLength(1);
  });

  it("says nothing where nobody knows, neither that it fires nor that it clears", async () => {
    counted = () => null;
    await worker.round();
    expect(told()).toEqual([]);
    counted = () => ({ bad: 50, valid: 100 });
    world.now += 2 * minute;
    await worker.round();
    const fired = told().length;
    counted = () => null;
    world.now += 2 * minute;
    await worker.round();
    expect([fired, told().length]).toEqual([4, 4]);
  });

  it("counts each hour once it is over, makes up for a day, and asks no more than once a minute", async () => {
    const start = Math.ceil(world.now / hour) * hour;
    world.now = start + hour;
    await worker.round();
    expect(factsOf("RequestsCounted")).toEqual([]);
    world.now += minute;
    await Promise.all([worker, new Worker()].map((one) => one.round()));
    expect(factsOf("RequestsCounted").map(({ hour: at }) => at)).toEqual([new Date(start).toISOString()]);
    world.now = start + 40 * hour + minute;
    await worker.round();
    const hours = factsOf("RequestsCounted").map(({ hour: at }) => Date.parse(at));
    expect(hours).toEqual([start, ...Array.from({ length: 24 }, (_, place) => start + (16 + place) * hour)]);
    asked = 0;
    await worker.round();
    expect(asked).toBe(0);
  });
});

describe("whatever fires anywhere", () => {
  it("is not sent to workers: they hear of their own alerts by events that only those have", () => {
    expect(worker.hears).toContain("BurnAlertFired");
    for (const type of ["AlertFired", "AlertCleared"]) expect(worker.hears).not.toContain(type);
  });
});

describe("an alert that a worker of a version before has recorded, and told nobody of", () => {
  beforeEach(() => objective({ type: "SetIndicator", now: world.at(), objectiveId, indicator, reason: "-" }));
  const burning = () => { counted = () => ({ bad: 50, valid: 100 }); };

  it("is told of while it fires, and calls for its incident, once", async () => {
    burning();
    world.now += 10 * minute;
    await alertOf("1 h", ofBefore("1 h").fires());
    for (const _ of [1, 2]) {
      world.now += 2 * minute;
      await worker.round();
    }
    expect(factsOf("AlertFired").filter(({ fingerprint }) => fingerprint.endsWith("1 h"))).toHaveLength(1);
    expect(factsOf("BurnAlertFired")).toHaveLength(4);
    expect(factsOf("IncidentDeclared")).toHaveLength(1);
    expect(factsOf("AlertAttached")).toHaveLength(2);
  });

  it("is told of, and cleared, where it burns no more", async () => {
    await alertOf("6 h", ofBefore("6 h").fires());
    world.now += 2 * minute;
    await worker.round();
    await worker.round();
    expect(told()).toEqual(["6 h page", "cleared"]);
    expect(factsOf("IncidentDeclared")).toHaveLength(1);
    expect(factsOf("AttachedAlertsCleared")).toHaveLength(1);
    expect(factsOf("BurnAlertCleared")).toHaveLength(1);
  });

  it.each([
    ["is told of for an hour after it is over", 50 * minute, 1],
    ["is left alone when it is over for longer", 70 * minute, 0],
  ])("%s", async (_, since, incidents) => {
    await alertOf("1 h", ofBefore("1 h").fires());
    world.now += minute;
    await alertOf("1 h", ofBefore("1 h").clears());
    world.now += since;
    await worker.round();
    await worker.round();
    expect(factsOf("IncidentDeclared")).toHaveLength(incidents);
    expect(factsOf("BurnAlertCleared")).toHaveLength(incidents);
  });

  it("is found though that worker records it while this one runs, and though nobody is held to the objective any more", async () => {
    await worker.round();
    await alertOf("1 h", ofBefore("1 h").fires());
    world.now += 11 * minute;
    await worker.round();
    expect(told()).toEqual(["1 h page", "cleared"]);
    await alertOf("6 h", ofBefore("6 h").fires());
    await objective({ type: "RetireObjective", now: world.at(), objectiveId, reason: "-" });
    worker = new Worker();
    await worker.round();
    expect(told()).toEqual(["1 h page", "cleared", "6 h page", "cleared"]);
  });

  it("fires anew though that worker has cleared it unheard", async () => {
    burning();
    world.now += 10 * minute;
    await worker.round();
    expect(told()).toHaveLength(4);
    await alertOf("1 h", ofBefore("1 h").clears());
    world.now += 2 * minute;
    await worker.round();
    expect(told().slice(4)).toEqual(["cleared", "1 h page"]);
    expect(factsOf("BurnAlertFired")).toHaveLength(5);
    counted = () => ({ bad: 0, valid: 100 });
    world.now += 8 * hour;
    await worker.round();
    expect(factsOf("AttachedAlertsCleared")).toHaveLength(3);
    expect(factsOf("ResolutionProposed")).toHaveLength(1);
  });
});
