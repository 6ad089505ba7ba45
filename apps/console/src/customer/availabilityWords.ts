import { availability as percentWords, duration } from "@ballast/schema/words";
import type { StripCell } from "../marks/Bars.tsx";
import { andWords, counted } from "../data/words.ts";
import { shortDate } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";
import type { CustomerRecord } from "./customerDocuments.ts";

type Availability = CustomerRecord["availability"];

/** Minutes as they are told of one customer; a dash where nothing counted. */
export const minuteWords = (minutes: number | null): string =>
  minutes === null || minutes === 0 ? "–" : minutes < 1 ? "< 1 min" : duration(Math.round(minutes) * 60_000);

/** The figure of the window; words where nobody looked. */
export const figureWords = ({ availabilityPercent }: Pick<Availability, "availabilityPercent">): string =>
  availabilityPercent === null ? "Not observed" : percentWords(availabilityPercent);

/** An hour of a day is an outage, a minute of it is not. */
const MUCH = 15;

/** Day by day: what nobody observed has no tone. */
export const dayCells = ({ days }: Pick<Availability, "days">, zone: Zone): readonly StripCell[] =>
  days.map(({ from, observedMinutes, badMinutes }) => {
    const day = shortDate(Date.parse(from), zone);
    if (observedMinutes === 0) return { label: `${day}: not observed`, tone: null };
    return badMinutes === 0
      ? { label: `${day}: no incident reached it`, tone: "good" }
      : { label: `${day}: ${minuteWords(badMinutes)}`, tone: badMinutes < MUCH ? "attention" : "bad" };
  });

type Part = Availability["parts"][number];

/** Incidents name a service as a component of itself where nobody said which. */
const isItself = ({ service: { slug, name }, component }: Part): boolean =>
  component !== null && [slug, name].some((own) => own.toLowerCase() === component.toLowerCase());

/** Of what it uses, what any incident hit, the worst first. */
export const hurtParts = (parts: readonly Part[]): readonly Part[] =>
  parts
    .filter((part) => part.badMinutes > 0 && !isItself(part))
    .toSorted((one, other) => other.badMinutes - one.badMinutes || Number(one.component !== null) - Number(other.component !== null));

/** Of what it uses, what nothing hit, in a line; null where there is none. */
export function wellWords(parts: readonly Part[]): string | null {
  const well = parts.filter(({ component, badMinutes }) => component === null && badMinutes === 0).map(({ service }) => service.slug);
  return well.length === 0 ? null : `No incident reached it in ${andWords(well)}.`;
}

/** What the figure is, and is not: where it comes from, what was not observed, what is missing in it. */
export function sourceWords({ days, incidents, withoutEnd }: Pick<Availability, "days" | "incidents" | "withoutEnd">): string {
  const unseen = days.filter(({ observedMinutes }) => observedMinutes === 0).length;
  const general = incidents.filter(({ named }) => !named).length;
  return (
    [
      "From declared incidents and the share of its requests that failed",
      ...(general === 0 ? [] : [`${counted(general, "incident")} that ${general === 1 ? "names" : "name"} nobody counts as for everyone`]),
      ...(unseen === 0 ? [] : [`${counted(unseen, "hatched day")} ${unseen === 1 ? "was" : "were"} not observed`]),
      ...(withoutEnd === 0
        ? []
        : [
            `${counted(withoutEnd, "incident")} never said when ${withoutEnd === 1 ? "it" : "they"} ended: it is too good by ${withoutEnd === 1 ? "that" : "those"}`,
          ]),
    ].join("; ") + "."
  );
}
