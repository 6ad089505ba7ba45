import { age } from "@ballast/schema/words";
import { capital, count } from "../data/words.ts";
import { clock, date } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";
import type { OpenIncident } from "../turning/turningDocuments.ts";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";

type Incident = Pick<OpenIncident, "reference" | "startedAt" | "declaredAt">;

/** Since when it gives what it gives, and how that lies to the incident that is open: what matters most to whoever was woken for it. */
export function sinceWords(
  place: Pick<TargetingRecord, "turnedAt" | "kills"> | undefined,
  { incident, now, zone }: { readonly incident: Incident | null; readonly now: number; readonly zone: Zone },
): string {
  if (place === undefined) return "";
  // What is changed below a kill gives nobody anything else.
  const [killedAt] = place.kills.map((kill) => kill.at).toSorted();
  const at = Date.parse(killedAt ?? place.turnedAt);
  const day = date(at, zone, true);
  const since = `So since ${day === date(now, zone, true) ? "" : `${day} `}${clock(at, zone)}`;
  if (incident === null) return `${since}.`;
  const began = Date.parse(incident.startedAt ?? incident.declaredAt);
  if (Math.abs(began - at) < 60_000) return `${since}, when ${incident.reference} began.`;
  return `${since}, ${age(Math.abs(began - at))} ${at < began ? "before" : "after"} ${incident.reference} began.`;
}

/** How it is said. */
interface Saying {
  readonly ends: string | null;
  /** See `sinceWords`. */
  readonly since: string;
  /** On a phone: what it does, and since when. */
  readonly short: boolean;
}

/** The sentence of a flag's view: what it does there and for how many, since when, whose it is, and when it ends. */
export function managedSentence(
  flag: Pick<FlagRecord, "details">,
  place: Pick<TargetingRecord, "sentence" | "environment" | "served"> | undefined,
  { ends, since, short }: Saying,
): string {
  const { details } = flag;
  const whose = details === null ? "" : `${capital(details.kind)} flag of ${details.owner.name}${ends === null ? "" : `, ends ${ends}`}.`;
  if (details !== null && details.archived !== null) return `Archived: ${details.archived}. ${whose}`;
  if (place === undefined) return whose;
  if (short) return `${place.sentence} ${since}`;
  const served =
    place.served === null || place.served.known === 0
      ? ""
      : ` ${count(place.served.reached)} of ${count(place.served.known)} known customers have it in ${place.environment}.`;
  return `${place.sentence}${served} ${since} ${whose}`;
}
