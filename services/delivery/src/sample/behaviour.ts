import { randomFrom, shareOf, type Random } from "./random.ts";

/** What the sample service does with requests. */
export interface Behaviour {
  readonly kind: "healthy" | "slow" | "failing" | "crash";
  /** Share of customers for whom "failing" fails, 0 to 1. */
  readonly failingShare: number;
  /** Share of all requests that fail whoever asks, 0 to 1: no real service is without. */
  readonly noise: number;
  /** What "slow" adds to a tenth of the requests, ms. */
  readonly slowMs: number;
}

/** What one request gets. */
export interface Answer {
  readonly delayMs: number;
  readonly error: string | null;
}

const kinds = ["healthy", "slow", "failing", "crash"] as const;

function number(text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  return Number.isFinite(value) && value >= 0 ? value : otherwise;
}

/** Reads BEHAVIOUR (healthy, slow, failing, crash), FAILING_SHARE (0.3), NOISE (0), SLOW_MS (400). Throws on another behaviour. */
export function behaviourFrom(env: Readonly<Record<string, string | undefined>>): Behaviour {
  const name = env.BEHAVIOUR ?? "healthy";
  const kind = kinds.find((known) => known === name);
  if (kind === undefined) throw new Error(`BEHAVIOUR=${name} is none of ${kinds.join(", ")}`);
  return { kind, failingShare: number(env.FAILING_SHARE, 0.3), noise: number(env.NOISE, 0), slowMs: number(env.SLOW_MS, 400) };
}

/** Whether "failing" fails for this customer: by the customer alone, so that it is the same ones all along. */
export function failsFor(behaviour: Behaviour, customer: string): boolean {
  return behaviour.kind === "failing" && shareOf(`failing:${customer}`) < behaviour.failingShare;
}

const problems = [
  "payment provider refused the card token: currency missing",
  "price of the basket changed while paying: tax rule not found",
];

/** Answers for one process; seeded by its version. */
export function answers(behaviour: Behaviour, version: string): (customer: string) => Answer {
  const random: Random = randomFrom(version);
  return (customer) => {
    const delayMs = 3 + 9 * random() ** 2;
    const slow = behaviour.kind === "slow" && random() < 0.1 ? behaviour.slowMs * (0.75 + random() / 2) : 0;
    if (failsFor(behaviour, customer)) return { delayMs, error: problems[Math.floor(random() * problems.length)] ?? "failed" };
    return { delayMs: delayMs + slow, error: random() < behaviour.noise ? "database connection was reset" : null };
  };
}
