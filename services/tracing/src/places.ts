import { createHash } from "node:crypto";

const digest = (...parts: readonly string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");
const asTraceId = /^(?!0{32})[0-9a-f]{32}$/u;

/** A correlation's trace: its uuid, so that whoever has one finds the other. */
export function traceIdOf(correlationId: string): string {
  const plain = correlationId.replaceAll("-", "").toLowerCase();
  return asTraceId.test(plain) ? plain : digest("trace", correlationId).slice(0, 32);
}

/** The span with which a trace begins: known to every process, so that none has to be told. */
export const firstSpanIdOf = (correlationId: string): string => digest("span", correlationId).slice(0, 16);
