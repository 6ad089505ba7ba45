import { pino } from "pino";
import { expect, test } from "vitest";
import { apiMetrics } from "../../ops/metrics.ts";
import { Sizes, stockClientTakes } from "./sizes.ts";

function watched() {
  const said: string[] = [];
  const metrics = apiMetrics();
  const logger = pino({ level: "warn" }, { write: (line: string) => { said.push(line); } });
  return { said, metrics, sizes: new Sizes({ logger, metrics }) };
}

test("flags that a stock client does not take are said once, and again when they have been small between", async () => {
  const { said, metrics, sizes } = watched();
  const fits = "x".repeat(stockClientTakes);
  sizes.note("production", fits);
  expect(said).toEqual([]);
  sizes.note("production", `${fits}x`);
  sizes.note("production", `${fits}xy`);
  expect(said).toHaveLength(1);
  expect(JSON.parse(said[0] ?? "")).toMatchObject({ environment: "production", bytes: stockClientTakes + 1 });
  sizes.note("staging", `${fits}x`);
  sizes.note("production", "{}");
  sizes.note("production", `${fits}x`);
  expect(said).toHaveLength(3);
  expect(await metrics.registry.getSingleMetricAsString("ballast_flag_sync_bytes")).toContain(
    `environment="production"} ${String(stockClientTakes + 1)}`,
  );
});

test("bytes count, not letters", () => {
  const { said, sizes } = watched();
  sizes.note("production", "ü".repeat(stockClientTakes / 2 + 1));
  expect(said).toHaveLength(1);
});
