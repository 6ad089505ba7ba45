import type { Tone } from "../marks/tone.ts";
import type { EnvironmentKind } from "@ballast/schema/graphql";
import type { ReleaseHealth } from "./releaseHealth.ts";

/** A lane, as far as its health is told. */
interface Serving {
  readonly kind: EnvironmentKind;
  readonly live: object | null;
  readonly health: readonly Pick<ReleaseHealth, "state">[];
}

const states: Readonly<Record<ReleaseHealth["state"], { tone: Tone; words: string }>> = {
  healthy: { tone: "good", words: "Healthy" },
  slow: { tone: "attention", words: "Slow" },
  failing: { tone: "bad", words: "Failing" },
  noData: { tone: "idle", words: "No data" },
};

/** The health of one release as tone and word. Unobserved is no data, never good. */
export function healthOf(health: ReleaseHealth | undefined): { tone: Tone; words: string } {
  return states[health?.state ?? "noData"];
}

const worst: readonly ReleaseHealth["state"][] = ["failing", "slow", "noData", "healthy"];

/** The worst health of what serves customers in production. */
export function worstHealth(lanes: readonly Serving[]): { tone: Tone; words: string } {
  const seen = lanes
    .filter(({ kind, live }) => kind === "production" && live !== null)
    .flatMap(({ health }) => (health.length === 0 ? ["noData" as const] : health.map(({ state }) => state)));
  return states[worst.find((state) => seen.includes(state)) ?? "noData"];
}
