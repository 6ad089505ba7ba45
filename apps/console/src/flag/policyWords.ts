import { counted } from "../data/words.ts";
import type { FlagPolicyRecord } from "./policyDocuments.ts";

type Asked = Pick<FlagPolicyRecord, "approval" | "approvalOfOverrides">;

/** Where nobody says otherwise, flags are to be cleaned up after so many days of nothing new. */
const SEVEN = 7;

/** What a second person is asked about. */
export const approvalWords = ({ approval, approvalOfOverrides }: Asked): string =>
  approval
    ? approvalOfOverrides ? "every change, of single customers too" : "rules, shares, ramps and reverts"
    : approvalOfOverrides ? "what single customers get by name" : "nobody is asked";

/** After how long flags are to be cleaned up there, and whose word that is. */
export function cleanUpWords(own: FlagPolicyRecord, usual: FlagPolicyRecord): string {
  if (own.cleanUpAfterDays !== null) return counted(own.cleanUpAfterDays, "day");
  const [days, said] = [usual.cleanUpAfterDays ?? SEVEN, own.environment === null ? "unless said otherwise" : "as everywhere"];
  return `${counted(days, "day")}, ${said}`;
}

/** After how long one flag is to be cleaned up: what it says itself, else what its environment does. */
export const ownCleanUpWords = (days: number | null): string => (days === null ? "as long as its environment says" : counted(days, "day"));

/** What was typed as a number of days: null for nothing, undefined where it is none. */
export function daysTyped(typed: string): number | null | undefined {
  if (typed.trim() === "") return null;
  const days = Number(typed);
  return Number.isInteger(days) && days >= 1 && days <= 3_650 ? days : undefined;
}
