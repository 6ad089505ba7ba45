import type { FlagEvent } from "@ballast/schema";
import { count } from "../words.ts";
import { because, type Sentences, type Telling } from "../events/saying.ts";

/** A change in words: "was added by ana", "had its rollout changed". */
const changed = ({ who, change, field }: { readonly who: string | null; readonly change: string; readonly field: string | null }): string =>
  `${change === "added" || change === "removed" ? `was ${change}` : `had its ${field ?? change} changed`}${who === null ? "" : ` by ${who}`}`;

/** How the events of flags read. */
export const flagSentences: Sentences<FlagEvent> = {
  FlagRegistered: ({ key, kind }, { by }) => `${by} registered the ${kind} flag ${key}`,
  FlagDescribed: ({ flagId }, { by, flag }) => `${by} described ${flag(flagId)} anew`,
  FlagCleanUpSet: ({ flagId, afterDays }, { by, flag }) =>
    `${by} said that ${flag(flagId)} is to be cleaned up ${afterDays === null ? "as flags usually are" : `after ${count(afterDays, "day")} of nothing new`}`,
  FlagArchived: ({ flagId, reason }, { by, flag }) => `${by} archived ${flag(flagId)}${because(reason)}`,
  FlagChangeImported: ({ key, environment, serviceId, ...change }, { service }) =>
    `The flag ${key} of ${service(serviceId)} ${changed(change)}${environment === null ? "" : ` in ${environment}`}`,
  FlagChangeImportCorrected: (change, { by }) => `${by} corrected what is known of a flag: it ${changed(change)}`,
};

/** Whom they concern: what is brought in by the hundred is history and no news. */
export const flagTelling: Telling<FlagEvent> = {
  FlagRegistered: "followers",
  FlagDescribed: "followers",
  FlagCleanUpSet: "followers",
  FlagArchived: "followers",
  FlagChangeImported: "followers",
  FlagChangeImportCorrected: "followers",
};
