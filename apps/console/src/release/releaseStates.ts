import type { ReleaseState } from "@ballast/schema/graphql";
import { inPercent } from "@ballast/schema/words";
import { own } from "@ballast/schema/own";
import { hours } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { ReleaseWhere } from "./releaseDocuments.ts";

const states: Readonly<Record<ReleaseState, readonly [Tone | null, string]>> = {
  deploying: ["info", "Deploying"],
  live: ["good", "Live"],
  lastKnownGood: ["good", "Last known good"],
  replaced: ["idle", "Replaced"],
  rolledBack: ["bad", "Rolled back"],
  none: [null, "Not there"],
};

/** The states a list can be asked for. */
export const releaseStateOptions: readonly (readonly [ReleaseState, string])[] = [
  ["deploying", "deploying"],
  ["live", "live"],
  ["lastKnownGood", "last known good"],
  ["replaced", "replaced"],
  ["rolledBack", "rolled back"],
];

/** Where a release stands in one environment, as tone and word; an incident it caused is said first. */
export function whereState(where: ReleaseWhere): { tone: Tone | null; words: string } {
  if (where.incidentNumber !== null && where.state !== "rolledBack")
    return { tone: "attention", words: `Caused INC-${where.incidentNumber}` };
  const [tone, words] = states[where.state];
  return { tone, words };
}

const shortNames: Readonly<Record<string, string>> = { production: "prod", staging: "stage", development: "dev" };

/** An environment's name in a tag: `prod`, and how much of it while on its way: `prod 10 %`. */
export function whereTag(where: ReleaseWhere): { tone: Tone | undefined; words: string } {
  const name = own(shortNames, where.environment) ?? where.environment;
  const tones: Record<ReleaseState, Tone | undefined> = {
    deploying: "info", live: "good", lastKnownGood: "good", replaced: undefined, rolledBack: "bad", none: undefined,
  };
  return {
    tone: tones[where.state], words: where.state === "deploying" && where.percent !== null ? `${name} ${inPercent(where.percent)}` : name,
  };
}

const order: Readonly<Record<string, number>> = { development: 0, staging: 1, production: 2 };

/** Environments from the first to the last that a release passes. */
export function inOrder(where: readonly ReleaseWhere[]): readonly ReleaseWhere[] {
  return where.toSorted((a, b) => (order[a.kind] ?? 0) - (order[b.kind] ?? 0) || a.environment.localeCompare(b.environment));
}

/** Where it stands in production; the first of several. */
export function inProduction(where: readonly ReleaseWhere[]): ReleaseWhere | undefined {
  return where.find(({ kind }) => kind === "production");
}

/** A lead time in the words of every length: `41 min`, `6 h`, `2 d 3 h`. */
export const leadTime = (ms: number | null): string => hours(ms === null ? null : ms / 3_600_000);
