import { count } from "../data/words.ts";
import type { FlagRequest } from "./flagDocuments.ts";

const moved = (n: number, one: string, many: string): string => `${n === 0 ? "none" : count(n)} ${n === 1 ? one : many}`;

/** Whom a change moves: "4,012 customers enter, none leave". */
export function countedCohort({
  known, enter, leave, switch: switched,
}: Pick<FlagRequest["cohort"], "known" | "enter" | "leave" | "switch">): string {
  if (known === 0) return "no customer was known, so nobody could be counted";
  const switching = switched === 0 ? "" : `, ${moved(switched, "switches", "switch")}`;
  return `${enter === 0 ? "nobody enters" : moved(enter, "customer enters", "customers enter")}, ${moved(leave, "leaves", "leave")}${switching}`;
}
