import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { checkPrometheus } from "./prometheus.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
}

it("says nothing where no Prometheus is configured", async () => {
  expect([await checkPrometheus(""), await checkPrometheus(undefined)]).toEqual([null, null]);
});

it("asks it a question, and is content with its answer", async () => {
  const address = await answering(
    ({ url }, response) => void response.end(JSON.stringify({ status: url === "/api/v1/query?query=1" ? "success" : "error" })),
  );
  expect(await checkPrometheus(address)).toMatchObject({ status: "ok" });
});

it.each([
  ["something else", "is no Prometheus", (_: unknown, response) => void response.end("[]")],
  ["a page instead of an answer", "JSON", (_: unknown, response) => void response.end("<html>")],
  ["a proxy that refuses", "answers 403", (_: unknown, response) => void response.writeHead(403).end()],
] as [string, string, RequestListener][])("warns of %s", async (_, detail, listener) => {
  expect(await checkPrometheus(await answering(listener))).toMatchObject({
    status: "warn", detail: expect.stringContaining(detail), fix: expect.stringContaining("BALLAST_PROMETHEUS"),
  });
});

it("warns of an address that nobody answers at, or that is none", async () => {
  expect(await checkPrometheus("http://127.0.0.1:1")).toMatchObject({ status: "warn" });
  expect(await checkPrometheus("prometheus")).toMatchObject({ status: "warn", detail: expect.stringContaining("Invalid URL") });
});
