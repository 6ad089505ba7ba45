import { personDecider, rotationDecider, type RotationCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { plainLayer } from "@ballast/schema";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { firstTry } from "../specification/firstTry.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { tellOfPlan } from "./planning.activities.ts";
import { plannedUpTo } from "./planning.ts";
import { tellOfPlanning } from "./tellOfPlanning.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const rotationId = ids.rotation("platform");
const [ana, ben, cleo] = ["ana", "ben", "cleo"].map((login) => ids.person(login)) as [string, string, string];
const inputOf = (requestEventId: string) =>
  ({ rotationId, requestEventId, correlationId: "c", actor: { personId: ana, name: "ana", means: "console" as const } });

describe("who is told that a plan was changed", () => {
  let world: WorkerWorld;
  const give = (command: RotationCommand) => world.handle({ aggregate: rotationDecider, id: rotationId }, command);
  const events = async () => (await world.parts.log.read(`rotation-${rotationId}`)).events;
  const standIn = (name: string, [from, to]: readonly [string, string], personId = ben) => give({
    type: "AddOverride", now: world.at(), rotationId,
    override: { overrideId: ids.part(rotationId, name), personId, from, to, reason: "away", insteadOf: null },
  });
  /** What the message of each change says, to whom. */
  const told = async (type: string) => {
    for (const { eventId, event } of await events()) if (event.type === type) await tellOfPlan(world.parts, inputOf(eventId), firstTry());
    return world.sent.map(({ to, text }) => [to, text] as const);
  };

  beforeEach(async () => {
    world = new WorkerWorld();
    const now = world.at();
    for (const [login, personId, timeZone] of [["ana", ana, "UTC"], ["ben", ben, "Europe/Zagreb"], ["cleo", cleo, "UTC"]] as const) {
      await world.handle({ aggregate: personDecider, id: personId }, {
        type: "JoinPerson", now, personId, login, name: login, roles: ["engineer"], timeZone,
        contacts: { email: `${login}@ballast.test`, chatWebhookUrl: null },
      });
    }
    const layer = {
      ...plainLayer, layerId: rotationId, effectiveFrom: now, timeZone: "UTC", people: [cleo], startsOn: now.slice(0, 10),
      handOver: { every: "day" as const, weekday: null, at: "00:00" },
    };
    await give({ type: "CreateRotation", now, rotationId, name: "Platform", layer });
  });
  const inDays = (days: number, hour = 8): string =>
    new Date(Date.parse(`${world.at().slice(0, 10)}T00:00:00Z`) + days * 86_400_000 + hour * 3_600_000).toISOString();

  it("is everybody whose shifts are others, in times of their own clock, and nobody else", async () => {
    await standIn("dentist", [inDays(3), inDays(3, 12)]);
    const said = new Map(await told("OverrideAdded"));
    expect([...said.keys()].toSorted()).toEqual(["ben@ballast.test", "cleo@ballast.test"]);
    expect(said.get("ben@ballast.test")).toMatch(/You are on call now:\n {2}.* 09:00 Europe\/Zagreb to .* 13:00 Europe\/Zagreb\n/u);
    expect(said.get("ben@ballast.test")).not.toContain("any more");
    expect(said.get("cleo@ballast.test")).toMatch(/You are not any more:\n {2}.* 08:00 UTC to .* 12:00 UTC\n/u);
    await told("OverrideAdded");
    expect(new Set(world.sent.map(({ key }) => key)).size).toBe(2);
  });

  it("is told once of what was planned in one go, and again of what comes later", async () => {
    await standIn("monday", [inDays(3), inDays(3, 12)]);
    await standIn("tuesday", [inDays(4), inDays(4, 12)]);
    const [[, once] = ["", ""], ...rest] = (await told("OverrideAdded")).filter(([to]) => to === "ben@ballast.test");
    expect(rest).toEqual([]);
    expect(once.match(/ 09:00 Europe/gu)).toHaveLength(2);
    world.sent.length = 0;
    world.now += 3_600_000;
    await standIn("wednesday", [inDays(5), inDays(5, 12)]);
    const last = (await events()).findLast(({ event }) => event.type === "OverrideAdded");
    await tellOfPlan(world.parts, inputOf(last?.eventId ?? ""), firstTry());
    expect(world.sent.find(({ to }) => to === "ben@ballast.test")?.text.match(/ 09:00 Europe/gu)).toHaveLength(1);
  });

  it("is told of what each of two people planned, though one followed the other at once", async () => {
    await standIn("monday", [inDays(3), inDays(3, 12)]);
    await standIn("tuesday", [inDays(4), inDays(4, 12)]);
    const planned = (await events()).map((recorded, place) => (place < 2 ? recorded : {
      ...recorded, metadata: { ...recorded.metadata, actor: { personId: cleo, name: "cleo", means: "console" as const } },
    }));
    const added = planned.filter(({ event }) => event.type === "OverrideAdded");
    expect(added.map(({ eventId }) => plannedUpTo(planned, eventId)?.after.overrides.length)).toEqual([1, 2]);
  });

  it("is not who planned it, nobody of what is over, and nobody of a swap, which tells by itself", async () => {
    await standIn("own", [inDays(3), inDays(3, 12)], ana);
    expect((await told("OverrideAdded")).map(([to]) => to)).toEqual(["cleo@ballast.test"]);
    world.sent.length = 0;
    world.now += 40 * 86_400_000;
    expect(await told("OverrideAdded")).toEqual([]);
    const swapId = ids.part(rotationId, "swap");
    await give({ type: "AskSwap", now: world.at(), rotationId, swapId, personId: cleo, from: inDays(3), to: inDays(4), reason: "" });
    await give({
      type: "TakeSwap", now: world.at(), rotationId, swapId, personId: ben, overrideId: ids.part(rotationId, "swapped"), left: new Map(),
    });
    expect(await told("OverrideAdded")).toEqual([]);
  });

  it("waits until the plan is left alone", async () => {
    const run = await tell(tellOfPlanning, inputOf("e"), { clock: () => undefined, activities: { tellOfPlan: () => undefined } });
    await run.until(59_999);
    expect(run.calls).toEqual([]);
    await run.until(60_000);
    expect(run.story()).toEqual(["60 tellOfPlan"]);
  });
});
