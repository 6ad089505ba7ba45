import { counted } from "../data/words.ts";
import type { FlagChange, FlagLine, FlagRecord } from "./flagDocuments.ts";

/** How a flag is called: with its environment, where it is set for one. */
export const flagName = (
  { name, environment }: Pick<FlagLine, "name" | "environment">
): string => (environment === null ? name : `${name}@${environment}`);

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A setting in words: on, off, or its members by name. */
export function settingWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value !== "object" || value === null || Array.isArray(value)) return plain(value);
  return Object.entries(value).map(([name, member]) => `${name} ${plain(member)}`).join(", ");
}

/** What it is set to, in words. */
export const setTo = ({ present, state }: Pick<FlagLine, "present" | "state">): string => (present ? settingWords(state) : "removed");

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);

/** From one setting to the next: of settings with members those that differ. */
function stepWords(from: unknown, to: unknown): string {
  if (!isMembers(from) || !isMembers(to)) return `${settingWords(from)} → ${settingWords(to)}`;
  const [before, after] = [new Map(Object.entries(from)), new Map(Object.entries(to))];
  const names = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)),
  );
  const side = (members: ReadonlyMap<string, unknown>, name: string): string => (members.has(name) ? plain(members.get(name)) : "none");
  return names.length === 0 ? "as before" : names.map((name) => `${name} ${side(before, name)} → ${side(after, name)}`).join(", ");
}

/** What a change did, in words. */
export function changeWords({ change, field, from, to }: Pick<FlagChange, "change" | "field" | "from" | "to">): string {
  if (change === "added") return `added: ${settingWords(to)}`;
  if (change === "removed") return from === null ? "removed" : `removed; it was ${settingWords(from)}`;
  return `${field ?? change}: ${stepWords(from, to)}`;
}

/** The sentence of a flag's view. */
export const flagSentence = ({ present, state, changes }: Pick<FlagRecord, "present" | "state" | "changes">): string =>
  `${present ? `Set to ${settingWords(state)}` : "It was removed"}; ${counted(changes.length, "change")} ${changes.length === 1 ? "is" : "are"} known. Another system holds it: what changes it is recorded here and made there.`;
