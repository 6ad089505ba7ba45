import { createServer } from "node:http";
import type { Server } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { download } from "./sources.ts";

let folder: string;
let server: Server;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-download-"));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

function serve(answer: Parameters<typeof createServer>[1]): Promise<URL> {
  server = createServer(answer ?? (() => undefined));
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(new URL(`http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`));
    });
  });
}

const target = (): string => join(folder, "archive");

test("a download is written to the file", async () => {
  const url = await serve((_, response) => { response.end("archive"); });
  await download(url, { file: target(), silenceMs: 100_000 });
  expect(readFileSync(target(), "utf8")).toBe("archive");
});

test("a source that accepts and then says nothing is given up", async () => {
  const url = await serve(() => undefined);
  await expect(download(url, { file: target(), silenceMs: 30 })).rejects.toThrow("no answer within 30 ms");
});

test("a source that falls silent in the middle is given up", async () => {
  const url = await serve((_, response) => { response.writeHead(200, { "content-length": "1000" }).write("the beginning"); });
  await expect(download(url, { file: target(), silenceMs: 100 })).rejects.toThrow("no answer within 0.1 s");
});

test("a refusal is told", async () => {
  const url = await serve((_, response) => { response.writeHead(404).end(); });
  await expect(download(url, { file: target(), silenceMs: 100_000 })).rejects.toThrow("answered 404");
});
