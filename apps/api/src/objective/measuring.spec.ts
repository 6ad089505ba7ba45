import { sampleDecider } from "@ballast/domain/sample";
import { handle, idOf } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let tess: Principal;
let objectiveId: string;
let rawId: string;

const code = (running: Promise<unknown>): Promise<unknown> => running.then(() => "done", (error: { code?: string }) => error.code ?? error);
const indicator = { counts: "bad", query: "sum(bad[{{.window}}])", total: "sum(all[{{.window}}])" };
const run = (mutation: string, input: object, by = tess) => spec.run(by, mutation, { objectiveId, reason: "agreed", ...input });
const objective = async (fields: string): Promise<Record<string, unknown>> => {
  const query = `query($id: ID!) { objective(id: $id) { ${fields} } }`;
  return (await answered(spec, tess, { query, variables: { id: objectiveId } }))["objective"] as Record<string, unknown>;
};

/** An hour that the worker counted: so many bad of a hundred in each of its five minutes. */
async function counted(hour: string, bad: number): Promise<void> {
  const sampleId = idOf(sampleDecider, rawId, hour);
  const { position } = await handle(spec.server.log, {
    aggregate: sampleDecider, id: sampleId,
    command: {
      type: "CountRequests", now: spec.server.now().toISOString(), sampleId, objectiveId: rawId, hour,
      counts: Array.from({ length: 12 }, () => ({ bad, valid: 100 })),
    },
    context: {
      commandId: crypto.randomUUID(), actor: { personId: null, name: "requests", means: "system" }, now: spec.server.now().toISOString(),
      correlationId: "spec", causationId: "spec",
    },
  });
  await spec.server.readModel.waitFor(position);
}

beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-11-16T00:00:00.000Z");
  tess = await spec.person("tess", ["tpm", "engineer"]);
  await spec.run(tess, "registerService", { slug: "checkout", name: "Checkout" });
  objectiveId = (await spec.run(tess, "defineObjective", {
    name: "Checkout", parts: [{ service: "checkout" }], window: { kind: "rolling", days: 1 }, indicator,
  })).recordId;
  rawId = spec.server.readModel.objectives.all()[0]?.id ?? "";
  await counted("2026-11-15T20:00:00.000Z", 0);
  await counted("2026-11-15T21:00:00.000Z", 1);
});
afterAll(() => spec.close());

describe("an objective that is measured by requests", () => {
  it("says how many there were, good and bad, and what that comes to", async () => {
    expect(
      await objective(
        "indicator { counts query total } standing { availabilityPercent observedMinutes badMinutes requests { valid good bad } uncorrectedPercent }",
      ),
    ).toEqual({
      indicator,
      standing: {
        availabilityPercent: expect.closeTo(99.5, 9), observedMinutes: 120, badMinutes: expect.closeTo(0.6, 9),
        requests: { valid: 2_400, good: 2_388, bad: 12 }, uncorrectedPercent: expect.closeTo(99.5, 9),
      },
    });
  });

  it("is corrected with a reason, shows both figures, and counts again when that is taken back", async () => {
    const span = { from: "2026-11-15T21:00:00Z", to: "2026-11-15T22:00:00Z", reason: "a load test" };
    expect(await code(run("correctObjective", { ...span, to: "2026-11-17T00:00:00Z" }))).toBe("INVALID_INPUT");
    expect(await code(run("correctObjective", span, await spec.person("vera", ["viewer"])))).toBe("NOT_ALLOWED");
    const looked = async (span: string) => (await objective(`standingIf(${span}) { availabilityPercent observedMinutes }`))["standingIf"];
    expect(await looked('from: "2026-11-15T21:00:00Z", to: "2026-11-15T22:00:00Z"')).toEqual({
      availabilityPercent: 100, observedMinutes: 60,
    });
    expect(await code(looked('from: "2026-11-15T21:00:00Z", to: "2026-11-17T00:00:00Z"'))).toMatchObject({
      message: expect.stringMatching(/nothing was measured yet/u) as string,
    });
    expect(await code(looked('from: "2026-11-15T21:00:00Z"'))).toMatchObject({
      message: expect.stringMatching(/a start and an end/u) as string,
    });
    expect(await objective("corrections { id } standing { observedMinutes }")).toEqual({
      corrections: [], standing: { observedMinutes: 120 },
    });
    await run("correctObjective", span);
    const after = await objective("corrections { id reason } standing { availabilityPercent uncorrectedPercent observedMinutes }");
    expect(after).toMatchObject({
      corrections: [{ reason: "a load test" }],
      standing: { availabilityPercent: 100, uncorrectedPercent: expect.closeTo(99.5, 9), observedMinutes: 60 },
    });
    const [{ id: correctionId }] = after["corrections"] as readonly [{ id: string }];
    expect(await looked(`lifting: "${correctionId}"`)).toEqual({ availabilityPercent: expect.closeTo(99.5, 9), observedMinutes: 120 });
    await run("liftCorrection", { correctionId });
    expect(await objective("corrections { id } standing { observedMinutes } history(first: 2) { edges { node { sentence } } }")).toEqual({
      corrections: [], standing: { observedMinutes: 120 },
      history: {
        edges: [
          { node: { sentence: "tess let what was left out of Checkout count again: agreed." } },
          { node: { sentence: "tess left 2026-11-15 21:00 to 2026-11-15 22:00 UTC out of what is measured of Checkout: a load test." } },
        ],
      },
    });
  });

  it("keeps its indicator when it says something else, and is measured by incidents again when it has none", async () => {
    await run("changeObjective", {
      name: "Checkout", parts: [{ service: "checkout" }], targetPercent: 99, window: { kind: "rolling", days: 1 },
    });
    expect(await objective("targetPercent indicator { counts } standing { requests { bad } }")).toEqual({
      targetPercent: 99, indicator: { counts: "bad" }, standing: { requests: { bad: 12 } },
    });
    await run("setIndicator", { indicator: null });
    expect(await objective("indicator { counts } standing { requests { bad } }")).toEqual({
      indicator: null, standing: { requests: null },
    });
  });
});
