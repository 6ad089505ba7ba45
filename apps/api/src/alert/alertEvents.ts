import type { AlertEvent, RulingOutcome } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";

const outcomeWords: Readonly<Record<RulingOutcome, string>> = {
  declares: "calls for an incident", joins: "joins an incident that is open", counted: "is counted", held: "is held",
  recorded: "leads to no incident",
};

/** How the events of alerts read. */
export const alertSentences: Sentences<AlertEvent> = {
  AlertFired: ({ name, severity, serviceId }, { service }) =>
    `${name} fires${severity === null ? "" : ` (${severity})`}${serviceId === null ? "" : ` on ${service(serviceId)}`}`,
  AlertCleared: ({ alertId }, { alert }) => `${alert(alertId)} has cleared`,
  AlertAcknowledged: (
    { alertId, by: who }, { alert, by }
  ) => `${alert(alertId)} was acknowledged${who === null ? "" : ` by ${who}`} in ${by}`,
  AlertRuled: ({ alertId, outcome, because }, { alert }) =>
    `${alert(alertId)} ${outcomeWords[outcome]}, as ${[...new Set(because.map(({ number }) => `R-${number}`))].join(", ")} ${
      because.length === 1 ? "says" : "say"
    }`,
  AlertClearedUnseen: ({ name }, { by }) => `${name} of ${by} has cleared, never seen firing`,
  BurnAlertFired: ({ alertId }, { alert }) => `${alert(alertId)} was told to who responds: an error budget burns`,
  BurnAlertCleared: ({ alertId }, { alert }) => `That ${alert(alertId)} is over was told to who responds`,
};

/** Whom they concern. */
export const alertTelling: Telling<AlertEvent> = {
  AlertFired: "everybody",
  AlertCleared: "everybody",
  AlertAcknowledged: "followers",
  AlertRuled: "followers",
  AlertClearedUnseen: "followers",
  BurnAlertFired: "followers",
  BurnAlertCleared: "followers",
};
