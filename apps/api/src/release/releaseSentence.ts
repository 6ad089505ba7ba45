import { own } from "@ballast/schema";
import { count, dayText } from "../words.ts";

/** A list of releases, as its filter and its answer have it. */
export interface ReleaseListFacts {
  readonly count: number;
  readonly service: string | null;
  readonly text: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly environment: string | null;
  readonly state: string | null;
  /** Releases by day, oldest first; days without any are left out. */
  readonly perDay: readonly { readonly day: string; readonly count: number }[];
}

const states: Readonly<Record<string, string>> = {
  deploying: "on their way", live: "live", lastKnownGood: "last known good", replaced: "replaced", rolledBack: "rolled back",
  none: "stopped before they served everyone",
};

/** What matters about a list of releases: how many, over what time, and its busiest day. */
export function releaseListSentence(facts: ReleaseListFacts): string {
  const { perDay } = facts;
  const of = facts.service === null ? "" : ` of ${facts.service}`;
  const that = facts.text === null ? "" : ` that mention “${facts.text}”`;
  const where =
    facts.environment === null && facts.state === null
      ? ""
      : `, ${own(states, facts.state ?? "") ?? "seen"}${facts.environment === null ? "" : ` in ${facts.environment}`}`;
  const [first, last] = [perDay.at(0), perDay.at(-1)];
  if (facts.count === 0 || first === undefined || last === undefined) return `No releases${of}${that}${where}${spanOf(facts)}.`;
  const span =
    spanOf(facts) || (first.day === last.day ? ` on ${dayText(first.day)}` : ` from ${dayText(first.day)} to ${dayText(last.day)}`);
  const busiest = perDay.reduce((most, day) => (day.count > most.count ? day : most));
  const peak =
    facts.count > 2 && busiest.count > 1 && perDay.length > 1 ? ` The busiest day was ${dayText(busiest.day)} with ${busiest.count}.` : "";
  return `${count(facts.count, "release")}${of}${that}${where}${span}.${peak}`;
}

function spanOf({ from, to }: ReleaseListFacts): string {
  if (from !== null && to !== null) return ` from ${dayText(from)} to ${dayText(to)}`;
  if (from !== null) return ` since ${dayText(from)}`;
  return to === null ? "" : ` before ${dayText(to)}`;
}
