import { age } from "@ballast/schema/words";
import type { Tone } from "../marks/tone.ts";
import { count } from "../data/words.ts";
import type { FlagCounts, FlagLine, FlagStanding } from "./flagDocuments.ts";

type State = FlagStanding["state"];

/** States in the order in which they need a look, with how a list heads them. */
export const headings: readonly (readonly [state: State, words: string])[] = [
  ["killed", "Killed: off above every rule, until released"],
  ["ramping", "Ramping"],
  ["onForSome", "On for some"],
  ["toCleanUp", "To clean up: decided long ago, asked for by nobody, or past its date"],
  ["onForEveryone", "On for everyone"],
  ["off", "Off"],
];

const rank = (state: State): number => headings.findIndex(([known]) => known === state);

/** The environment a row is about: the one asked for, else where the flag needs a look most; of several, production. */
export function shownIn({ targetings }: Pick<FlagLine, "targetings">, environment: string | undefined): FlagStanding | undefined {
  if (environment !== undefined) return targetings.find((one) => one.environment === environment);
  const own = (one: FlagStanding): number => Number(one.environment === "production");
  return targetings.toSorted((one, other) => rank(one.state) - rank(other.state) || own(other) - own(one))[0];
}

/** The heading a row stands under. */
export function headingOf(line: FlagLine, environment: string | undefined): string {
  if (!line.managed) return "Held by other systems";
  const state = shownIn(line, environment)?.state;
  return headings.find(([known]) => known === state)?.[1] ?? "Open nowhere yet";
}

/** The sign of an environment: ● on for everyone, ◆ for some, ▬ off, ■ killed. */
export function placeTone({ state, sentence }: Pick<FlagStanding, "state" | "sentence">): Tone {
  if (state === "killed") return "bad";
  if (state === "onForEveryone") return "good";
  if (state === "off") return "idle";
  if (state !== "toCleanUp") return "planned";
  // What it gives there is what its sentence begins with.
  return sentence.startsWith("On for everyone") ? "good" : sentence.startsWith("Off for everyone") ? "idle" : "planned";
}

/** Environments as they are called where there is little room; the whole name is on hover. */
const shortPlaces: ReadonlyMap<string, string> = new Map([["production", "prod"], ["staging", "stage"], ["development", "dev"]]);
export const shortPlace = (environment: string): string => shortPlaces.get(environment) ?? environment;

/** A flag's sentence in a row: whose share it is, is said by the list; the whole sentence is on hover. */
export const lineSentence = (sentence: string): string =>
  sentence.replace(": killed; releasing it restores", "; releasing it restores").replaceAll(" of customers", "").replace(/\.$/u, "");

/** What is killed, since when, for what, and how many are without it: the first thing over the list. */
export function killedSentence(
  { name, standing: { kills }, without }: { readonly name: string; readonly standing: FlagStanding; readonly without: number | null },
  said: (at: number) => string,
): string {
  const [first] = kills.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  if (first === undefined) return "";
  const incident = kills.find((one) => one.incident !== null)?.incident ?? null;
  const reached = without === null || without === 0
    ? ""
    : `; ${count(without)} ${without === 1 ? "customer is" : "customers are"} without it until someone releases the kill`;
  const why = incident === null ? `by ${first.by}` : `for ${incident.reference}`;
  return `${name} is off for everyone since ${said(Date.parse(first.at))}, killed ${why}${reached}.`;
}

/** Why a flag is to be cleaned up, in a word or two; days since anybody asked for it are whole ones. */
function cleanUpWords({ cleanUpBecause, evaluatedAt }: FlagStanding, now: number): string {
  if (cleanUpBecause === "unused")
    return evaluatedAt === null ? "Never asked for" : `Unused ${age(now - Date.parse(evaluatedAt))}`;
  return cleanUpBecause === "expired" ? "Past its end" : "Settled";
}

/** What a flag's health column says. */
export function healthOf(standing: FlagStanding, now: number): { readonly tone: Tone; readonly words: string } {
  if (standing.killed) return { tone: "bad", words: "Killed" };
  if (standing.ramp?.state === "held") return { tone: "attention", words: "Held" };
  if (standing.ramp?.state === "wentBack") return { tone: "attention", words: "Went back" };
  if (standing.state === "toCleanUp") return { tone: "attention", words: cleanUpWords(standing, now) };
  if (standing.requests.some(({ state }) => state === "open")) return { tone: "planned", words: "Proposed" };
  return standing.state === "off"
    ? { tone: "idle", words: "Nobody" }
    : { tone: "info", words: standing.state === "ramping" ? "Ramping" : "Steady" };
}

const some = (n: number, one: string, many: string): string | null => (n === 0 ? null : `${count(n)} ${n === 1 ? one : many}`);

/** The sentence over the list: "31 flags: one killed, three ramping, three to clean up." */
export function countsSentence(counts: FlagCounts, total: number, where: string): string {
  const parts = [
    some(counts.killed, "is killed", "are killed"),
    some(counts.ramping, "is ramping", "are ramping"),
    some(counts.toCleanUp, "is to clean up", "are to clean up"),
  ].filter((part) => part !== null);
  const all = `${count(total)} ${total === 1 ? "flag" : "flags"}${where}`;
  return parts.length === 0 ? `${all}: none is killed, none is ramping.` : `${all}: ${parts.join(", ")}.`;
}

/** When a temporary flag ends, and whether that is past. */
export function endOf({ details }: Pick<FlagLine, "details">, now: number): { readonly over: boolean; readonly days: number } | null {
  if (details?.expiresAt === null || details?.expiresAt === undefined) return null;
  const days = Math.floor(Math.abs(now - Date.parse(details.expiresAt)) / 86_400_000);
  return { over: Date.parse(details.expiresAt) <= now, days };
}
