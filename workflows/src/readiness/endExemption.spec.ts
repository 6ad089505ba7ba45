import { personDecider, serviceDecider } from "@ballast/domain";
import { readinessDecider, type KnownReadiness, type ReadinessCommand } from "@ballast/domain/readiness";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import type { Role } from "@ballast/schema";
import { workflowIds, type EndExemptionInput } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Following } from "../reactor/openRecords.ts";
import type { Reaction } from "../reactor/slice.ts";
import { firstTry } from "../specification/firstTry.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { endExemption, exemptionEnded } from "./endExemption.workflow.ts";
import { passTime } from "./exemption.activities.ts";
import { readinessSlice } from "./slice.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const [ana, lea, mira, tim] = [ids.person("ana"), ids.person("lea"), ids.person("mira"), ids.person("tim")];
const serviceId = ids.service("store");
const own = { readinessId: idOf(readinessDecider, serviceId), serviceId };
const [exemptionId, later] = [ids.part("x", "exemption"), ids.part("x", "later")];
const dayMs = 86_400_000;
const input: EndExemptionInput = {
  readinessId: own.readinessId, exemptionId, moments: ["2026-11-23T09:00:00.000Z", "2026-11-30T09:00:00.000Z"], again: false,
  requestEventId: ids.part("e", "x"), correlationId: "c", actor: { personId: mira, name: "Mira", means: "console" },
};

describe("an exemption's run", () => {
  const moments = [new Date(3 * dayMs).toISOString(), new Date(10 * dayMs).toISOString()];
  const begin = (given: Partial<EndExemptionInput>, goesOn: readonly boolean[] = []) => {
    const answers = [...goesOn];
    return tell(endExemption, { ...input, moments, ...given }, {
      clock: (ms) => vi.setSystemTime(ms), activities: { passExemptionTime: () => answers.shift() ?? true },
    });
  };
  const days = (told: { readonly calls: readonly { readonly at: number }[] }) => told.calls.map(({ at }) => at / dayMs);
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 0 }));

  it("comes to each of its moments, and to none but the last that lay behind when it was granted", async () => {
    const told = await begin({});
    await told.until(20 * dayMs);
    expect(days(told)).toEqual([3, 10]);
    vi.setSystemTime(5 * dayMs);
    const late = await begin({});
    await late.until(20 * dayMs);
    expect(days(late)).toEqual([5]);
    vi.setSystemTime(11 * dayMs);
    expect(days(await begin({}))).toEqual([0]);
  });

  it("makes up at once for what passed while a run was lost, and ends with the exemption", async () => {
    vi.setSystemTime(5 * dayMs);
    expect(days(await begin({ again: true }, [false]))).toEqual([0]);
    vi.setSystemTime(0);
    const told = await begin({}, [false]);
    await told.until(dayMs);
    await told.signal(exemptionEnded.name);
    await told.until(20 * dayMs);
    expect(days(told)).toEqual([1]);
  });
});

