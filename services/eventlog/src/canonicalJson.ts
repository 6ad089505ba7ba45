import { hash } from "node:crypto";

/** JSON with keys sorted at every level and nothing undefined: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "bigint") return JSON.stringify(value.toString());
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`)
    .join(",")}}`;
}

/** SHA-256 (hex) of a payload's canonical JSON. */
export const payloadHash = (payload: unknown): string => hash("sha256", canonicalJson(payload));
