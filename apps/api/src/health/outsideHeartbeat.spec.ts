import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { watcherDecider } from "@ballast/domain/watcher";
import { idOf } from "@ballast/eventlog";
import { specServer, type SpecServer } from "../specification/server.ts";
import { outsideHeartbeat } from "./outsideHeartbeat.ts";

let spec: SpecServer;
let watcher: Server;
let asked: string[] = [];
let answering: "well" | "hanging" | "elsewhere" = "well";
let address = "";
beforeAll(async () => {
  spec = await specServer();
  watcher = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (answering === "well") response.end("OK");
    if (answering === "elsewhere") response.writeHead(302, { location: "/inside" }).end();
  });
  await new Promise<void>((resolve) => watcher.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(watcher.address() as AddressInfo).port}/ping/secret`;
});
afterAll(async () => {
  watcher.closeAllConnections();
  await new Promise((resolve) => watcher.close(resolve));
  await spec.close();
});
const pace = { everyMs: 5, withinMs: 50 };
const begin = (change: object = {}) => {
  asked = [];
  return outsideHeartbeat({ ...spec.server, outsideHeartbeat: address, ...change }, pace);
};

describe("a watcher outside", () => {
  it("is told again and again that Ballast is well, also after it hung, and led nowhere else", async () => {
    const duty = begin();
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(2));
    answering = "hanging";
    const before = asked.length;
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before + 2));
    answering = "elsewhere";
    const then = asked.length;
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(then + 2));
    answering = "well";
    await duty.stop();
    expect(new Set(asked)).toEqual(new Set(["/ping/secret"]));
    await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
    const known = spec.server.readModel.watcher.get();
    expect(known).toMatchObject({ status: "asked", toldAt: spec.server.now().toISOString() });
    const { events } = await spec.server.log.read(`watcher-${idOf(watcherDecider)}`);
    expect(events.length).toBeLessThanOrEqual(20);
    const told = JSON.stringify(events.map(({ event }) => event));
    expect(told).toContain("gave no answer in time, led elsewhere");
    expect(told).not.toContain("secret");
  });
  it("hears nothing where the log or the engine does not answer, or no address is set", async () => {
    let looks = 0;
    const silent = { ...spec.server.log, appendRegardless: () => Promise.reject(new Error(`look ${(looks += 1)}`)) };
    const duties = [begin({ log: silent }), begin({ engineState: () => "down" }), begin({ outsideHeartbeat: null })];
    await vi.waitFor(() => expect(looks).toBeGreaterThan(2));
    await Promise.all(duties.map((duty) => duty.stop()));
    expect(asked).toEqual([]);
  });
});
