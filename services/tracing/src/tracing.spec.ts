import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { noTracing, openTracing } from "./index.ts";
import { firstSpanIdOf, traceIdOf } from "./places.ts";

const loaded = vi.hoisted(() => ({ exporting: 0 }));
vi.mock("./exporting.ts", () => {
  loaded.exporting += 1;
  return { startTracing: () => noTracing };
});

describe("tracing", () => {
  it("is nothing where no collector is set, or where OpenTelemetry is switched off", async () => {
    expect(await openTracing("api", {})).toBe(noTracing);
    expect(await openTracing("api", { OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBe(noTracing);
    expect(await openTracing("api", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1", OTEL_SDK_DISABLED: "true" })).toBe(noTracing);
    expect(loaded.exporting).toBe(0);
    await openTracing("api", { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:1" });
    expect(loaded.exporting).toBe(1);
    expect(await noTracing.span({ name: "work", correlationId: "c" }, () => Promise.resolve(7))).toBe(7);
  });

  it("names a trace by its correlation, whatever that looks like", () => {
    const id = randomUUID();
    expect(traceIdOf(id)).toBe(id.replaceAll("-", ""));
    expect(traceIdOf("00000000-0000-0000-0000-000000000000")).toMatch(/^[0-9a-f]{32}$/u);
    expect(traceIdOf("first start")).toMatch(/^[0-9a-f]{32}$/u);
    expect(firstSpanIdOf(id)).toMatch(/^[0-9a-f]{16}$/u);
    expect(firstSpanIdOf(id)).not.toBe(firstSpanIdOf(randomUUID()));
  });
});
