import { own } from "@ballast/schema/own";
import { createServer } from "node:net";
import type { Server } from "node:net";

/** Where the API listens unless told otherwise. */
export const defaultPort = 4000;

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      resolve(server);
    });
  });
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => { resolve(); }));

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Why a port cannot be listened on. */
export type Obstacle = "taken" | "not allowed" | "no such address";

const obstacles: Readonly<Record<string, Obstacle>> = {
  EADDRINUSE: "taken", EACCES: "not allowed", EADDRNOTAVAIL: "no such address", ENOTFOUND: "no such address", EAI_AGAIN: "no such address",
};

/** What keeps a port from being listened on at this address right now; undefined when nothing does. */
export async function obstacleTo(port: number, host: string): Promise<Obstacle | undefined> {
  try {
    await close(await listen(port, host));
    return undefined;
  } catch (error) {
    const obstacle = error instanceof Error && "code" in error ? own(obstacles, String(error.code)) : undefined;
    if (obstacle === undefined) throw error;
    return obstacle;
  }
}

/** Whether a port can be listened on at this address right now. */
export const isFree = async (port: number, host: string): Promise<boolean> => (await obstacleTo(port, host)) === undefined;

/** A loopback port for each name: the wanted one where it is free, otherwise any. No port is given twice. */
export async function choosePorts(wanted: Readonly<Record<string, number | undefined>>): Promise<Record<string, number>> {
  const held: Server[] = [];
  const chosen: [name: string, port: number][] = [];
  for (const [name, port] of Object.entries(wanted)) {
    const reuse = port !== undefined && (await isFree(port, "127.0.0.1"));
    const server = await listen(reuse ? port : 0, "127.0.0.1");
    held.push(server);
    chosen.push([name, portOf(server)]);
  }
  await Promise.all(held.map(close));
  return Object.fromEntries(chosen);
}
