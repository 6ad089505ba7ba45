import { rotationLayer } from "@ballast/schema";

/** HH:MM, as a rotation's layer has it. */
export const timeOfDay = rotationLayer.shape.handOver.shape.at;

/** The date in a zone at an instant, YYYY-MM-DD; in UTC where the zone is none (which the rotation's rules refuse). */
export function dateIn(timeZone: string, instant: string): string {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(instant));
  } catch (error) {
    if (error instanceof RangeError) return new Date(instant).toISOString().slice(0, 10);
    throw error;
  }
}
