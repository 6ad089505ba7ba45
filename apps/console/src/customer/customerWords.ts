import { own } from "@ballast/schema/own";
import { inPercent, placeFigure } from "@ballast/schema/words";
import { told } from "../data/words.ts";
import { figureWords, minuteWords } from "./availabilityWords.ts";
import type { CustomerRecord } from "./customerDocuments.ts";

type Release = CustomerRecord["releases"][number];

const doors: Readonly<Record<string, string>> = {
  deploy: "In a deploy", evaluation: "Asked for a flag", alert: "Named by an alert", import: "Imported",
};

/** How a customer came to be known. */
export const doorWords = (door: string): string => own(doors, door) ?? door;

/** Why a customer gets a release: its place says so where a share is exposed. */
export function becauseWords({ because, place, share }: Pick<Release, "because" | "place" | "share">): string {
  if (because === "named") return "named";
  if (share === null) return "everyone";
  return because === "share"
    ? `its place ${placeFigure(place)} is under ${inPercent(share)}`
    : `its place ${placeFigure(place)} is over ${inPercent(share)}`;
}

/** A value of an attribute. */
export const valueWords = (value: unknown): string =>
  Array.isArray(value) ? value.join(", ") : value === true ? "yes" : value === false ? "no" : String(value);

const ahead = ({ because, othersVersion }: Release): boolean => because !== "everyone" && othersVersion !== null;

type Said = Pick<CustomerRecord, "described" | "externalId" | "releases" | "incidents"> & {
  readonly availability: Pick<CustomerRecord["availability"], "availabilityPercent" | "badMinutes">;
};

const costWords = ({ badMinutes }: Said["availability"]): string => (badMinutes === 0 ? "" : `, which cost it ${minuteWords(badMinutes)}`);

/** What matters of a customer, in a sentence; `byHand`: of how many flags somebody gave it something by name. */
export function customerSentence({ described, externalId, releases, incidents, availability }: Said, byHand: number): string {
  const before = releases.filter(ahead).map(({ service, version }) => `${service.slug} ${version}`);
  const parts = [
    before.length === 0
      ? releases.length === 0
        ? "No service serves it yet"
        : "It gets the releases that everyone gets"
      : `Sees ${before.join(", ")} before the crowd`,
    ...(byHand === 0 ? [] : [`${told(byHand, "flag")} by hand`]),
    incidents.length === 0 ? "no incident names it" : `${told(incidents.length, "incident")} reached it`,
    availability.availabilityPercent === null
      ? "nobody looked at what it uses yet"
      : `${figureWords(availability)} of 90 days without a declared incident${costWords(availability)}`,
  ];
  return `${described ? "" : `Nobody has described it yet: it is known by its id, ${externalId}. `}${parts.join("; ")}.`;
}
