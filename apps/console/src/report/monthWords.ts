import { toCsv } from "../lists/csv.ts";
import type { Period } from "../lists/period.ts";
import { date } from "../marks/time.ts";
import type { MonthAvailability, ServiceMonths } from "./monthDocuments.ts";
import { monthDays, within } from "./reportQuestion.ts";

const names = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** `March 2026`, or `Mar 2026`: a month is never named without its year. */
export function monthWords(month: string, short = false): string {
  const [year = "", number = "1"] = month.split("-");
  const name = names[Number(number) - 1] ?? month;
  return `${short ? name.slice(0, 3) : name} ${year}`;
}

/** The days of a month that the report counts, as a list's period. */
export const daysOf = ({ month }: Pick<MonthAvailability, "month">, window: Period | null): string => within(monthDays(month), window);

/** What is missing, in words: since when something is known of whom, and that months before say nothing; null where nothing is missing. */
export function missingWords(lines: readonly ServiceMonths[], from: string): string | null {
  const late = lines.filter(({ observedFrom }) => observedFrom !== null && Date.parse(observedFrom) > Date.parse(from));
  const [first, ...others] = late.toSorted((a, b) => Date.parse(b.observedFrom ?? "") - Date.parse(a.observedFrom ?? ""));
  if (first === undefined) return null;
  const since = date(Date.parse(first.observedFrom ?? ""), "utc");
  const [who, before] = lines.length === 1 ? [first.service.slug, "that"] : [`${first.service.slug}`, "its first record"];
  const more =
    others.length === 0
      ? ""
      : ` Of ${others.length === 1 ? `${others[0]?.service.slug ?? "another"} too` : `${others.length} other services too`} something is known only since a day within this time.`;
  return `Nothing is known of ${who} before ${since}: time before ${before} is not observed, and counts neither as up nor as down.${more}`;
}

/** Every month of every service as a table to take along; what is not observed has no percentage. */
export function monthsCsv(lines: readonly ServiceMonths[]): string {
  const rows = lines.flatMap(({ service, months }) => months.map((month) => ({ service: service.slug, ...month })));
  return toCsv(
    [
      ["service", (row) => row.service],
      ["month", (row) => row.month],
      ["from", (row) => row.from],
      ["to", (row) => row.to],
      ["observedMinutes", (row) => row.observedMinutes],
      ["downtimeMinutes", (row) => row.downtimeMinutes],
      ["incidents", (row) => row.incidents],
      ["availabilityPercent", (row) => row.availabilityPercent],
    ],
    rows,
  );
}
