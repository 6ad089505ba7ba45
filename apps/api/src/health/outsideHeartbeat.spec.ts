import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
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
  });
  it("hears nothing where the log or the engine does not answer, or no address is set", async () => {
    let looks = 0;
    const silent = { ...spec.server.log, lastPosition: () => Promise.reject(new Error(`look ${(looks += 1)}`)) };
    const duties = [begin({ log: silent }), begin({ engineState: () => "down" }), begin({ outsideHeartbeat: null })];
    await vi.waitFor(() => expect(looks).toBeGreaterThan(2));
    await Promise.all(duties.map((duty) => duty.stop()));
    expect(asked).toEqual([]);
  });
});
