import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { prometheusCounts } from "@ballast/delivery";
import { BUCKET_MS } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const [server, tool] = ["/usr/bin/prometheus", "/usr/bin/promtool"];
const there = existsSync(server) && existsSync(tool);
const from = Math.floor((Date.now() - 3 * 3_600_000) / 3_600_000) * 3_600_000;
const minutes = 90;

let folder: string;
let running: ChildProcess | undefined;
let address: string;

/** A counter of requests that grows by a hundred a minute, and one of errors that begins after an hour and grows by ten. */
function history(): string {
  const lines = ["# TYPE http_requests counter"];
  for (let minute = 0; minute <= minutes; minute += 1) {
    const at = from / 1_000 + minute * 60;
    lines.push(`http_requests_total{code="200"} ${String(minute * 100)} ${String(at)}`);
  }
  for (let minute = 60; minute <= minutes; minute += 1) {
    lines.push(`http_requests_total{code="500"} ${String((minute - 60) * 10)} ${String(from / 1_000 + minute * 60)}`);
  }
  return `${lines.join("\n")}\n# EOF\n`;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const given = probe.address();
      probe.close(() => resolve(typeof given === "object" ? (given?.port ?? 0) : 0));
    });
  });

beforeAll(async () => {
  if (!there) return;
  folder = mkdtempSync(join(tmpdir(), "prometheus-"));
  writeFileSync(join(folder, "history"), history());
  writeFileSync(join(folder, "prometheus.yml"), "global: {}\n");
  execFileSync(tool, ["tsdb", "create-blocks-from", "openmetrics", join(folder, "history"), join(folder, "data")], { stdio: "ignore" });
  const listen = `127.0.0.1:${String(await freePort())}`;
  address = `http://${listen}`;
  running = spawn(server, [
    `--config.file=${join(folder, "prometheus.yml")}`, `--storage.tsdb.path=${join(folder, "data")}`, `--web.listen-address=${listen}`,
  ], { stdio: "ignore" });
  for (let up = false; !up; await wait(50)) up = await fetch(`${address}/-/ready`).then(({ ok }) => ok, () => false);
}, 120_000);

afterAll(async () => {
  if (running !== undefined) {
    const ended = new Promise((resolve) => running?.once("exit", resolve));
    running.kill();
    await ended;
  }
  if (there) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!there)("a real Prometheus (Debian's package; skipped where it is not installed)", () => {
  const total = "sum(increase(http_requests_total[{{.window}}]))";
  const errors = 'sum(increase(http_requests_total{code="500"}[{{.window}}]))';

  it("counts what came in each five minutes, bad or good, as one asks", async () => {
    const source = prometheusCounts({ address, timeoutMs: 60_000 });
    const span = { from: from + 65 * 60_000, to: from + 85 * 60_000 };
    const bad = await source.count({ counts: "bad", query: errors, total }, span);
    expect(bad).toHaveLength(4);
    for (const count of bad) {
      expect(count?.valid).toBeCloseTo(550, 6);
      expect(count?.bad).toBeCloseTo(50, 6);
    }
    const good = await source.count({ counts: "good", query: 'sum(increase(http_requests_total{code="200"}[{{.window}}]))', total }, span);
    expect(good.map((count) => Math.round(count?.bad ?? -1))).toEqual([50, 50, 50, 50]);
  });

  it("says none were bad where there never was one, and nothing where nothing was measured", async () => {
    const source = prometheusCounts({ address, timeoutMs: 60_000 });
    const span = { from: from + 10 * 60_000, to: from + 15 * 60_000 };
    expect(await source.count({ counts: "bad", query: errors, total }, span)).toEqual([{ bad: 0, valid: expect.closeTo(500, 6) }]);
    const before = { from: from - 24 * 3_600_000, to: from - 24 * 3_600_000 + BUCKET_MS };
    expect(await source.count({ counts: "bad", query: errors, total }, before)).toEqual([null]);
  });

  it("refuses what is no query, and several series, in its own words", async () => {
    const source = prometheusCounts({ address, timeoutMs: 60_000 });
    const span = { from: from + 65 * 60_000, to: from + 70 * 60_000 };
    await expect(source.count({ counts: "bad", query: "sum(", total }, span)).rejects.toThrow(/refuses a query \(bad_data\)/u);
    await expect(source.count({ counts: "bad", query: "http_requests_total", total }, span)).rejects.toThrow("sum them");
  });
});
