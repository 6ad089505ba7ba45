import type { FlagChange } from "@ballast/schema";

/** What a flag is set to; `present` tells a flag that is set to null from one that is not there. */
export type FlagSetting = { readonly present: true; readonly value: unknown } | { readonly present: false };

/** Not there. */
export const noSetting: FlagSetting = { present: false };

type Members = Readonly<Record<string, unknown>>;

const hasMembers = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);

/** The members with one of them set. It is defined rather than assigned: `__proto__` is a name as any other. */
const withMember = (members: Members, name: string, value: unknown): Members =>
  Object.fromEntries([...Object.entries(members).filter(([other]) => other !== name), [name, value]]);

/**
 * The setting after a change (definition D7): what is added is set to `to`, what is removed is gone, and any other change
 * sets the named field of what is there, else the whole.
 */
export function settingAfter(setting: FlagSetting, { change, field, to }: Pick<FlagChange, "change" | "field" | "to">): FlagSetting {
  if (change === "removed") return noSetting;
  if (
    change !== "added" && field !== null && setting.present && hasMembers(setting.value)
  ) return { present: true, value: withMember(setting.value, field, to) };
  return { present: true, value: to };
}

/** The setting after these changes, in the order of their source. */
export const settingOf = (changes: readonly FlagChange[]): FlagSetting => changes.reduce(settingAfter, noSetting);
