import { payloadHash } from "@ballast/eventlog";
import { remedyOf, webAddress } from "@ballast/schema";
import { z } from "zod";
import { cut, whole, wholeTexts } from "./cut.ts";

/** Larger alerts, characters of JSON, are not taken: one is an event, and an event has to fit into the log. */
const MOST_CHARACTERS = 200_000;

/** Alertmanager's webhook, version 4. Unknown fields are accepted; its alerts are read one by one. */
const envelope = z.looseObject({
  version: z.literal("4").optional(),
  groupKey: z.string().max(10_000),
  truncatedAlerts: z.number().optional(),
  status: z.enum(["firing", "resolved"]),
  alerts: z.array(z.unknown()).max(10_000),
});

const alertSchema = z.looseObject({
  status: z.enum(["firing", "resolved"]),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()).default({}),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  generatorURL: z.string().optional(),
  /** Older senders leave it out: then the labels, which it is made from, stand for it. */
  fingerprint: z.string().trim().min(1).max(300).optional(),
});

/** One alert of a notification, in Ballast's terms. */
export interface IncomingAlert {
  readonly fingerprint: string;
  readonly name: string;
  readonly summary: string;
  readonly startsAt: string;
  /** Null while it fires. */
  readonly endsAt: string | null;
  readonly severity: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generatorUrl: string | null;
}

/** An alert that was not taken, by its place in the notification, and why. */
export interface RefusedAlert {
  readonly index: number;
  readonly why: string;
}

/** A notification, read. */
export interface Notice {
  readonly groupKey: string;
  /** Nothing of the group fires any more, whatever is listed or left out. */
  readonly resolved: boolean;
  /** How many alerts the sender left out. */
  readonly truncatedAlerts: number;
  /** Each once. One that is missing is not resolved by that: notifications may be truncated. */
  readonly alerts: readonly IncomingAlert[];
  readonly refused: readonly RefusedAlert[];
}

/** A notification none of whose alerts could be read: what is wrong with each of them. */
export class NoAlertTaken extends Error {
  readonly refused: readonly RefusedAlert[];
  readonly remedy = remedyOf("INVALID_INPUT");

  constructor(refused: readonly RefusedAlert[]) {
    super(refused.slice(0, 10).map(({ index, why }) => `alerts.${index}: ${why}`).join("; "));
    this.refused = refused;
  }
}

/**
 * Reads a notification. A malformed alert does not take its siblings with it.
 * @throws ZodError when it is no notification; NoAlertTaken when none of its alerts can be read
 */
export function readNotice(body: unknown, now: Date): Notice {
  const { groupKey, status, truncatedAlerts = 0, alerts } = envelope.parse(body);
  const resolved = status === "resolved";
  const taken = new Map<string, IncomingAlert>();
  const refused: RefusedAlert[] = [];
  const at = now.toISOString();
  for (const [index, given] of alerts.entries()) {
    const { why, read } = readAlert(given);
    if (why !== null) refused.push({ index, why });
    else {
      const alert = incoming(read, { resolved, now: at });
      // The last word on an alert counts; a notification names each once, but nothing makes it.
      taken.set(alert.fingerprint, alert);
    }
  }
  if (taken.size === 0 && refused.length > 0) throw new NoAlertTaken(refused);
  return { groupKey: whole(groupKey), resolved, truncatedAlerts, alerts: [...taken.values()], refused };
}

type Read = z.infer<typeof alertSchema>;

/** The alert as its schema has it, or why it is not taken. */
function readAlert(given: unknown): { readonly why: null; readonly read: Read } | { readonly why: string; readonly read?: undefined } {
  const { error, data } = alertSchema.safeParse(given);
  if (error !== undefined)
    return { why: error.issues.map(({ path, message }) => `${path.map(String).join(".") || "alert"}: ${message}`).join(", ") };
  if (isSurelySmall(data)) return { why: null, read: data };
  try {
    return JSON.stringify(given).length > MOST_CHARACTERS
      ? { why: `it is larger than ${MOST_CHARACTERS / 1_000} kB` }
      : { why: null, read: data };
  } catch (unwritable) {
    if (unwritable instanceof RangeError) return { why: "it is nested too deeply" };
    throw unwritable;
  }
}

/** A character of a text has six characters in JSON at most. */
const WIDEST = 6;
/** Quotes, a colon and a comma. */
const AROUND = 6;

/** Whether it has nothing but texts, in itself and its labels and annotations, and too few to be too large: nearly every alert is such. */
function isSurelySmall(alert: Read): boolean {
  let most = 0;
  for (const [name, value] of Object.entries(alert)) {
    most += name.length * WIDEST + AROUND;
    if (typeof value === "string") most += value.length * WIDEST;
    else if (value === alert.labels || value === alert.annotations) {
      for (const [key, text] of Object.entries(value)) most += (key.length + text.length) * WIDEST + AROUND;
    } else if (value !== undefined) return false;
  }
  return most <= MOST_CHARACTERS;
}

/** Clocks differ by so much at most, ms: what is said to begin or end later than that begins or ends now. */
const MOST_AHEAD_MS = 5 * 60_000;

/** A time as a sender gives it, or now where it lies so far ahead that no episode could ever end after it. */
export const notAhead = (given: string, now: string): string => (Date.parse(given) > Date.parse(now) + MOST_AHEAD_MS ? now : given);

/** Go's zero time: no time was given. */
const isUnset = (time: string): boolean => new Date(time).getUTCFullYear() <= 1;

function incoming(
  alert: z.infer<typeof alertSchema>,
  { resolved, now }: { readonly resolved: boolean; readonly now: string },
): IncomingAlert {
  const [labels, annotations] = [wholeTexts(alert.labels), wholeTexts(alert.annotations)];
  const fires = alert.status === "firing" || isUnset(alert.endsAt);
  return {
    fingerprint: alert.fingerprint === undefined ? `labels:${payloadHash(labels).slice(0, 16)}` : whole(alert.fingerprint),
    name: cut(labels["alertname"]?.trim() ?? "", 300).trim() || "unnamed alert",
    summary: cut(annotations["summary"] ?? annotations["description"] ?? "", 20_000),
    startsAt: isUnset(alert.startsAt) ? now : notAhead(alert.startsAt, now),
    endsAt: fires ? (resolved ? now : null) : notAhead(alert.endsAt, now),
    severity: labels["severity"] ?? null,
    labels,
    annotations,
    generatorUrl: webAddress(alert.generatorURL === undefined ? null : whole(alert.generatorURL)),
  };
}
