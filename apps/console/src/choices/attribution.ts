import type { Option } from "../lists/filters.ts";

/** Within how many hours an incident that names no deploy is put down to the latest one before it, as people choose it. */
export const attributionOptions: readonly Option[] = [
  ["24", "within a day"], ["72", "within 3 days"], ["168", "within a week"], ["720", "within 30 days"],
];

/** A month is as far as anybody would put an incident down to a deploy, hours. */
const mostHours = 720;

/** The hours that an address says, 1 to 720; undefined where it says nothing of the kind: then only what incidents name counts. */
export function attributionHours(value: string | null | undefined): number | undefined {
  const hours = /^\d{1,3}$/u.test(value ?? "") ? Number(value) : 0;
  return hours >= 1 && hours <= mostHours ? hours : undefined;
}
