import { forecastDecider } from "@ballast/domain/forecast";
import type { ForecastPeriod } from "@ballast/schema";
import { handle, idOf, ids } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { idOf as globalIdOf } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import type { Duty } from "../slice.ts";
import { keepingForecasts } from "./keepingForecasts.ts";
import { drawer } from "./riskForecast.ts";

let spec: SpecServer;
let ada: Principal;
let tim: Principal;
let objectiveId: string;
let duty: Duty;
const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenDays: 60 };
const statement = { if: "the provider does not answer", then: "three of four checkouts fail", until: "it is back" };

async function incident(day: string, minutes: number, hidden = false): Promise<string> {
  const from = `${day}T08:00:00Z`;
  const { recordId } = await spec.run(ada, "declareIncident", {
    title: `Checkout fails ${day}`, severity: 2, services: ["checkout"], publicImpact: "major", impactStartAt: from, private: hidden,
  });
  const resolvedAt = new Date(Date.parse(from) + minutes * 60_000).toISOString();
  await spec.run(ada, "changeIncidentState", { incidentId: recordId, to: "resolved", resolvedAt });
  return recordId;
}

beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  tim = await spec.person("tim", ["tpm"]);
  await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
  await spec.run(tim, "registerRisk", {
    title: "Provider", statement, services: ["checkout"], inputs, observedSince: "2025-10-20T00:00:00Z",
  });
  ({ recordId: objectiveId } = await spec.run(tim, "defineObjective", { name: "Checkout", parts: [{ service: "checkout" }] }));
  duty = keepingForecasts(spec.server);
});
afterAll(async () => {
  await duty.stop();
  await spec.close();
});

const ask = async (day: string, period: ForecastPeriod = "year"): Promise<void> => {
  const forecastId = idOf(forecastDecider, globalIdOf("Objective", objectiveId, []), day, period);
  await handle(spec.server.log, {
    aggregate: forecastDecider, id: forecastId,
    command: { type: "AskForecast", forecastId, objectiveId: globalIdOf("Objective", objectiveId, []), day, period },
    context: {
      commandId: ids.command("spec", day, period), actor: {
        personId: null, name: "spec", means: "system",
      }, now: spec.server.now().toISOString(),
      correlationId: "spec", causationId: "spec",
    },
  });
};

interface Told {
  readonly kept: number;
  readonly due: number;
  readonly brier: number | null;
  readonly coverage: number | null;
  readonly last: readonly {
    readonly chance: number;
    readonly soFar: number;
    readonly came: number | null;
    readonly held: boolean | null;
  }[];
}
const forecasts = async (period: ForecastPeriod = "year", by = tim): Promise<Told> => {
  const query = `query($id: ID!, $period: ForecastPeriod!) { objective(id: $id) { forecasts(last: 5, period: $period) {
    kept due brier coverage last { day chance low high soFar budget until came missed held } } } }`;
  const { objective } = (await answered(spec, by, { query, variables: { id: objectiveId, period } })) as { objective: { forecasts: Told } };
  return objective.forecasts;
};

/** What somebody asked for, once a server has drawn it. */
async function keptNow(count: number, period?: ForecastPeriod): Promise<Told> {
  await expect.poll(async () => (await forecasts(period)).kept, { timeout: 30_000, interval: 20 }).toBe(count);
  return forecasts(period);
}

