import { own } from "@ballast/schema/own";
import { inPercent, placeFigure } from "@ballast/schema/words";
import { told } from "../data/words.ts";
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

/** What matters of a customer, in a sentence. */
export function customerSentence({
  described, externalId, releases, incidents,
}: Pick<CustomerRecord, "described" | "externalId" | "releases" | "incidents">): string {
  const before = releases.filter(ahead).map(({ service, version }) => `${service.slug} ${version}`);
  const parts = [
    before.length === 0
      ? releases.length === 0
        ? "No service serves it yet"
        : "It gets what everyone gets"
      : `Sees ${before.join(", ")} before the crowd`,
    incidents.length === 0 ? "no incident is known to have reached it" : `${told(incidents.length, "incident")} reached it`,
  ];
  return `${described ? "" : `Nobody has described it yet: it is known by its id, ${externalId}. `}${parts.join("; ")}.`;
}
