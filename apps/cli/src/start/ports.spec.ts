import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { apiWasClaimed, claimPorts, isFree, type ClaimedPorts } from "./ports.ts";

const host = "127.0.0.1";
const names = ["eventstore", "fleet", "api"];
const claims: ClaimedPorts[] = [];
const others: Server[] = [];

async function claimed(former?: Readonly<Record<string, number>>): Promise<Readonly<Record<string, number>>> {
  const claim = await claimPorts({ names, host, former });
  claims.push(claim);
  return claim.ports;
}

async function listened(port: number): Promise<void> {
  const other = createServer();
  others.push(other);
  await new Promise<void>((resolve) => other.listen(port, host, resolve));
}

afterEach(async () => {
  await Promise.all(claims.splice(0).map((claim) => claim.release()));
  await Promise.all(others.splice(0).map((other) => new Promise((resolve) => other.close(resolve))));
});

describe("the ports of an instance", () => {
  it("are no other's before anything listens on them, also of one that had them once", async () => {
    const first = await claimed();
    expect(Object.keys(first)).toEqual(["guard", ...names]);
    expect(await isFree(first["api"] ?? 0, host)).toBe(true);
    const second = await claimed(first);
    expect(Object.values(second).filter((port) => Object.values(first).includes(port))).toEqual([]);
  });

  it("are all different, of whatever many that choose at the same moment", async () => {
    const chosen = await Promise.all(Array.from({ length: 30 }, () => claimed()));
    const ports = chosen.flatMap((claim) => Object.values(claim));
    expect(new Set(ports).size).toBe(30 * 4);
  });

  it("are the former ones at the next start", async () => {
    const first = await claimed();
    await claims.pop()?.release();
    expect(await claimed(first)).toEqual(first);
  });

  it("are others where one of the former is taken by somebody else, and not the guard of it is left held", async () => {
    const first = await claimed();
    await claims.pop()?.release();
    await listened(first["fleet"] ?? 0);
    const second = await claimed(first);
    expect(second["guard"]).not.toBe(first["guard"]);
    expect(await isFree(first["guard"] ?? 0, host)).toBe(true);
  });

  it("are a block of their own where an earlier version kept them without a guard", async () => {
    const second = await claimed({ eventstore: 40_001, fleet: 40_002, api: 4_000 });
    expect(second["eventstore"]).toBe((second["guard"] ?? 0) + 1);
  });

  it("tell a port of the API that was chosen from one that was claimed", async () => {
    const first = await claimed();
    expect(apiWasClaimed(first)).toBe(true);
    expect(apiWasClaimed({ ...first, api: 4_000 })).toBe(false);
    expect(apiWasClaimed({ api: 4_000 })).toBe(false);
  });
});
