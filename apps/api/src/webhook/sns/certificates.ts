import { Behind } from "../caughtUp.ts";
import type { CertificateAddress } from "./snsSignature.ts";

/** A certificate is fetched within this, ms; its sender tries again where that takes longer. */
const WITHIN_MS = 5_000;
/** It is kept for a day, ms: SNS puts new ones under new names. */
const KEPT_MS = 86_400_000;
/** One that could not be had is asked for again after this, ms. */
const AGAIN_MS = 10_000;
const MOST_KEPT = 50;
const MOST_BYTES = 20_000;

/** Certificates of SNS by where they stand. @throws Behind when one cannot be had now */
export type Certificates = (address: CertificateAddress) => Promise<string>;

/** Asks an address; answers what `fetch` does. */
export type Get = (url: string, options: { readonly redirect: "error"; readonly signal: AbortSignal }) => Promise<Response>;

/** Keeps what it has fetched; who asks for the same at the same time waits for the same answer. */
export function certificates(get: Get = fetch, now: () => number = Date.now, withinMs: number = WITHIN_MS): Certificates {
  const kept = new Map<string, { readonly until: number; readonly pem: Promise<string | null> }>();
  return async ({ host, path }) => {
    const url = `https://${host}${path}`;
    const known = kept.get(url);
    const fresh = known !== undefined && now() < known.until ? known : { until: now() + KEPT_MS, pem: fetched(get, url, withinMs) };
    if (fresh !== known) {
      kept.delete(url);
      if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value ?? "");
      kept.set(url, fresh);
    }
    const pem = await fresh.pem;
    if (pem !== null) return pem;
    if (kept.get(url) === fresh) kept.set(url, { until: Math.min(fresh.until, now() + AGAIN_MS), pem: fresh.pem });
    throw new Behind("the certificate of SNS could not be had");
  };
}

/** At most so much of it, within its time; null where it could not be had. */
async function fetched(get: Get, url: string, withinMs: number): Promise<string | null> {
  const signal = AbortSignal.timeout(withinMs);
  try {
    const answer = await get(url, { redirect: "error", signal });
    if (!answer.ok || answer.body === null) {
      await answer.body?.cancel();
      return null;
    }
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of answer.body) {
      signal.throwIfAborted();
      bytes += part.byteLength;
      if (bytes > MOST_BYTES) return null;
      parts.push(part);
    }
    return Buffer.concat(parts).toString("utf8");
  } catch {
    return null; // refused, redirected, too slow: its sender comes again
  }
}