describe("a forecast of an objective", () => {
  it("has the target and the bad minutes so far of the objective's own sweep, and draws in a thread of its own", async () => {
    await incident("2026-11-20", 40);
    const { riskForecast } = (await answered(spec, tim, {
      query: "query($id: ID!) { riskForecast(objective: $id) { target soFar budget chance low high mean objective { name } } }",
      variables: { id: objectiveId },
    })) as { riskForecast: { soFar: number; chance: number; low: number; high: number; mean: number } };
    expect(riskForecast).toMatchObject({ target: 99.8, soFar: 40, objective: { name: "Checkout" } });
    expect(riskForecast.low).toBeGreaterThanOrEqual(40);
    expect(riskForecast.mean).toBeGreaterThan(riskForecast.low);
    expect(riskForecast.high).toBeGreaterThan(riskForecast.mean);
    await drawer.stop();
  });

  it("is kept once a day as everybody may know of it, and scored when the year is over", async () => {
    await incident("2026-11-21", 30, true);
    await ask("2026-11-23");
    const [first] = (await keptNow(1)).last;
    expect(first).toMatchObject({ day: "2026-11-23", soFar: 40, came: null, held: null });
    await ask("2026-11-23");
    spec.at("2026-12-30T09:00:00.000Z");
    await incident("2026-12-29", 1_200);
    await ask("2026-12-30");
    expect((await keptNow(2)).last[0]).toMatchObject({ soFar: 1_240, chance: 1 });
    expect(await forecasts()).toMatchObject({ due: 0, brier: null, coverage: null });
    spec.at("2027-01-02T09:00:00.000Z");
    const told = await forecasts();
    expect(told).toMatchObject({ kept: 2, due: 2, coverage: 0.5 });
    expect(told.last).toMatchObject([{ came: 1_240, missed: true, held: true }, { came: 1_240, missed: true, held: false }]);
    expect(told.brier).toBeCloseTo(((first?.chance ?? NaN) - 1) ** 2 / 2, 12);
  });
});

describe("a forecast of a quarter or a month", () => {
  it("has that period's minutes and budget, and is scored when that is over, weeks later, beside those of the year", async () => {
    spec.at("2027-01-04T09:00:00.000Z");
    await incident("2027-01-03", 100);
    await ask("2027-01-04", "month");
    await ask("2027-01-04", "quarter");
    const [month] = (await keptNow(1, "month")).last;
    const [quarter] = (await keptNow(1, "quarter")).last;
    expect(month).toMatchObject({ soFar: 100, chance: 1, came: null, until: "2027-02-01T00:00:00.000Z", budget: 89.28 });
    expect(quarter).toMatchObject({
      soFar: 100, came: null, until: "2027-04-01T00:00:00.000Z", budget: expect.closeTo(259.2, 9) as number,
    });
    expect(quarter?.chance).toBeLessThan(1);
    spec.at("2027-02-01T09:00:00.000Z");
    expect(await forecasts("month")).toMatchObject({ kept: 1, due: 1, brier: 0, last: [{ came: 100, missed: true }] });
    expect(await forecasts("quarter")).toMatchObject({ kept: 1, due: 0, brier: null });
    expect(await forecasts()).toMatchObject({ kept: 2, due: 2 });
    spec.at("2027-01-02T09:00:00.000Z");
  });
});

describe("what no risk had foreseen", () => {
  it("is a share of the bad minutes with its incidents, and gets less as they are linked", async () => {
    spec.at("2027-01-02T09:00:00.000Z");
    const query = "{ unforeseen { badMinutes unforeseenMinutes share records { incident { title } badMinutes } } }";
    expect(await answered(spec, tim, { query })).toEqual({
      unforeseen: {
        badMinutes: 1_240, unforeseenMinutes: 1_240, share: 1,
        records: [
          { incident: { title: "Checkout fails 2026-12-29" }, badMinutes: 1_200 },
          { incident: { title: "Checkout fails 2026-11-20" }, badMinutes: 40 },
        ],
      },
    });
    const { recordId: riskId } = await spec.run(tim, "registerRisk", { title: "Late", statement, services: [], inputs });
    const { incidents } = (await answered(spec, tim, { query: "{ incidents(first: 5) { edges { node { id title } } } }" })) as {
      incidents: { edges: { node: { id: string; title: string } }[] };
    };
    const large = incidents.edges.find(({ node: { title } }) => title.endsWith("2026-12-29"))?.node.id;
    await spec.run(tim, "linkRisk", { riskId, kind: "incident", recordId: large });
    expect(await answered(spec, tim, { query: "{ unforeseen(days: 365) { unforeseenMinutes records { badMinutes } } }" })).toEqual({
      unforeseen: { unforeseenMinutes: 40, records: [{ badMinutes: 40 }] },
    });
  });
});
