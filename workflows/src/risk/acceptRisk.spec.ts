import { riskDecider, type RegisteredRisk, type RiskCommand } from "@ballast/domain/risk";
import { personDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { AcceptRiskInput } from "@ballast/schema/workflows";
import { workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Following } from "../reactor/openRecords.ts";
import type { Reaction } from "../reactor/slice.ts";
import { firstTry } from "../specification/firstTry.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { passTime } from "./acceptance.activities.ts";
import { acceptRisk } from "./acceptRisk.workflow.ts";
import { riskSlice } from "./slice.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const [riskId, acceptanceId, ana, lea] = [ids.part("r", "x"), ids.part("a", "x"), ids.person("ana"), ids.person("lea")];
const day = 86_400_000;
const actor = { personId: ana, name: "Ana", means: "console" } as const;
const moment = (days: number) => new Date(days * day).toISOString();
const input: AcceptRiskInput = {
  riskId, acceptanceId, moments: [moment(10), moment(33), moment(40)], again: false, requestEventId: ids.part("e", "x"), correlationId: "c",
  actor,
};

describe("an acceptance's run", () => {
  const begin = (given: AcceptRiskInput, goesOn: readonly boolean[] = []) => {
    const answers = [...goesOn];
    return tell(acceptRisk, given, {
      clock: (ms) => vi.setSystemTime(ms),
      activities: { passAcceptanceTime: () => answers.shift() ?? true },
    });
  };
  const days = (told: { readonly calls: readonly { readonly at: number; readonly name: string }[] }) =>
    told.calls.filter(({ name }) => name === "passAcceptanceTime").map(({ at }) => at / day);

  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 0 }));

  it("comes to each of its moments, and to none that lay behind when it was approved", async () => {
    const told = await begin(input);
    await told.until(40 * day);
    expect(days(told)).toEqual([10, 33, 40]);
    vi.setSystemTime(11 * day);
    const late = await begin(input);
    await late.until(29 * day);
    expect(days(late)).toEqual([22, 29]);
  });

  it("makes up at once for what passed while a run was lost, and for an end that has passed", async () => {
    vi.setSystemTime(11 * day);
    const told = await begin({ ...input, again: true });
    expect(days(told)).toEqual([0]);
    vi.setSystemTime(50 * day);
    expect(days(await begin(input))).toEqual([0]);
  });

  it("ends with the acceptance", async () => {
    const told = await begin(input, [false]);
    await told.until(40 * day);
    expect(days(told)).toEqual([10]);
  });
});

describe("an acceptance's time", () => {
  let world: WorkerWorld;
  const risk = (command: RiskCommand) => world.handle({ aggregate: riskDecider, id: riskId }, command);
  const until = "2026-06-01T00:00:00.000Z";
  const pass = (at: string) => {
    world.now = Date.parse(at);
    return passTime(world.parts, { ...input, at }, firstTry());
  };
  const now = "2026-03-02T10:00:00.000Z";

  beforeEach(async () => {
    vi.useRealTimers();
    world = new WorkerWorld();
    for (const [personId, name] of [
      [ana, "ana"],
      [lea, "lea"],
    ] as const)
      await world.handle(
        { aggregate: personDecider, id: personId },
        {
          type: "JoinPerson", now, personId, login: name, name, roles: ["tpm"],
          contacts: { email: `${name}@ballast.test`, chatWebhookUrl: null }, timeZone: "UTC",
        },
      );
    await risk({
      type: "RegisterRisk", now, riskId, number: 12, title: "Provider", category: "third party", serviceIds: [], ownerId: ana,
      reviewEveryDays: 90, statement: { if: "a", then: "b", until: "c" }, observedSince: now, inputs: null, reason: "-",
    });
    await risk({ type: "ProposeAcceptance", now, riskId, acceptanceId, requestedBy: ana, from: null, until, reason: "cheaper" });
    await risk({ type: "ApproveAcceptance", now, riskId, acceptanceId, approverId: lea, note: "" });
  });

  it("tells the owner ahead, both at the end, and each once", async () => {
    expect(await pass("2026-05-02T00:00:00.000Z")).toBe(true);
    expect(await pass("2026-05-25T00:00:00.000Z")).toBe(true);
    expect(await pass(until)).toBe(false);
    expect(world.sent.map(({ to, subject }) => [to, subject])).toEqual([
      ["ana@ballast.test", "The acceptance of RISK-12 ends in 30 days"], ["ana@ballast.test", "The acceptance of RISK-12 ends in 7 days"],
      ["ana@ballast.test", "The acceptance of RISK-12 is over"], ["lea@ballast.test", "The acceptance of RISK-12 is over"],
    ]);
    expect(await pass("2026-07-01T00:00:00.000Z")).toBe(false);
    expect(world.sent).toHaveLength(4);
    const { acceptances } = (await foldRecord(world.parts.log, riskDecider, riskId)) as RegisteredRisk;
    expect(acceptances).toMatchObject([{ state: "expired", reminded: [30, 7] }]);
  });

  it("tried again after it was recorded, tells by the same key and records nothing", async () => {
    await pass(until);
    const recorded = world.memory.events.length;
    await pass(until);
    expect(world.memory.events).toHaveLength(recorded);
    expect(new Set(world.sent.map(({ key }) => key)).size).toBe(2);
  });

  it("has nothing to say of one that was taken back", async () => {
    await risk({ type: "WithdrawAcceptance", now, riskId, acceptanceId, reason: "delivered" });
    expect(await pass(until)).toBe(false);
    expect(world.sent).toEqual([]);
  });

  it("is waited for from the approval, and again where the engine lost that", async () => {
    const engine = new FakeEngine();
    const reaction = {
      log: world.parts.log, temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(world.now),
      policy: {} as Reaction["policy"],
    };
    const following = new Following([riskSlice]);
    for (const event of world.memory.events) following.note(event);
    const look = async () => {
      for (const records of following.records) for (const id of records.candidates(world.now)) await records.look(reaction, id);
    };
    await look();
    expect(engine.started).toMatchObject([{
      workflowId: workflowIds.acceptance(acceptanceId), name: "acceptRisk",
      input: { riskId, acceptanceId, again: true, moments: ["2026-05-02T00:00:00.000Z", "2026-05-25T00:00:00.000Z", until] },
    }]);
    engine.runs.set(workflowIds.acceptance(acceptanceId), "RUNNING");
    world.now += 11 * 60_000;
    await look();
    expect(engine.started).toHaveLength(1);
    await pass(until);
    for (const event of world.memory.events.slice(-1)) following.note(event);
    engine.runs.clear();
    world.now += 11 * 60_000;
    await look();
    expect(engine.started).toHaveLength(1);
  });
});
