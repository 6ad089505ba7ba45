import { personDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { beforeEach, expect, it } from "vitest";
import { WorkerWorld } from "../specification/worker.ts";
import { pauseForJudge, resumeForJudge } from "./judgesPause.ts";

let world: WorkerWorld;
const signal = new AbortController().signal;
beforeEach(async () => {
  world = new WorkerWorld();
  await world.handle(
    { aggregate: personDecider, id: ids.person("ana") },
    {
      type: "JoinPerson", now: world.at(), personId: ids.person("ana"), login: "ana", name: "Ana", roles: ["engineer"],
      contacts: { email: "ana@example.org", chatWebhookUrl: null }, timeZone: "UTC",
    },
  );
  await world.registerService();
  await world.baking();
});

const doubted = { step: 0, round: 1, reason: "too little traffic for a verdict", signal };
const pause = (round = 1): Promise<void> => pauseForJudge(world.parts, { ...doubted, round, deploy: world.deploy });
const resume = (round = 1): Promise<boolean> => resumeForJudge(world.parts, { ...doubted, round, deploy: world.deploy });
const steer = (type: "Pause" | "Resume"): Promise<void> =>
  world.tell({ type, now: world.at(), deployId: world.deploy.deployId, reason: "mine", byJudge: false });

it("the judge's pause ends by itself when its reason is gone: record and deployer are told both", async () => {
  await pause();
  expect(await resume()).toBe(true);
  expect(world.all("DeployResumed")).toEqual([
    {
      deployId: world.deploy.deployId, byJudge: true,
      reason: "there are numbers for a verdict now; the judge had paused for want of them: too little traffic for a verdict",
    },
  ]);
  expect(world.sent.map(({ subject }) => subject)).toEqual(["shop v2 waits for you in production", "shop v2 goes on in production"]);
  expect(world.sent[1]?.text).toContain("too little traffic");
});

it("an activity that is repeated after its record was written says the same and tells the record nothing new", async () => {
  await pause();
  expect([await resume(), await resume()]).toEqual([true, true]);
  expect(world.all("DeployResumed")).toHaveLength(1);
});

it("where a person has paused it meanwhile, it does not go on, and nobody is told that it does", async () => {
  await pause();
  await steer("Resume");
  await steer("Pause");
  expect(await resume()).toBe(false);
  expect(world.all("DeployResumed")).toHaveLength(1);
  expect(world.sent).toHaveLength(1);
});

it("each of several ends with a word of its own", async () => {
  for (const round of [1, 2]) {
    await pause(round);
    expect(await resume(round)).toBe(true);
  }
  expect(world.all("DeployPaused")).toHaveLength(2);
  expect(world.all("DeployResumed")).toHaveLength(2);
});
