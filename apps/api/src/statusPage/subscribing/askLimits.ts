import { isIP } from "node:net";

const MINUTE_MS = 60_000;

/** So many asks are let through, and within which time. */
const LIMITS = {
  /** From one address of the network. */
  from: { most: 5, withinMs: 10 * MINUTE_MS },
  /** For one page, from anywhere: what a storm sends out at most. */
  page: { most: 60, withinMs: MINUTE_MS },
} as const;

/** Addresses remembered at most; the oldest go first. */
const MOST_KEPT = 10_000;

/** Whoever has one address of IPv6 has the 2^64 beside it: they are one. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [plain = ""] = address.split("%");
  const url = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  const [head = "", tail = ""] = url.split("::");
  const [before, after] = [head, tail].map((part) => (part === "" ? [] : part.split(":")));
  const groups = [...(before ?? []), ...Array<string>(8 - (before?.length ?? 0) - (after?.length ?? 0)).fill("0"), ...(after ?? [])];
  const isMapped = groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff";
  return isMapped ? url : groups.slice(0, 4).join(":");
}

/** Counts who asks for updates, on this server and for as long as it runs. */
export class AskLimits {
  readonly #now: () => number;
  readonly #asks = new Map<string, readonly number[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether one more is let through; what is not is not counted either. */
  lets(from: string, page: string): boolean {
    const keys = [["from", `from ${networkOf(from)}`], ["page", `page ${page}`]] as const;
    const isFull = keys.some(([kind, key]) => this.#recent(kind, key).length >= LIMITS[kind].most);
    if (isFull) return false;
    for (const [kind, key] of keys) {
      const asks = [...this.#recent(kind, key), this.#now()];
      this.#asks.delete(key);
      this.#asks.set(key, asks);
    }
    const [oldest] = this.#asks.keys();
    if (this.#asks.size > MOST_KEPT && oldest !== undefined) this.#asks.delete(oldest);
    return true;
  }

  #recent(kind: keyof typeof LIMITS, key: string): readonly number[] {
    return (this.#asks.get(key) ?? []).filter((at) => at > this.#now() - LIMITS[kind].withinMs);
  }
}
