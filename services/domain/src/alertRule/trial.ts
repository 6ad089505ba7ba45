import type { AlertRuling } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";
import { alertGroupDecider, isReached, reachedTogether, type AlertGroup } from "./alertGroup.ts";
import { letThrough, rulingOf, type RuleSet } from "./ruling.ts";
import { keyOf, TrialIncidents, type Passing, type TrialIncident, type TriedAlert } from "./trialIncidents.ts";

/** What would have become of alerts that lead to no incident, by name and by what is said of them. */
export interface LeftOut {
  readonly name: string;
  readonly outcome: "counted" | "held" | "joins" | "recorded";
  readonly because: AlertRuling["because"];
  alerts: number;
}

/** What rules would have made of alerts. */
export interface TrialResult {
  readonly alerts: number;
  readonly incidents: readonly TrialIncident[];
  /** Episodes that would have led to an incident. */
  readonly led: ReadonlySet<string>;
  /** The others, those that came most often first. */
  readonly leftOut: readonly LeftOut[];
}

/** A trial under way: alerts are met one after the other, in the order in which they were heard of. */
export interface Trial {
  meet(alert: TriedAlert): void;
  /** What has come of them, at this moment. */
  result(now: string): TrialResult;
}

/** So many of a group may still lead to an incident: more are not asked for by any rule. */
const MOST_COUNTING = 100;

type Left = Pick<TriedAlert, "name"> & Pick<AlertRuling, "outcome" | "because">;

/**
 * Tries rules on alerts of the past, by the function that live ones go by. An incident counts as open while one of its alerts fires: when a
 * person would have resolved it, nobody can know.
 */
export function trialOf(set: RuleSet): Trial {
  const found = new TrialIncidents();
  const groups = new Map<string, AlertGroup>();
  const counting = new Map<string, Map<string, Passing>>();
  const left = new Map<string, Left>();
  const leave = ({ alert: { episodeId, name }, ruling: { outcome, because } }: Passing): void =>
    void left.set(episodeId, { name, outcome, because });
  const held = new Held();
  let alerts = 0;

  const attach = (passing: Passing, declares: boolean): void => {
    if (!found.attach(passing, declares)) return leave(passing);
    left.delete(passing.alert.episodeId);
  };

  const count = (passing: Passing): void => {
    const { alert: { alertId, episodeId }, ruling: { group, threshold, at } } = passing;
    if (group === null || threshold === null) return attach(passing, true);
    const key = keyOf(group);
    const state = alertGroupDecider.evolve(groups.get(key) ?? alertGroupDecider.initialState, {
      type: "OccurrencesCounted", data: { groupId: episodeId, threshold, occurrences: [{ alertId, episodeId, at }] },
    });
    groups.set(key, state);
    const waiting = counting.get(key) ?? new Map<string, Passing>();
    counting.set(key, waiting.set(episodeId, passing));
    const [oldest] = waiting.keys();
    if (waiting.size > MOST_COUNTING && oldest !== undefined) waiting.delete(oldest);
    leave(passing);
    if (!isReached(state, at)) return;
    for (const one of reachedTogether(state)) {
      const counted = waiting.get(one.episodeId);
      if (counted === undefined || found.led.has(one.episodeId)) continue;
      attach({ ...counted, ruling: { ...counted.ruling, at } }, true);
      waiting.delete(one.episodeId);
    }
  };

  const pass = (passing: Passing): void => {
    switch (passing.ruling.outcome) {
      case "recorded":
        return leave(passing);
      case "held":
        return leave(held.put(passing));
      case "counted":
        return count(passing);
      case "joins":
      case "declares":
        return attach(passing, passing.ruling.outcome === "declares");
    }
  };

  /** What outlasts its maintenance comes through then. */
  const release = (now: number): void => {
    for (let due = held.take(now); due.length > 0; due = held.take(now))
      for (const { alert, ruling, until } of due)
        if (alert.endsAt === null || instantOf(alert.endsAt) > until)
          pass({ alert, ruling: letThrough(ruling, set, ruling.held?.until ?? ruling.at) });
  };

  return {
    meet(alert) {
      alerts += 1;
      release(instantOf(alert.at));
      pass({ alert, ruling: rulingOf(set, alert, alert.at) ?? asEver(alert) });
    },
    result(now) {
      release(instantOf(now));
      return { alerts, incidents: found.all, led: found.led, leftOut: summed([...left.values()]) };
    },
  };
}

/** What is held, until its maintenance is over. */
class Held {
  #waiting: (Passing & { readonly until: number })[] = [];
  #next = Infinity;

  put(passing: Passing): Passing {
    const until = instantOf(passing.ruling.held?.until ?? passing.ruling.at);
    this.#waiting.push({ ...passing, until });
    this.#next = Math.min(this.#next, until);
    return passing;
  }

  /** Takes out those whose time has come, the earliest first. */
  take(now: number): readonly (Passing & { readonly until: number })[] {
    if (now < this.#next) return [];
    const due = this.#waiting.filter(({ until }) => until <= now).toSorted((one, other) => one.until - other.until);
    this.#waiting = this.#waiting.filter(({ until }) => until > now);
    this.#next = this.#waiting.reduce((next, { until }) => Math.min(next, until), Infinity);
    return due;
  }
}

/** As it goes where no rule has a word. */
const asEver = ({ severity, serviceId, at }: TriedAlert): AlertRuling => ({
  at, outcome: severity === null ? "recorded" : "declares", severity, serviceId, namedServiceId: serviceId, group: null, threshold: null,
  incident: "declare", held: null, because: [],
});

function summed(left: readonly Left[]): readonly LeftOut[] {
  const found = new Map<string, LeftOut>();
  for (const { name, outcome, because } of left) {
    if (outcome === "declares") continue;
    const key = JSON.stringify([name, outcome, because]);
    const known = found.get(key) ?? { name, outcome, because, alerts: 0 };
    known.alerts += 1;
    found.set(key, known);
  }
  return [...found.values()].toSorted((one, other) => other.alerts - one.alerts);
}
