import { beforeEach, describe, expect, it } from "vitest";
import { WorkerWorld } from "../specification/worker.ts";
import { pauseForOutage, resumeAfterOutage } from "./outage.ts";

let world: WorkerWorld;
beforeEach(async () => {
  world = new WorkerWorld();
  await world.registerService();
  await world.baking();
});

const judged = () => ({
  deploy: world.deploy,
  step: 0,
  percent: 10,
  customers: [],
  since: world.at(),
  bakeMs: 1_000,
  analysis: {
    minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1, maxP95Ms: null, judgesLatency: false, minSlowerMs: 0, minSlowerPercent: 0,
  },
});
const pause = (outage = 1): Promise<void> => pauseForOutage(world.parts, { ...judged(), outage });
const resume = (outage = 1): Promise<boolean> => resumeAfterOutage(world.parts, { deploy: world.deploy, step: 0, outage });
const person = { deployId: "", reason: "lunch", byJudge: false } as const;
const byPerson = (type: "Pause" | "Resume"): Promise<void> =>
  world.tell({ ...person, type, now: world.at(), deployId: world.deploy.deployId });

describe("everything gets worse at once", () => {
  it("pauses the deploy with what the judge said last, and declares an incident that is not its fault", async () => {
    await world.says("inconclusive", "too little traffic");
    await world.says("fail", "search got worse too");
    await pause();
    await expect(pause()).resolves.toBeUndefined();
    expect(world.all("DeployPaused")).toEqual([
      { deployId: world.deploy.deployId, reason: "Not this release: other services got worse at the same time.", byJudge: true },
    ]);
    expect(world.all("IncidentDeclared")).toMatchObject([
      {
        severity: 2, declaredAutomatically: true, serviceIds: [world.place.serviceId],
        summary: expect.stringContaining("The deploy of v2 waits") as string,
      },
    ]);
    expect(world.all("ImpactIntervalOpened")).toMatchObject([{ component: "Shop", share: null }]);
    expect(world.all("LinkAdded")).toEqual([]);
    expect(world.all("ReleaseFoundFaulty")).toEqual([]);
  });

  it("says which services are the witnesses", async () => {
    await world.says("inconclusive", "search got worse at the same time", ["search"]);
    await pause();
    expect(world.all("DeployPaused")).toMatchObject([{ reason: "search got worse at the same time" }]);
  });

  it("joins the incident that is open on the service: an entry and a page, each once", async () => {
    const incidentId = await world.declared();
    await pause();
    await pause();
    expect(world.all("IncidentDeclared")).toHaveLength(1);
    expect(world.all("EntryAdded")).toMatchObject([{ incidentId, text: expect.stringContaining("shop v2 to production waits") as string }]);
    expect(world.all("PageRequested")).toMatchObject([{ incidentId, purpose: "responders", reason: "everything got worse at once" }]);
  });

  it("repeated after it had declared, does not join its own incident and call a second time", async () => {
    await pause();
    await pause();
    expect([world.all("IncidentDeclared"), world.all("EntryAdded"), world.all("PageRequested")].map(({ length }) => length)).toEqual([
      1, 0, 0,
    ]);
    await pause(2);
    expect([world.all("IncidentDeclared"), world.all("EntryAdded"), world.all("PageRequested")].map(({ length }) => length)).toEqual([
      1, 1, 1,
    ]);
  });

  it("a private incident is not joined: another one is declared", async () => {
    await world.declared({ private: true });
    await pause();
    expect(world.all("IncidentDeclared")).toHaveLength(2);
  });

  it("calls people where a person has paused the deploy already, whose pause it stays", async () => {
    await byPerson("Pause");
    await pause();
    expect(world.all("DeployPaused")).toMatchObject([{ byJudge: false }]);
    expect(world.all("IncidentDeclared")).toHaveLength(1);
  });

  it("of a service that is not there any more only pauses", async () => {
    world = new WorkerWorld();
    await world.baking();
    await pause();
    expect(world.all("DeployPaused")).toHaveLength(1);
    expect(world.all("IncidentDeclared")).toEqual([]);
  });
});

describe("everything is well again", () => {
  it("resumes the deploy, says both why it was paused and why it goes on, also when it is repeated", async () => {
    await pause();
    expect([await resume(), await resume()]).toEqual([true, true]);
    expect(world.all("DeployResumed")).toEqual([
      {
        deployId: world.deploy.deployId, byJudge: true, reason: "what had got worse everywhere is well again; the judge had paused for it",
      },
    ]);
  });

  it("leaves a person's own pause alone, and says that the deploy does not go on", async () => {
    await byPerson("Pause");
    await pause();
    expect(await resume()).toBe(false);
    await byPerson("Resume");
    await byPerson("Pause");
    expect(await resume()).toBe(false);
    expect(world.all("DeployResumed")).toHaveLength(1);
  });

  it("finds that a person was quicker", async () => {
    await pause();
    await byPerson("Resume");
    expect(await resume()).toBe(true);
    expect(world.all("DeployResumed")).toMatchObject([{ byJudge: false }]);
  });

  it("ends the second outage of a step as the first", async () => {
    for (const outage of [1, 2]) {
      await pause(outage);
      expect(await resume(outage)).toBe(true);
    }
    expect(world.all("DeployPaused")).toHaveLength(2);
    expect(world.all("DeployResumed")).toHaveLength(2);
  });

  it("has nothing to resume in a deploy that goes back", async () => {
    await pause();
    await world.tell({ type: "Abort", now: world.at(), deployId: world.deploy.deployId, reason: "enough" });
    expect(await resume()).toBe(false);
    expect(world.all("DeployResumed")).toEqual([]);
  });
});
