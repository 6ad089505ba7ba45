import { z } from "zod";

/** The milliseconds of a clock that hangs in UTC. */
export const wallMs = (text: string): number => Date.parse(`${text.slice(0, 19)}Z`);
/** A date and time as a wall shows it, without a zone. */
const wallTime = z.string().regex(/^(19[7-9]|20|21)\d{1,2}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/, "use 2026-01-05T09:00:00")
  .refine((text) => !Number.isNaN(wallMs(text)), "there is no such day or time");

export const frequencies = ["hourly", "daily", "weekly", "monthly"] as const;
export const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** As `GET /api/v1/users` answers. */
export const userShape = z.object({ id: z.string(), email: z.email(), username: z.string().nullish(), timezone: z.string().nullish() });

/** As `GET /api/v1/on_call_shifts` answers. Times are those of the shift's zone, else of its schedule's. */
export const shiftShape = z.object({
  id: z.string(), name: z.string().nullish(), type: z.enum(["single_event", "recurrent_event", "rolling_users", "override"]),
  time_zone: z.string().nullish(), level: z.int().min(0).nullish(), start: wallTime, duration: z.number().min(60).max(366 * 86_400),
  rotation_start: wallTime.nullish(), frequency: z.enum(frequencies).nullish(), interval: z.int().min(1).max(1_000).nullish(),
  until: wallTime.nullish(), week_start: z.enum(days).nullish(), by_day: z.array(z.enum(days)).nullish(),
  by_month: z.array(z.int()).nullish(),
  by_monthday: z.array(z.int()).nullish(), users: z.array(z.string()).nullish(), rolling_users: z.array(z.array(z.string())).nullish(),
  start_rotation_from_user_index: z.int().min(0).nullish(),
});
export type Shift = z.infer<typeof shiftShape>;

/** As `GET /api/v1/schedules` answers. */
export const scheduleShape = z.object({
  id: z.string(), name: z.string(), type: z.enum(["ical", "calendar", "web"]), time_zone: z.string().nullish(),
  shifts: z.array(z.string()).nullish(), ical_url_primary: z.string().nullish(), ical_url_overrides: z.string().nullish(),
});

export const chainShape = z.object({ id: z.string(), name: z.string() });
/** As `GET /api/v1/escalation_policies` answers: the steps of all chains. */
export const stepShape = z.object({
  escalation_chain_id: z.string(), position: z.int(), type: z.string(), duration: z.number().nullish(), important: z.boolean().nullish(),
  persons_to_notify: z.array(z.string()).nullish(), persons_to_notify_next_each_time: z.array(z.string()).nullish(),
  notify_on_call_from_schedule: z.string().nullish(),
});
export type ChainStep = z.infer<typeof stepShape>;

/** As `GET /api/v1/personal_notification_rules` answers. */
export const ruleShape = z.object({
  user_id: z.string(), position: z.int(), important: z.boolean().nullish(), type: z.string(), duration: z.number().nullish(),
});

/** ISO weekday, 1 = Monday. */
export const weekday = (day: (typeof days)[number]): number => days.indexOf(day) + 1;
/** Groups of people that follow each other, from the one that begins; a shift that nobody takes turns in has one group. */
export function groupsOf(
  { type, users, rolling_users: rolling, start_rotation_from_user_index: index }: Shift,
): readonly (readonly string[])[] {
  const all = (rolling ?? []).filter(({ length }) => length > 0);
  // Overrides of the console name theirs as a group.
  if (type !== "rolling_users") return [users && users.length > 0 ? users : (all[0] ?? [])];
  const first = all.length === 0 ? 0 : (index ?? 0) % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}
