import { own } from "@ballast/schema/own";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import type { Server } from "node:net";

/** Where the API listens unless told otherwise. */
export const defaultPort = 4000;

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      resolve(server);
    });
  });
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => { resolve(); }));

/** Why a port cannot be listened on. */
export type Obstacle = "taken" | "not allowed" | "no such address";

const obstacles: Readonly<Record<string, Obstacle>> = {
  EADDRINUSE: "taken", EACCES: "not allowed", EADDRNOTAVAIL: "no such address", ENOTFOUND: "no such address", EAI_AGAIN: "no such address",
};

async function listenUnless(port: number, host: string): Promise<Server | Obstacle> {
  try {
    return await listen(port, host);
  } catch (error) {
    const obstacle = error instanceof Error && "code" in error ? own(obstacles, String(error.code)) : undefined;
    if (obstacle === undefined) throw error;
    return obstacle;
  }
}

/** What keeps a port from being listened on at this address right now; undefined when nothing does. */
export async function obstacleTo(port: number, host: string): Promise<Obstacle | undefined> {
  const found = await listenUnless(port, host);
  if (typeof found === "string") return found;
  await close(found);
  return undefined;
}

/** Whether a port can be listened on at this address right now. */
export const isFree = async (port: number, host: string): Promise<boolean> => (await obstacleTo(port, host)) === undefined;

/** Ports of which no other instance takes one. */
export interface ClaimedPorts {
  /** By name; `guard` is the one that is held. */
  readonly ports: Readonly<Record<string, number>>;
  /** Gives them back; the end of this process does as well, however it ends. */
  release(): Promise<void>;
}

/** What a claim holds for, and where. */
export interface Wanted {
  readonly names: readonly string[];
  readonly host: string;
  /** Those of an earlier claim, taken again where all of them are free. */
  readonly former?: Readonly<Record<string, number>> | undefined;
}

/**
 * Below the ports that systems hand out by themselves (Linux from 32768, others from 49152), which any program's next
 * connection may be given, and those of the fleet's services, from 20,000.
 */
const blocks = { first: 12_000, size: 10, count: 800 } as const;

/**
 * Claims a loopback port for each name. The parts listen seconds later, and each may be gone for a moment; so what says
 * that they are taken is the first port of their block, which this process holds for as long as it lives: of two
 * instances that choose at the same moment, one finds the block taken and looks for another.
 * @throws when no block is free
 */
export async function claimPorts({ names, host, former }: Wanted): Promise<ClaimedPorts> {
  const all = ["guard", ...names];
  const again = former === undefined ? undefined : formerOf(former, all);
  const kept = again === undefined ? undefined : await claim(again, host);
  if (kept !== undefined) return kept;
  const start = randomInt(blocks.count);
  for (let tried = 0; tried < blocks.count; tried += 1) {
    const first = blocks.first + ((start + tried) % blocks.count) * blocks.size;
    const claimed = await claim(Object.fromEntries(all.map((name, index) => [name, first + index])), host);
    if (claimed !== undefined) return claimed;
  }
  throw new Error(`no ${String(blocks.size)} ports in a row are free between ${String(blocks.first)} and 20000`);
}

/** The former port of each name; undefined where one is missing, as in a claim of before there was a guard. */
function formerOf(former: Readonly<Record<string, number>>, names: readonly string[]): Readonly<Record<string, number>> | undefined {
  const ports = names.flatMap((name): readonly (readonly [string, number])[] => {
    const port = own(former, name);
    return port === undefined ? [] : [[name, port]];
  });
  return ports.length === names.length ? Object.fromEntries(ports) : undefined;
}

/** Whether the API's port came with the others of an earlier claim, and nobody chose it. */
export const apiWasClaimed = ({ guard, api }: Readonly<Record<string, number>>): boolean =>
  guard !== undefined && api !== undefined && api > guard && api < guard + blocks.size;

async function claim(ports: Readonly<Record<string, number>>, host: string): Promise<ClaimedPorts | undefined> {
  const { guard = 0, ...others } = ports;
  const held = await listenUnless(guard, "127.0.0.1");
  if (typeof held === "string") return undefined;
  held.unref();
  for (const port of Object.values(others)) {
    if ((await isFree(port, "127.0.0.1")) && (await isFree(port, host))) continue;
    await close(held);
    return undefined;
  }
  return { ports, release: () => close(held) };
}
