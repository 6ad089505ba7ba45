import { describe, expect, it } from "vitest";
import { forecastDecider, type Forecast, type ForecastCommand } from "./forecastDecider.ts";
import { scored } from "./scored.ts";

const forecastId = "00000000-0000-4000-8000-000000000001";
const ask = {
  type: "AskForecast", forecastId, objectiveId: "00000000-0000-4000-8000-000000000002", day: "2026-11-23", period: "year",
} as const;
const content = {
  chance: 0.38, mean: 900, low: 400, high: 1_500, soFar: 300, budget: 1_051.2, from: "2026-01-01T00:00:00.000Z",
  until: "2027-01-01T00:00:00.000Z", risks: 14, draws: 100_000,
};
const keep = { type: "KeepForecast", forecastId, ...content } as const;

const after = (...commands: readonly ForecastCommand[]): Forecast =>
  commands.reduce(
    (state, command) => forecastDecider.decide(command, state).reduce(forecastDecider.evolve, state), forecastDecider.initialState,
  );

describe("a forecast", () => {
  it("is asked for once, and stays what was said first", () => {
    expect(after(ask)).toMatchObject({ status: "asked", said: null, day: "2026-11-23" });
    expect(forecastDecider.decide(ask, after(ask))).toEqual([]);
    expect(after(ask, keep)).toMatchObject({ status: "kept", said: content });
    expect(forecastDecider.decide({ ...keep, chance: 0.9 }, after(ask, keep))).toEqual([]);
    expect(after(ask, keep, { ...keep, chance: 0.9 }, ask)).toMatchObject({ said: { chance: 0.38 } });
  });

  it("of a quarter or a month is another one than the day's of the year, whose name stays as it was", () => {
    const keys = (["year", "quarter", "month"] as const).map((period) => forecastDecider.keyOf("o", "2026-11-23", period));
    expect(keys).toEqual([["o", "2026-11-23"], ["o", "2026-11-23", "quarter"], ["o", "2026-11-23", "month"]]);
    expect(forecastDecider.keyOf("o", "2026-11-23")).toEqual(keys[0]);
  });

  it("is of nobody who did not ask", () => {
    expect(() => forecastDecider.decide(keep, forecastDecider.initialState)).toThrow("nobody asked");
  });
});

describe("forecasts whose time has passed", () => {
  it("are scored by what came, each of them: the budget that held then decides what a miss is", () => {
    const said = { chance: 0.8, low: 900, high: 1_500, budget: 1_000 };
    expect(scored([{ said, came: 1_200 }]).brier).toBeCloseTo(0.04, 12);
    expect(scored([{ said, came: 1_200 }]).coverage).toBe(1);
    const both = scored([{ said, came: 1_200 }, { said: { ...said, budget: 1_300 }, came: 1_200 }, { said, came: 100 }]);
    expect(both.brier).toBeCloseTo((0.04 + 0.64 + 0.64) / 3, 12);
    expect(both.coverage).toBeCloseTo(2 / 3, 12);
  });

  it("have no score while there is none", () => {
    expect(scored([])).toMatchObject({ brier: null, coverage: null });
  });
});
