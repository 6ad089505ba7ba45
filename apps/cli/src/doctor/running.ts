import { connect } from "node:net";
import { readCredential } from "../start/credential.ts";
import { currentFolder } from "../start/folders.ts";
import type { InstanceRecord, PartRecord } from "../start/instance.ts";
import { isRunning, readInstance } from "../start/instance.ts";
import { isSameProcess } from "../start/processes.ts";
import { answersFor } from "../start/temporal/health.ts";
import { shownAddress } from "../print/address.ts";
import type { Finding } from "./finding.ts";
import { ok } from "./finding.ts";

const patienceMs = 3_000;

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patienceMs });
    const settle = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => { settle(true); }).once("error", () => { settle(false); }).once("timeout", () => { settle(false); });
  });
}

function partFinding(name: string, part: PartRecord): Finding {
  const restarted = part.restarts === 0 ? "" : `, started again ${String(part.restarts)} ×`;
  if (isSameProcess(part) && part.healthy) return ok(`Process ${name}`, `${String(part.pid)}${restarted}`);
  if (isSameProcess(part))
    return {
      name: `Process ${name}`, status: "warn", detail: `${String(part.pid)} is not ready yet${restarted}`,
      fix: `Wait a moment, or see logs/${name}.log.`,
    };
  return { name: `Process ${name}`, status: "fail", detail: `is down${restarted}`, fix: `See logs/${name}.log in the data folder.` };
}

async function addressFinding(name: string, address: string): Promise<Finding> {
  const { hostname, port } = new URL(address.includes("://") ? address.replace(/^esdb/, "http") : `http://${address}`);
  const reached =
    name === "temporal"
      ? await answersFor(address, process.env["BALLAST_TEMPORAL_NAMESPACE"] ?? "default")
      : await accepts(hostname, Number(port));
  if (reached) return ok(`Reach ${name}`, shownAddress(address));
  return {
    name: `Reach ${name}`, status: "fail", detail: `${shownAddress(address)} does not answer`,
    fix: "Is its process up? A firewall or another host may be in the way.",
  };
}

/** What `/readyz` answers, as text: to who has the instance's credential it names the projections and how far each is behind. */
async function readiness(url: string, credential: string | undefined): Promise<Finding> {
  try {
    const response = await fetch(new URL("/readyz", url), {
      headers: credential === undefined ? {} : { authorization: `Bearer ${credential}` }, signal: AbortSignal.timeout(patienceMs),
    });
    const detail = (await response.text()).trim();
    if (response.ok) return ok("Ready", detail);
    return { name: "Ready", status: "fail", detail, fix: "Wait while it catches up; if the lag does not fall, see logs/api.log." };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name: "Ready", status: "fail", detail: `${url}/readyz: ${detail}`, fix: "See logs/api.log in the data folder." };
  }
}

async function runningFindings(record: InstanceRecord, credential: string | undefined): Promise<readonly Finding[]> {
  const parts = Object.entries(record.parts).map(([name, part]) => partFinding(name, part));
  const addresses = await Promise.all(Object.entries(record.addresses).map(([name, address]) => addressFinding(name, address)));
  return [
    ok("Instance", `${record.url} (supervisor ${String(record.supervisor.pid)}, ${record.state})`),
    ...parts,
    ...addresses,
    await readiness(record.url, credential),
  ];
}

/** Looks at the instance that was started last: its processes, addresses and how far its projections are behind. */
export async function checkRunning(data?: string): Promise<readonly Finding[]> {
  const folder = currentFolder(data);
  const record = folder === undefined ? undefined : readInstance(folder);
  if (folder !== undefined && isRunning(record)) return runningFindings(record, readCredential(folder));
  return [{ name: "Instance", status: "warn", detail: "none is running", fix: "Start one with `npm start`." }];
}
