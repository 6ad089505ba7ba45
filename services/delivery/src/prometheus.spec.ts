import { createServer, type Server } from "node:http";
import { BUCKET_MS } from "@ballast/schema";
import { afterEach, describe, expect, it } from "vitest";
import { prometheusCounts } from "./prometheus.ts";

const closing: Server[] = [];
afterEach(() => {
  for (const server of closing.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A Prometheus that gives each query what it is told; null never answers. */
async function prometheus(answer: (query: URLSearchParams) => unknown, { status = 200, timeoutMs = 60_000 } = {}) {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part) => (text += String(part)));
    request.on("end", () => {
      const query = new URLSearchParams(text);
      asked.push(query);
      const given = answer(query);
      if (given !== null)
        response.writeHead(status, { location: "/elsewhere" }).end(typeof given === "string" ? given : JSON.stringify(given));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(server);
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return { asked, source: prometheusCounts({ address: `http://127.0.0.1:${String(port)}/`, timeoutMs }) };
}

const from = Date.parse("2026-03-02T10:00:00Z");
const span = { from, to: from + 3 * BUCKET_MS };
const indicator = { counts: "bad", query: "bad[{{.window}}]", total: "all[{{ .window }}]" } as const;
const matrix = (...values: readonly (readonly [place: number, value: string])[]) => ({
  status: "success",
  data: {
    resultType: "matrix",
    result: [{ metric: {}, values: values.map(([place, value]) => [(from + place * BUCKET_MS) / 1_000, value]) }],
  },
});
const empty = { status: "success", data: { resultType: "matrix", result: [] } };
const given = (bad: unknown, all: unknown) => (query: URLSearchParams) => (query.get("query")?.startsWith("all") === true ? all : bad);

describe("requests that a Prometheus counts", () => {
  it("are those of each five minutes, asked for at their ends", async () => {
    const { source, asked } = await prometheus(given(matrix([1, "1"], [2, "0.5"], [3, "7"]), matrix([1, "10"], [2, "20"], [3, "5"])));
    expect(await source.count(indicator, span)).toEqual([{ bad: 1, valid: 10 }, { bad: 0.5, valid: 20 }, { bad: 5, valid: 5 }]);
    expect(asked.map((query) => query.get("query")).toSorted()).toEqual(["all[300s]", "bad[300s]"]);
    expect(asked[0]?.get("start")).toBe(String(from / 1_000 + 300));
    expect([asked[0]?.get("end"), asked[0]?.get("step")]).toEqual([String(span.to / 1_000), "300"]);
  });

  it("are not known where all of them are not, nor where the good ones are not; nothing bad is none", async () => {
    const all = matrix([1, "10"], [2, "NaN"]);
    expect(await (await prometheus(given(empty, all))).source.count(indicator, span)).toEqual([{ bad: 0, valid: 10 }, null, null]);
    expect(await (await prometheus(given(empty, all))).source.count({ ...indicator, counts: "good" }, span)).toEqual([null, null, null]);
    expect(await (await prometheus(given(matrix([1, "9"]), all))).source.count({ ...indicator, counts: "good" }, span)).toEqual([
      { bad: 1, valid: 10 }, null, null,
    ]);
  });

  it.each([
    ["refuses the query", { status: "error", errorType: "bad_data", error: "parse error" }, 400, "bad_data"],
    [
      "gives several series",
      { status: "success", data: { resultType: "matrix", result: [{ values: [] }, { values: [] }] } },
      200,
      "sum them",
    ],
    ["is none", "<html>", 200, "no answer that can be used"],
    ["leads elsewhere", "", 307, ""],
    ["gives more than can be read", "x".repeat(5_000_000), 200, "more than can be read"],
  ])("are not there where it %s", async (_, answer, status, message) => {
    const { source, asked } = await prometheus(() => answer, { status });
    await expect(source.count(indicator, span)).rejects.toThrow(message);
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it("are given up where it does not answer", async () => {
    const { source } = await prometheus(() => null, { timeoutMs: 200 });
    await expect(source.count(indicator, span)).rejects.toThrow(/abort|timeout/iu);
  });
});
