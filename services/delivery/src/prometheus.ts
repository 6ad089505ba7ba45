import { BUCKET_MS, type Indicator, type RequestCount } from "@ballast/schema";
import { z } from "zod";

/** Counts requests by an indicator. */
export interface RequestSource {
  /**
   * Requests of each five minutes from `from` to `to` (ms, both full five minutes), in order; null where the source knows nothing.
   * @throws Error when it does not answer, or not so that it can be understood
   */
  count(indicator: Indicator, span: { readonly from: number; readonly to: number }): Promise<readonly (RequestCount | null)[]>;
}

/** Where a Prometheus answers. */
export interface PrometheusOptions {
  /** Its address, as whoever runs Ballast says it: `http://prometheus:9090`, with a path in front of `/api` where it has one. */
  readonly address: string;
  /** A query that takes longer is given up, ms. */
  readonly timeoutMs?: number;
}

/** Largest answer that is read, bytes: three days of five minutes are a fiftieth of it. */
const MOST_BYTES = 4 * 1_024 * 1_024;

const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })).max(1, "it gives several series: sum them"),
  }),
});
const refusal = z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() });

/** A Prometheus that counts requests: two queries for a span, whatever its length. */
export function prometheusCounts({ address, timeoutMs = 10_000 }: PrometheusOptions): RequestSource {
  const url = new URL(`${address.replace(/\/+$/u, "")}/api/v1/query_range`);
  return {
    async count({ counts, query, total }, span) {
      const [counted, all] = await Promise.all([query, total].map((text) => rangeOf(url, { query: text, timeoutMs, ...span })));
      const length = Math.round((span.to - span.from) / BUCKET_MS);
      return Array.from({ length }, (_, place) => {
        const at = span.from + (place + 1) * BUCKET_MS;
        return bucketOf(counts, counted?.get(at), all?.get(at));
      });
    },
  };
}

/**
 * No data is no pass: without a number of all there is no count, nor without one of the good. Only that nothing was bad a query says by
 * giving nothing, since the series of an error begins with the first.
 */
function bucketOf(counts: Indicator["counts"], counted: number | undefined, all: number | undefined): RequestCount | null {
  if (all === undefined || (counted === undefined && counts === "good")) return null;
  const bad = counts === "bad" ? (counted ?? 0) : all - (counted ?? 0);
  return { valid: all, bad: Math.min(all, Math.max(0, bad)) };
}

interface Range {
  readonly query: string;
  readonly from: number;
  readonly to: number;
  readonly timeoutMs: number;
}

/** What a query gives at the end of each five minutes, by that moment; what is no number is not there. */
async function rangeOf(url: URL, { query, from, to, timeoutMs }: Range): Promise<ReadonlyMap<number, number>> {
  const step = BUCKET_MS / 1_000;
  const body = new URLSearchParams({
    query: query.replaceAll(/\{\{\s*\.window\s*\}\}/gu, `${String(step)}s`), start: String(from / 1_000 + step), end: String(to / 1_000),
    step: String(step), timeout: `${String(Math.ceil(timeoutMs / 1_000))}s`,
  });
  // It is asked where whoever runs Ballast says, and nowhere else: what redirects is not followed.
  const response = await fetch(url, { method: "POST", body, redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
  const given: unknown = parsed(await textOf(response));
  const refused = refusal.safeParse(given);
  if (refused.success) throw new Error(`Prometheus refuses a query (${refused.data.errorType}): ${refused.data.error.slice(0, 500)}`);
  const read = answer.safeParse(given);
  if (!read.success)
    throw new Error(`Prometheus gives no answer that can be used (${String(response.status)}): ${read.error.issues[0]?.message ?? ""}`);
  const [series] = read.data.data.result;
  return new Map((series?.values ?? []).flatMap(([at, value]) => {
    const number = Number(value);
    return Number.isFinite(number) && number >= 0 ? [[Math.round(at * 1_000), number] as const] : [];
  }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MOST_BYTES) throw new Error("Prometheus answers more than can be read");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
