import type { FlagEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";

/** A change in words: "was added by ana", "had its rollout changed". */
const changed = ({ who, change, field }: { readonly who: string | null; readonly change: string; readonly field: string | null }): string =>
  `${change === "added" || change === "removed" ? `was ${change}` : `had its ${field ?? change} changed`}${who === null ? "" : ` by ${who}`}`;

/** How the events of flags read. */
export const flagSentences: Sentences<FlagEvent> = {
  FlagChangeImported: ({ key, environment, serviceId, ...change }, { service }) => `The flag ${key} of ${service(serviceId)} ${changed(change)}${environment === null ? "" : ` in ${environment}`}`,
  FlagChangeImportCorrected: (change, { by }) => `${by} corrected what is known of a flag: it ${changed(change)}`,
};

/** Whom they concern: brought in by the hundred, they are history and no news. */
export const flagTelling: Telling<FlagEvent> = {
  FlagChangeImported: "followers",
  FlagChangeImportCorrected: "followers",
};
