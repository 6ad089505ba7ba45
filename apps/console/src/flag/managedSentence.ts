import { capital, count } from "../data/words.ts";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";

/** The sentence of a flag's page: what it does there and for how many, whose it is, and when it ends. */
export function managedSentence(
  flag: Pick<FlagRecord, "details">,
  place: Pick<TargetingRecord, "sentence" | "environment" | "served"> | undefined,
  ends: string | null,
): string {
  const { details } = flag;
  const whose = details === null ? "" : `${capital(details.kind)} flag of ${details.owner.name}${ends === null ? "" : `, ends ${ends}`}.`;
  if (details !== null && details.archived !== null) return `Archived: ${details.archived}. ${whose}`;
  if (place === undefined) return whose;
  const served =
    place.served === null || place.served.known === 0
      ? ""
      : ` ${count(place.served.reached)} of ${count(place.served.known)} known customers have it in ${place.environment}.`;
  return `${place.sentence}${served} ${whose}`;
}
