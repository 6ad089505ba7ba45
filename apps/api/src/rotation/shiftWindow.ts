import { Rejection } from "@ballast/domain";

const MOST_MS = 2 * 366 * 86_400_000;

/**
 * The time of which a schedule is asked for.
 * @throws Rejection INVALID_INPUT when it is empty or longer than two years
 */
export function shiftWindow({ from, to }: { readonly from: string; readonly to: string }): { readonly from: string; readonly to: string } {
  const length = Date.parse(to) - Date.parse(from);
  if (length <= 0) throw new Rejection("INVALID_INPUT", "`to` must be later than `from`.", ["to"]);
  if (length > MOST_MS) throw new Rejection("INVALID_INPUT", "At most two years of shifts at once.", ["to"]);
  return { from, to };
}
