import { own } from "@ballast/schema/own";
import { duration } from "@ballast/schema/words";
import { counted } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { AlertLine, AlertRecord } from "./alertDocuments.ts";

/** Where an alert stands, in a word. */
export function alertState(
  { firing, acknowledgedAt }: Pick<AlertLine, "firing" | "acknowledgedAt">,
): { readonly words: string; readonly tone: Tone } {
  if (!firing) return { words: "Cleared", tone: "good" };
  return acknowledgedAt === null ? { words: "Firing", tone: "bad" } : { words: "Seen elsewhere", tone: "attention" };
}

const outcomes: Readonly<Record<string, string>> = {
  declares: "Leads to an incident", joins: "Joins an open incident", held: "Held", recorded: "Only recorded",
};

/** What rules made of an alert, in some words. */
export const outcomeWords = (outcome: string, hasIncident: boolean): string =>
  outcome === "counted"
    ? `Counted, ${hasIncident ? "often enough" : "not often enough so far"}`
    : (own(outcomes, outcome) ?? outcome);

/** How long it has lasted, or lasted. */
export const lasted = ({ startsAt, endsAt }: Pick<AlertLine, "startsAt" | "endsAt">, now: number): string =>
  duration(Math.max(0, (endsAt === null ? now : Date.parse(endsAt)) - Date.parse(startsAt)));

/** What a list of alerts says first. */
export function alertsSentence({ firing, lastDay }: { readonly firing: number; readonly lastDay: number }): string {
  const began = lastDay === 0 ? "none began within a day" : `${counted(lastDay, "episode")} began within a day`;
  return firing === 0 ? `Nothing fires; ${began}.` : `${counted(firing, "alert")} ${firing === 1 ? "fires" : "fire"}; ${began}.`;
}

/** What one alert says first. */
export function alertSentence(
  alert: Pick<AlertRecord, "firing" | "startsAt" | "endsAt" | "service" | "incident" | "ordinal">,
  now: number,
): string {
  const { firing, service, incident, ordinal } = alert;
  const where = service === null ? "It names no service that is known here" : `It is about ${service.slug}`;
  const what = incident === null ? "opened no incident" : `belongs to ${incident.reference}`;
  const times = ordinal > 1 ? `; it fired ${counted(ordinal - 1, "time")} before` : "";
  return `${where} and ${what}. It ${firing ? "has fired for" : "fired for"} ${lasted(alert, now)}${times}.`;
}
