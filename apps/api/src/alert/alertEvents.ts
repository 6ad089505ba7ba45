import type { AlertEvent } from "@ballast/schema";
import type { Sentences, Telling } from "../events/saying.ts";

/** How the events of alerts read. */
export const alertSentences: Sentences<AlertEvent> = {
  AlertFired: ({ name, severity, serviceId }, { service }) =>
    `${name} fires${severity === null ? "" : ` (${severity})`}${serviceId === null ? "" : ` on ${service(serviceId)}`}`,
  AlertCleared: ({ alertId }, { alert }) => `${alert(alertId)} has cleared`,
  AlertAcknowledged: (
    { alertId, by: who }, { alert, by }
  ) => `${alert(alertId)} was acknowledged${who === null ? "" : ` by ${who}`} in ${by}`,
  AlertClearedUnseen: ({ name }, { by }) => `${name} of ${by} has cleared, never seen firing`,
};

/** Whom they concern. */
export const alertTelling: Telling<AlertEvent> = {
  AlertFired: "everybody",
  AlertCleared: "everybody",
  AlertAcknowledged: "followers",
  AlertClearedUnseen: "followers",
};
