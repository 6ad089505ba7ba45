import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { treeCpuMs } from "./cpu.ts";
import { environment, forEach, keyOf, usualParts } from "./fleetOfFlags.ts";
import type { Target } from "./load.ts";
import { freePort, startPostgres } from "./postgres.ts";

const adminToken = "*:*.bench-admin";
const frontendToken = `default:${environment}.bench-frontend`;

/** An Unleash with the bench's flags. */
export interface Unleash {
  readonly target: Target;
  stop(): Promise<void>;
}

/** Starts the `unleash-server` that npm has put into a folder, on a PostgreSQL of its own, and gives it the bench's flags. */
export async function startUnleash(folder: string, flags: number): Promise<Unleash> {
  const postgres = await startPostgres();
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const child = spawn(process.execPath, [join(folder, "node_modules", "unleash-server", "dist", "server.js")], {
    cwd: folder, stdio: ["ignore", "inherit", "inherit"],
    env: {
      PATH: process.env["PATH"], NODE_ENV: "production", DATABASE_URL: postgres.url, DATABASE_SSL: "false", HTTP_PORT: String(port),
      HTTP_HOST: "127.0.0.1", INIT_ADMIN_API_TOKENS: adminToken, INIT_FRONTEND_API_TOKENS: frontendToken, CHECK_VERSION: "false",
      SEND_TELEMETRY: "false", LOG_LEVEL: "error",
    },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => { resolve(); }));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
    await postgres.stop();
  };
  try {
    await untilHealthy(url, child);
    await forEach(flags, (index) => register(url, keyOf(index)));
    await untilServed(url, flags);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    target: { url, authorization: frontendToken, cpuMs: () => treeCpuMs(child.pid ?? 0) + treeCpuMs(postgres.pid) }, stop,
  };
}

async function untilHealthy(url: string, child: { readonly exitCode: number | null }): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Unleash ended with ${String(child.exitCode)} before it answered`);
    const answer = await fetch(`${url}/health`).catch(() => null);
    if (answer?.ok === true) return;
    await pause(300);
  }
}

async function post(url: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}/api/admin/projects/default/features${path}`, {
    method: "POST", headers: { authorization: adminToken, "content-type": "application/json" }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`Unleash answered ${String(answer.status)} to ${path}: ${await answer.text()}`);
}

/** The bench's rules as Unleash has them: on for gold, and for a quarter of the others. */
async function register(url: string, name: string): Promise<void> {
  const rollout = (percent: number) => ({ rollout: String(percent), stickiness: "userId", groupId: name });
  const gold = { contextName: "plan", operator: "IN", values: ["gold"], caseInsensitive: false, inverted: false };
  await post(url, "", { name, type: "release", impressionData: false });
  const here = `/${name}/environments/${environment}`;
  await post(url, `${here}/strategies`, { name: "flexibleRollout", constraints: [gold], parameters: rollout(100) });
  await post(url, `${here}/strategies`, { name: "flexibleRollout", constraints: [], parameters: rollout(usualParts / 1_000) });
  await post(url, `${here}/on`, {});
}

/** Its frontend API answers what is on and nothing else: all of it, to gold. */
async function untilServed(url: string, flags: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/frontend?userId=ann&properties[plan]=gold`, { headers: { authorization: frontendToken } });
    const { toggles = [] } = (await answer.json()) as { readonly toggles?: readonly unknown[] };
    if (toggles.length === flags) return;
    await pause(500);
  }
}
