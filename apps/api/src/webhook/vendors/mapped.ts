import { filledIn, Rejection, valueAt } from "@ballast/domain";
import type { JsonMapping } from "@ballast/schema";
import { alertOf, noticeOf, type Reading } from "./reading.ts";

/** So many alerts of one body at most. */
const MOST_ALERTS = 1_000;

/** The alerts of a body, by its mapping. @throws Rejection INVALID_INPUT where it does not fit, with what is missing */
export function readMapped(mapping: JsonMapping, body: unknown, now: Date): Reading {
  const found = mapping.alerts === "" ? [body] : valueAt(body, mapping.alerts);
  if (!Array.isArray(found)) throw new Rejection("INVALID_INPUT", `there is no list at "${mapping.alerts}"`, ["mapping", "alerts"]);
  if (found.length > MOST_ALERTS) throw new Rejection("TOO_LARGE", `more than ${MOST_ALERTS} alerts at once`, []);
  const cleared = new Set(mapping.cleared.map((word) => word.toLowerCase()));
  const alerts = found.map((one: unknown, index) => {
    const id = filledIn(mapping.id, one);
    if (id === "") throw new Rejection("INVALID_INPUT", `alert ${index}: nothing stands at ${mapping.id}`, ["mapping", "id"]);
    const { name, summary, severity, service, state, url } = mapping;
    return alertOf({
      id, name: filledIn(name, one), summary: filledIn(summary, one), severity: filledIn(severity, one), service: filledIn(service, one),
      url: filledIn(url, one), firing: state === "" || !cleared.has(filledIn(state, one).toLowerCase()),
    }, now);
  });
  return noticeOf(alerts, "json");
}
