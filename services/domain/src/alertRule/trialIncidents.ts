import type { AlertRuling } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";
import type { RuledAlert } from "./ruling.ts";

/** An episode of the past that rules are tried on. */
export interface TriedAlert extends RuledAlert {
  readonly alertId: string;
  readonly episodeId: string;
  readonly name: string;
  /** When Ballast heard of it. */
  readonly at: string;
  /** When it cleared; null: it fires still. */
  readonly endsAt: string | null;
}

/** An incident that would have been declared. */
export interface TrialIncident {
  readonly serviceId: string | null;
  /** What its alerts have in common, where they have an incident of their own. */
  readonly label: string;
  /** The worst of its alerts. */
  severity: number;
  readonly openedAt: string;
  alerts: number;
  /** The first of its alerts. */
  readonly first: { readonly episodeId: string; readonly name: string; readonly at: string }[];
  readonly because: AlertRuling["because"];
  /** While one of its alerts fires it is open, ms; what comes later is another one. */
  until: number;
}

/** An alert on its way, with what rules made of it. */
export interface Passing {
  readonly alert: TriedAlert;
  readonly ruling: AlertRuling;
}

const MOST_FIRST = 20;

/** What counts, or has its incident, together. */
export const keyOf = ({ ruleId, values }: NonNullable<AlertRuling["group"]>): string => JSON.stringify([ruleId, ...values]);

/** Incidents that would have been declared: each is open while one of its alerts fires. */
export class TrialIncidents {
  readonly all: TrialIncident[] = [];
  /** Episodes that would have led to one. */
  readonly led = new Set<string>();
  readonly #open = new Map<string, TrialIncident>();

  /** Brings an alert to the open incident of its group or service, or declares one; false where it only joins and none is open. */
  attach({ alert, ruling }: Passing, declares: boolean): boolean {
    const { group, serviceId, severity } = ruling;
    const keys = [...(group?.own === true ? [keyOf(group)] : []), `service ${serviceId ?? ""}`];
    const at = instantOf(ruling.at);
    const known = this.#open.get(keys[0] ?? "");
    // What leads to it together is one incident, even where all but the last has ended.
    const there = known !== undefined && (known.until > at || known.openedAt === ruling.at) ? known : undefined;
    if (there === undefined && !declares) return false;
    const incident = there ?? {
      serviceId, label: group?.own === true ? group.label : "", severity: severity ?? 4, openedAt: ruling.at, alerts: 0, first: [],
      because: ruling.because, until: 0,
    };
    if (there === undefined) {
      this.all.push(incident);
      // Its service has an incident now, unless it has one that is still open.
      for (const key of keys) if ((this.#open.get(key)?.until ?? 0) <= at || key === keys[0]) this.#open.set(key, incident);
    }
    incident.alerts += 1;
    incident.severity = Math.min(incident.severity, severity ?? 4);
    incident.until = Math.max(incident.until, alert.endsAt === null ? Infinity : instantOf(alert.endsAt), at);
    if (incident.first.length < MOST_FIRST) incident.first.push({ episodeId: alert.episodeId, name: alert.name, at: alert.at });
    this.led.add(alert.episodeId);
    return true;
  }
}