describe("an exemption's time", () => {
  let world: WorkerWorld;
  const state = (command: ReadinessCommand) => world.handle({ aggregate: readinessDecider, id: own.readinessId }, command);
  const now = "2026-11-02T10:00:00.000Z";
  const pass = (at: string) => {
    world.now = Date.parse(at);
    return passTime(world.parts, { ...input, at }, firstTry());
  };
  const join = (personId: string, login: string, role: Role) =>
    world.handle({ aggregate: personDecider, id: personId }, {
      type: "JoinPerson", now, personId, login, name: login, roles: [role], timeZone: "UTC",
      contacts: { email: `${login}@ballast.test`, chatWebhookUrl: null },
    });
  const ask = async (id: string, until: string) => {
    await state({ type: "AskExemption", now, ...own, exemptionId: id, checkId: "rollback", askedBy: lea, until, reason: "it moves" });
    await state({ type: "GrantExemption", now, ...own, exemptionId: id, approverId: mira, note: "" });
  };
  /** Who was told what, by name: they are told at once. */
  const told = (from = 0) => world.sent.slice(from).map(({ to, subject }) => [to.split("@")[0] ?? "", subject] as const)
    .toSorted(([one], [other]) => one.localeCompare(other));
  const ahead = "The exemption of Store from rollback ends in 7 days";
  const over = "The exemption of Store from rollback is over";

  beforeEach(async () => {
    vi.useRealTimers();
    world = new WorkerWorld();
    for (const [personId, login] of [[ana, "ana"], [lea, "lea"], [mira, "mira"], [tim, "tim"]] as const)
      await join(personId, login, login === "tim" ? "tpm" : "engineer");
    await world.handle({ aggregate: personDecider, id: ana }, {
      type: "PlacePerson", now, personId: ana, teams: [], reportsTo: tim, above: [],
    });
    await world.handle({ aggregate: serviceDecider, id: serviceId }, {
      type: "RegisterService", now, serviceId, slug: "store", name: "Store", description: "",
    });
    await state({ type: "SetServiceOwner", now, ...own, ownerId: ana, tier: null, reason: null });
    await ask(exemptionId, "2026-11-30");
  });

  it("is told a week ahead to who answers and who asked, and at its end to who granted it and who stands above, once", async () => {
    expect(await pass("2026-11-23T09:00:00.000Z")).toBe(true);
    expect(told()).toEqual([["ana", ahead], ["lea", ahead]]);
    expect(await pass("2026-11-30T09:00:00.000Z")).toBe(false);
    expect(told(2)).toEqual([["ana", over], ["lea", over], ["mira", over], ["tim", over]]);
    const recorded = world.memory.events.length;
    await pass("2026-12-30T09:00:00.000Z");
    expect(world.memory.events).toHaveLength(recorded);
    const { exemptions } = (await foldRecord(world.parts.log, readinessDecider, own.readinessId)) as KnownReadiness;
    expect(exemptions).toMatchObject([{ state: "granted", noticed: [7, 0] }]);
    expect(world.sent[0]?.text.split("\n")).toEqual([
      "Store counts as meeting rollback until the day before 2026-11-30: it moves",
      "Nothing lengthens it: do what is missing by then, or ask for another one, which somebody else decides on.", "",
      "http://ballast.test/readiness",
    ]);
  });

  it("tried again after it was recorded, tells by the same key", async () => {
    await pass("2026-11-30T09:00:00.000Z");
    const keys = new Set(world.sent.map(({ key }) => key));
    await pass("2026-11-30T09:00:00.000Z");
    expect(new Set(world.sent.map(({ key }) => key))).toEqual(keys);
  });

  it("reaches somebody where nobody answers for the service, and nobody who has left", async () => {
    await state({ type: "SetServiceOwner", now, ...own, ownerId: null, tier: null, reason: null });
    await world.handle({ aggregate: personDecider, id: mira }, { type: "Leave", now, personId: mira });
    await pass("2026-11-30T09:00:00.000Z");
    expect(told()).toEqual([["lea", over]]);
  });

  it("is nobody's business once it was ended, or while another one goes on", async () => {
    await ask(later, "2026-12-24");
    expect(await pass("2026-11-30T09:00:00.000Z")).toBe(false);
    await state({ type: "EndExemption", now, ...own, exemptionId: later, reason: "tried" });
    await state({ type: "EndExemption", now, ...own, exemptionId, reason: "tried" });
    expect(await pass("2026-11-30T09:00:00.000Z")).toBe(false);
    expect(world.sent).toEqual([]);
  });

  it("is waited for from the grant, again where the engine lost that, and no more once it was said or ended", async () => {
    const engine = new FakeEngine();
    const reaction = {
      log: world.parts.log, temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(world.now),
      policy: {} as Reaction["policy"],
    };
    world.now = Date.parse(now);
    const following = new Following([readinessSlice]);
    let noted = 0;
    const look = async () => {
      for (const event of world.memory.events.slice(noted)) following.note(event);
      noted = world.memory.events.length;
      world.now += 11 * 60_000;
      for (const records of following.records) for (const id of records.candidates(world.now)) await records.look(reaction, id);
    };
    await look();
    expect(engine.started).toMatchObject([{
      workflowId: workflowIds.exemption(exemptionId), name: "endExemption",
      input: { readinessId: own.readinessId, exemptionId, again: true, moments: input.moments },
    }]);
    engine.runs.set(workflowIds.exemption(exemptionId), "RUNNING");
    await look();
    expect(engine.started).toHaveLength(1);
    await pass("2026-11-30T09:00:00.000Z");
    engine.runs.clear();
    await look();
    expect(engine.started).toHaveLength(1);
  });
});
