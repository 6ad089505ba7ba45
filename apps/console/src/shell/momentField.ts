import type { Zone } from "../marks/zone.ts";

function two(n: number): string {
  return String(n).padStart(2, "0");
}

/** A moment as `datetime-local` wants it, on the viewer's clock. */
export function toField(ms: number, zone: Zone): string {
  if (zone === "utc") return new Date(ms).toISOString().slice(0, 19);
  const d = new Date(ms);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** The moment a `datetime-local` field names; `null` while it is incomplete. */
export function fromField(text: string, zone: Zone): number | null {
  const ms = Date.parse(zone === "utc" ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : ms;
}
