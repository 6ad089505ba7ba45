import type { OnCallProduct } from "@ballast/schema";
import { own } from "@ballast/schema/own";

/** "1 commit", "3 commits". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A calendar day, UTC: "3 Nov 2026". */
export const dayText = (instant: string): string =>
  new Date(instant).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** A moment, UTC: "3 Nov 2026, 14:05 UTC". */
export const momentText = (instant: string): string => `${dayText(instant)}, ${new Date(instant).toISOString().slice(11, 16)} UTC`;

/** With a capital at its start. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Ends with exactly one full stop. */
export const sentence = (text: string): string => `${text.trim().replace(/[.\s]+$/, "")}.`;

const products: Readonly<Record<OnCallProduct, string>> = {
  opsgenie: "Opsgenie", pagerduty: "PagerDuty", "grafana-oncall": "Grafana OnCall",
};
/** What a product is called from which schedules come. */
export const productWords = (product: string): string => own(products, product) ?? product;
