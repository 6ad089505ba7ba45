import type { DataOf, FlagEvent } from "@ballast/schema";
import { count } from "../words.ts";
import { because, type Sentences, type Telling } from "../events/saying.ts";

/** A change in words: "was added by ana", "had its rollout changed". */
const changed = ({ who, change, field }: { readonly who: string | null; readonly change: string; readonly field: string | null }): string =>
  `${change === "added" || change === "removed" ? `was ${change}` : `had its ${field ?? change} changed`}${who === null ? "" : ` by ${who}`}`;

/** `flagd-core@4.0.1+compiler.1` as people say it. */
export function engineWords(engine: string): string {
  const [, name = engine, version = "", compiler = ""] = /^(.+)@(.+)\+compiler\.(.+)$/.exec(engine) ?? [];
  return version === "" ? name : `${name} ${version} (compiler ${compiler})`;
}

/** How many move where, for an environment in which anybody does. */
function movedWords(cohorts: DataOf<"EngineChanged">["cohorts"]): string {
  const moved = cohorts.flatMap(({ environment, cohort: { enter, leave, switch: others } }) =>
    enter + leave + others === 0 ? [] : [`${count(enter + leave + others, "known customer")} in ${environment}`]);
  return moved.length === 0 ? ", which moves nobody who is known" : `, which moves ${moved.join(" and ")}`;
}

/** How the events of flags read. */
export const flagSentences: Sentences<FlagEvent> = {
  FlagRegistered: ({ key, kind }, { by }) => `${by} registered the ${kind} flag ${key}`,
  FlagDescribed: ({ flagId }, { by, flag }) => `${by} described ${flag(flagId)} anew`,
  FlagCleanUpSet: ({ flagId, afterDays }, { by, flag }) =>
    `${by} said that ${flag(flagId)} is to be cleaned up ${afterDays === null ? "as flags usually are" : `after ${count(afterDays, "day")} of nothing new`}`,
  EngineChanged: ({ flagId, from, to, reason, cohorts }, { by, flag }) =>
    `${by} had ${flag(flagId)} divided by ${engineWords(to)} instead of ${engineWords(from)}${movedWords(cohorts)}${because(reason)}`,
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
  EngineChanged: "everybody",
  FlagArchived: "followers",
  FlagChangeImported: "followers",
  FlagChangeImportCorrected: "followers",
};
