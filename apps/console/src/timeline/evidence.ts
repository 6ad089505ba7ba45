/** Evidence sorted for reading: short values as facts, a diff, and everything as it came. */
export interface ReadEvidence {
  facts: readonly (readonly [name: string, value: string])[];
  diff: string | null;
  raw: string | null;
}

const factMost = 160;

/** `errorRate` and `error_rate` become `Error rate`; names that are already words stay. */
export function factName(key: string): string {
  const words = key.replaceAll("_", " ").replace(/(?<=[a-z])(?=[A-Z])/gu, " ");
  const plain = words === key ? words : words.toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function short(value: unknown): string | null {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return value.toLocaleString("en-GB", { maximumFractionDigits: 3 });
  if (typeof value === "string") return value.length <= factMost ? value : null;
  if (Array.isArray(value) && value.every((each) => typeof each === "string" || typeof each === "number")) {
    const words = value.join(", ");
    return words.length <= factMost ? words : null;
  }
  return null;
}

/** Takes `diff` out as text, and `payload` as the raw form when it is there; what is too long or deep is only in the raw form. */
export function evidenceOf(evidence: Record<string, unknown>): ReadEvidence {
  const { diff, payload, ...rest } = evidence;
  const facts = Object.entries(rest).flatMap(([key, value]) => {
    const words = short(value);
    return words === null ? [] : [[factName(key), words] as const];
  });
  const source = payload ?? evidence;
  const empty = typeof source === "object" && source !== null && Object.keys(source).length === 0;
  return { facts, diff: typeof diff === "string" && diff !== "" ? diff : null, raw: empty ? null : JSON.stringify(source, null, 2) };
}
