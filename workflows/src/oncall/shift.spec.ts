import { personDecider, rotationDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { plainLayer } from "@ballast/schema";
import type { TellOfShiftInput } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { firstTry } from "../specification/firstTry.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { tellOfChange } from "./shift.activities.ts";
import { tellOfShift } from "./tellOfShift.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const now = "2026-11-24T09:00:00.000Z";
const rotationId = ids.rotation("platform");
const [ana, ben, cleo] = ["ana", "ben", "cleo"].map((login) => ids.person(login)) as [string, string, string];
const swapId = ids.part(rotationId, "swap");
const input: TellOfShiftInput = {
  kind: "asked", rotationId, swapId, personId: ana, otherIds: [], from: "2026-11-26T08:00:00Z", to: "2026-11-27T08:00:00Z",
  reason: "dentist", requestEventId: ids.part("e", "asked"), correlationId: "c", actor: { personId: ana, name: "ana", means: "console" },
};

describe("who is told of a shift", () => {
  let world: WorkerWorld;
  beforeEach(async () => {
    world = new WorkerWorld();
    for (const [login, personId] of [["ana", ana], ["ben", ben], ["cleo", cleo]] as const) {
      await world.handle({ aggregate: personDecider, id: personId }, {
        type: "JoinPerson", now, personId, login, name: login, roles: ["engineer"], timeZone: "UTC",
        contacts: { email: `${login}@ballast.test`, chatWebhookUrl: null },
      });
    }
    const layer = {
      ...plainLayer, layerId: rotationId, effectiveFrom: now, timeZone: "UTC", people: [ana, ben, cleo], startsOn: "2026-11-24",
      handOver: { every: "day" as const, weekday: null, at: "00:00" },
    };
    const rotation = { aggregate: rotationDecider, id: rotationId };
    await world.handle(rotation, { type: "CreateRotation", now, rotationId, name: "Platform", layer });
    await world.handle(rotation, {
      type: "AskSwap", now, rotationId, swapId, personId: ana, from: "2026-11-27T00:00:00Z", to: "2026-11-28T00:00:00Z", reason: "dentist",
    });
  });
  const told = async (more: Partial<TellOfShiftInput> = {}) => {
    await tellOfChange(world.parts, { ...input, ...more }, firstTry());
    return world.sent.map(({ to, subject }) => [to, subject]);
  };

  it("is everybody who takes turns but who asks, once each however often it is tried, and nobody once it is over", async () => {
    await told();
    const all = await told();
    expect(new Set(world.sent.map(({ key }) => key)).size).toBe(2);
    expect(new Set(all.map(([to]) => to))).toEqual(new Set(["ben@ballast.test", "cleo@ballast.test"]));
    expect(world.sent[0]?.text).toContain(
      "ana asks for a stand-in on call for Platform from 2026-11-26 08:00 UTC to 2026-11-27 08:00 UTC.",
    );
    world.sent.length = 0;
    await world.handle({ aggregate: rotationDecider, id: rotationId }, {
      type: "WithdrawSwap", now, rotationId, swapId, personId: ana,
    });
    expect(await told()).toEqual([]);
  });

  it("is both where somebody took it, and all where somebody took the pager", async () => {
    expect(await told({ kind: "taken", personId: ben, otherIds: [ana] })).toEqual([
      ["ben@ballast.test", "ben stands in for ana: Platform, 2026-11-26 08:00 UTC to 2026-11-27 08:00 UTC"],
      ["ana@ballast.test", "ben stands in for ana: Platform, 2026-11-26 08:00 UTC to 2026-11-27 08:00 UTC"],
    ]);
    world.sent.length = 0;
    expect((await told({ kind: "takenOver", swapId: null, personId: cleo, otherIds: [ana, ben] })).map(([to]) => to)).toEqual([
      "cleo@ballast.test", "ana@ballast.test", "ben@ballast.test",
    ]);
    expect(world.sent[0]?.text).toContain("cleo has the pager of Platform now, until 2026-11-27 08:00 UTC, instead of ana and ben.");
  });

  it("is told by a run of its own", async () => {
    const run = await tell(tellOfShift, input, { clock: () => undefined, activities: { tellOfChange: () => undefined } });
    expect(run.calls).toMatchObject([{ name: "tellOfChange", input: { kind: "asked" } }]);
  });
});
