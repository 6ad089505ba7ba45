import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asking, flagDoorFrom } from "./flag.ts";
import { onePagePay } from "./onePagePay.ts";

let folder: string;
let server: Server;
let answer: RequestListener;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ballast-sample-"));
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  server.closeAllConnections();
  server.close();
});

const door = () => ({
  endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, tokenFile: join(folder, "token"),
});

/** On for acme, for whoever has the token. */
const on: RequestListener = (request, response) => {
  let body = "";
  request.on("data", (part: Buffer) => (body += part.toString()));
  request.on("end", () => {
    const known = request.headers.authorization === "Bearer the-token" && request.url === "/ofrep/v1/evaluate/flags/one-page";
    response.writeHead(known ? 200 : 401, { "content-type": "application/json" });
    const { context } = JSON.parse(body) as { context: { targetingKey: string } };
    response.end(JSON.stringify({ key: "one-page", value: context.targetingKey === "acme", variant: "on", reason: "TARGETING_MATCH" }));
  });
};

describe("the sample's flag", () => {
  it("is asked for with the token, one customer at a time; before there is a token the code goes on without it", async () => {
    answer = on;
    const asked = await asking("one-page", door());
    expect(await asked("acme")).toBe(false);
    writeFileSync(door().tokenFile, "the-token\n");
    expect([await asked("acme"), await asked("globex")]).toEqual([true, false]);
  });

  it("is off where nobody answers in time, or at all", async () => {
    writeFileSync(door().tokenFile, "the-token\n");
    const hung = door();
    answer = () => undefined;
    expect(await (await asking("one-page", hung))("acme")).toBe(false);
    expect(await (await asking("one-page", { ...hung, endpoint: "http://127.0.0.1:2" }))("acme")).toBe(false);
  });

  it("is not asked for where nobody says where", () => {
    expect(flagDoorFrom({ OFREP_ENDPOINT: "http://127.0.0.1:4000" })).toBeUndefined();
    expect(flagDoorFrom({ OFREP_ENDPOINT: "http://127.0.0.1:4000", OFREP_TOKEN_FILE: "t" })).toEqual({
      endpoint: "http://127.0.0.1:4000", tokenFile: "t",
    });
  });
});

describe("paying on one page", () => {
  it("goes well so many times a second, and no more", () => {
    const pays = onePagePay(2);
    const outcome = (now: number): string => (pays(now) === null ? "paid" : "refused");
    expect([0, 1, 2, 3].map((ms) => outcome(10_000 + ms))).toEqual(["paid", "paid", "refused", "refused"]);
    expect([500, 501].map((ms) => outcome(10_000 + ms))).toEqual(["paid", "refused"]);
    // A quiet hour saves nothing up.
    expect([0, 1, 2].map((ms) => outcome(3_610_000 + ms))).toEqual(["paid", "paid", "refused"]);
  });
});
