import { variantWord } from "../turning/place.ts";
import type { Turnable } from "../turning/place.ts";
import type { CustomerFlag } from "./customerFlagDocuments.ts";

/** Which of a customer's flags are shown. */
export type Shown = "apply" | "hand" | "all";

/** How a flag that a customer gets is called. */
export const keyOf = ({ targeting: { flag } }: CustomerFlag): string => flag?.name ?? "";

/** What can be turned of it. */
export const turnableOf = ({ targeting: { environment, offVariant, flag } }: CustomerFlag): Turnable => ({
  flag: flag?.name ?? "", environment, offVariant, valueType: flag?.details?.valueType ?? "",
  variants: (flag?.details?.variants ?? []).map(({ name }) => name),
});

/** What the customer gets, in a word. */
export const getsWord = (row: CustomerFlag): string =>
  row.variant === null ? "its own default" : variantWord(turnableOf(row), row.variant);

/** Whether it does anything for this customer: it gets something, somebody named it, or a kill keeps it away. */
export const applies = ({ byHand, variant, targeting: { killed, offVariant } }: CustomerFlag): boolean =>
  byHand || killed || (variant !== null && variant !== offVariant);

/** Those that are asked for, whose key contains the text. */
export function rowsOf(flags: readonly CustomerFlag[], shown: Shown, text = ""): readonly CustomerFlag[] {
  const wanted = text.trim().toLowerCase();
  return flags
    .filter((row) => shown === "all" || (shown === "hand" ? row.byHand : applies(row)))
    .filter((row) => wanted === "" || keyOf(row).toLowerCase().includes(wanted));
}

const going: readonly string[] = ["planned", "running", "held"];

/** Until when it is so, where that is not a moment: a kill until its release, a ramp while it goes on. */
export function untilWords({ targeting: { killed, ramp } }: CustomerFlag): string | null {
  if (killed) return "released";
  return ramp !== null && going.includes(ramp.state) ? "ramping" : null;
}

/** One flag beside itself, for two customers. */
export interface Beside {
  readonly key: string;
  readonly one: CustomerFlag | null;
  readonly other: CustomerFlag | null;
  readonly differs: boolean;
}

/** The flags of two customers beside each other: those that differ first, else by key. */
export function besides(ones: readonly CustomerFlag[], others: readonly CustomerFlag[]): readonly Beside[] {
  const [left, right] = [ones, others].map((rows) => new Map(rows.map((row) => [keyOf(row), row])));
  const keys = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])];
  return keys
    .map((key): Beside => {
      const [one, other] = [left?.get(key) ?? null, right?.get(key) ?? null];
      return { key, one, other, differs: one?.variant !== other?.variant };
    })
    .toSorted((a, b) => Number(b.differs) - Number(a.differs) || (a.key < b.key ? -1 : 1));
}
