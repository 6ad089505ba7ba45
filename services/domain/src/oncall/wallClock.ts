import { Temporal } from "temporal-polyfill";

/**
 * The instant at which the clock on the wall first reads the given time or a later one, in milliseconds.
 * A time that a change of the clock skips therefore comes at the first instant after the gap (02:30 in Chicago on
 * 2020-03-08 is 03:00), and one that the clock shows twice comes at its first showing. Because of this rule later
 * dates never come earlier, in any zone.
 * @throws RangeError when the zone is unknown
 */
export function firstInstantAt(local: Temporal.PlainDateTime, timeZone: string): number {
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  const afterGap = earlier.getTimeZoneTransition("next");
  if (afterGap === null) throw new Error(`${timeZone} skips ${local.toString()} without changing its clock`);
  return afterGap.epochMilliseconds;
}

/** The date on the wall at an instant. */
export function localDateAt(instant: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** Whether wall-clock times can be computed in a zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    localDateAt(0, name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
