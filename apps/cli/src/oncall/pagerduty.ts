import { mostSteps, mostTargets } from "@ballast/schema";
import { own } from "@ballast/schema/own";
import { z } from "zod";
import type { Export } from "./exportFile.ts";
import {
  fitting, mergedHours, onceNamed, strangerCalled, taken, usableSteps, withoutOverrides, zoneOr, type Hours, type Layer, type Left,
  type Moved, type MovedSchedule, type Override, type Step, type TheirPerson,
} from "./moved.ts";
import { drawnIn, otherThanDrawn, renderedShape } from "./pagerdutyRendered.ts";
import {
  emptyTrack, masked, paint, recurringMask, together, turnTrack, type Recurring, type Track, type Window,
} from "./tracks.ts";
import { dateOn, timeOfMinutes, timeOn, wallOf, weekdayOn } from "./wall.ts";

const DAY_S = 86_400;
/** So many layers a schedule has at most. */
const MOST_LAYERS = 20;
const WEEK_S = 7 * DAY_S;
const instant = z.iso.datetime({ offset: true });
const reference = z.object({ id: z.string(), type: z.string().optional(), summary: z.string().nullish() });

/** As `GET /users?include[]=contact_methods&include[]=notification_rules` answers. */
const userShape = z.object({
  id: z.string(), name: z.string().nullish(), summary: z.string().nullish(), email: z.email(), time_zone: z.string().nullish(),
  notification_rules: z.array(z.object({
    start_delay_in_minutes: z.number().nullish(), urgency: z.string().nullish(), contact_method: z.object({ type: z.string() }).nullish(),
  })).nullish(),
});

const restrictionShape = z.object({
  type: z.string(), start_time_of_day: z.string().regex(/^\d{2}:\d{2}(:\d{2})?$/), duration_seconds: z.number().min(60).max(WEEK_S),
  start_day_of_week: z.int().min(1).max(7).nullish(),
});
const layerShape = z.object({
  id: z.string(), name: z.string().nullish(), start: instant, end: instant.nullish(), rotation_virtual_start: instant,
  rotation_turn_length_seconds: z.number().min(60).max(10 * 366 * DAY_S), users: z.array(z.object({ user: reference })),
  restrictions: z.array(restrictionShape).nullish(),
});
type TheirLayer = z.infer<typeof layerShape>;
const overrideShape = z.object({ id: z.string().nullish(), start: instant, end: instant, user: reference });
type TheirOverride = z.infer<typeof overrideShape>;

/** As `GET /schedules/{id}` answers; its overrides as `GET /schedules/{id}/overrides` does. */
const scheduleShape = z.object({
  id: z.string(), name: z.string().nullish(), summary: z.string().nullish(), time_zone: z.string(), schedule_layers: z.array(z.unknown()),
  overrides: z.unknown().optional(), overrides_subschedule: renderedShape, final_schedule: renderedShape,
});

/** As `GET /escalation_policies` answers. */
const policyShape = z.object({
  id: z.string(), name: z.string(), description: z.string().nullish(), num_loops: z.int().min(0).nullish(),
  escalation_rules: z.array(z.object({
    escalation_delay_in_minutes: z.number().positive(), targets: z.array(reference),
    escalation_rule_assignment_strategy: z.object({ type: z.string() }).nullish(),
  })),
});

const methods: Readonly<Record<string, string>> = {
  email_contact_method: "mail", phone_contact_method: "phone", sms_contact_method: "SMS", push_notification_contact_method: "push",
};

const rulesOf = (rules: z.infer<typeof userShape>["notification_rules"], urgency: string): TheirPerson["high"] =>
  (rules ?? []).filter((rule) => (rule.urgency ?? "high") === urgency).map(({ start_delay_in_minutes: after, contact_method: by }) => ({
    method: own(methods, by?.type ?? "") ?? by?.type ?? "unknown", afterMinutes: after ?? 0,
  }));

/**
 * What PagerDuty exports. Of a schedule's layers the first one of the answer lies over the others, one person is on call at a time, and
 * overrides lie over everything, the one that was made last uppermost. Turns of whole days keep the time on the wall.
 */
export function fromPagerDuty(given: Export, now: number): Moved {
  const left: Left[] = [];
  const users = taken(given.list("users", "user"), userShape, { what: "user", left });
  const mails = new Map(users.map(({ id, email }) => [id, email]));
  const schedules = onceNamed(
    taken(given.list("schedules", "schedule"), scheduleShape, { what: "schedule", left })
      .map((schedule) => ({ ...schedule, name: schedule.name ?? schedule.summary ?? schedule.id })),
    "schedule", left,
  ).map((schedule) => {
    const [drawn, final] = [drawnIn(schedule.overrides_subschedule), drawnIn(schedule.final_schedule)];
    const isListed = given.keeps("overrides", schedule.id) || Array.isArray(schedule.overrides);
    // Drawn without since and until, both are empty whatever overrides there are.
    if (!isListed && drawn.length === 0 && final.length === 0) left.push(withoutOverrides(schedule.name));
    const overrides = taken(
      isListed ? [...given.listOf("overrides", schedule.id), ...exportedIn(schedule.overrides)] : drawn, overrideShape,
      { what: `${schedule.name}, override`, left },
    );
    const one = movedSchedule({ ...schedule, overrides }, { mails, now, left });
    const shifts = taken(final, overrideShape, { what: `${schedule.name}, shift of its final schedule`, left })
      .map(({ start, end, user: { id } }) => ({ from: Date.parse(start), to: Date.parse(end), who: mails.get(id) ?? strangerCalled(id) }));
    const why = otherThanDrawn(shifts, one.theirs, now);
    if (why !== null) left.push({ what: `schedule ${schedule.name}`, why });
    return one;
  });
  const policies = onceNamed(
    taken(
      given.list("escalation_policies", "escalation_policy"), policyShape, { what: "escalation policy", left },
    ), "escalation policy", left,
  ).flatMap((policy) => movedPolicy(policy, { mails, schedules, left }));
  return fitting({
    left, schedules, policies,
    people: users.map(({ name, email, time_zone: zone, notification_rules: rules }) => ({
      mail: email, name: name ?? email, timeZone: zoneOr(zone), high: rulesOf(rules, "high"), low: rulesOf(rules, "low"),
    })),
  });
}

const exportedIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

interface Known {
  readonly mails: ReadonlyMap<string, string>;
  readonly now: number;
  readonly left: Left[];
}
type TheirSchedule = Omit<z.infer<typeof scheduleShape>, "overrides" | "name"> & {
  readonly name: string; readonly overrides: readonly TheirOverride[];
};

function movedSchedule({ id, name, time_zone: timeZone, schedule_layers: all, overrides }: TheirSchedule, known: Known): MovedSchedule {
  const { left, mails, now } = known;
  const zone = zoneOr(timeZone);
  if (zone !== timeZone) left.push({ what: `schedule ${name}`, why: `its time zone ${timeZone} is not known: UTC is taken` });
  const layers = taken(all, layerShape, { what: `${name}, layer`, left }).filter(({ end }) => !end || Date.parse(end) > now);
  const record = layers.flatMap((layer, at) => {
    const made = layerHere(layer, { zone, level: layers.length - 1 - at, mails });
    if (typeof made !== "string") return [made];
    left.push({ what: `${name}, layer ${layer.name ?? layer.id}`, why: made });
    return [];
  });
  const standing = overrides.filter(({ end }) => Date.parse(end) > now).flatMap((each): readonly Override[] => {
    const person = mails.get(each.user.id);
    if (person !== undefined)
      return [{
        sourceId: each.id ?? `${each.start} ${each.end} ${each.user.id}`, person, from: each.start, to: each.end, reason: "",
        insteadOf: null,
      }];
    left.push({ what: `${name}, override from ${each.start}`, why: `${strangerCalled(each.user.id)} is in no list of users` });
    return [];
  });
  if (layers.length > MOST_LAYERS) left.push(
    { what: `schedule ${name}`, why: `it has ${String(layers.length)} layers: the uppermost ${String(MOST_LAYERS)} come` },
  );
  if (record.length === 0) left.push({ what: `schedule ${name}`, why: "none of its layers can be carried over" });
  return {
    sourceId: id, name, timeZone: zone, incomparable: null,
    record: record.length === 0
      ? null
      : { what: "schedule", sourceId: id, name, layers: record.slice(0, MOST_LAYERS), overrides: standing },
    theirs: (window) => finalSchedule({ layers, overrides, zone, mails }, window),
  };
}

/** In what a turn of so many seconds is counted, and how long that is. */
function unitOf(length: number): readonly ["week" | "day" | "hour", number] {
  if (length % (7 * DAY_S) === 0) return ["week", 7 * DAY_S];
  return length % DAY_S === 0 ? ["day", DAY_S] : ["hour", 3_600];
}

/** A layer in our terms, or why there is none. */
function layerHere(
  layer: TheirLayer, { zone, level, mails }: { readonly zone: string; readonly level: number; readonly mails: ReadonlyMap<string, string> },
): Layer | string {
  const { users, restrictions } = layer;
  const people = users.map(({ user }) => mails.get(user.id) ?? null);
  const stranger = users.find(({ user }) => !mails.has(user.id));
  if (users.length === 0) return "nobody takes turns in it";
  if (stranger !== undefined) return `${strangerCalled(stranger.user.id)} takes turns in it and is in no list of users`;
  // Whoever takes turns alone takes them whatever their length.
  const length = new Set(people).size === 1 ? DAY_S : layer.rotation_turn_length_seconds;
  const [every, unit] = unitOf(length);
  if (length % unit !== 0) return `a turn of ${String(length)} seconds is no number of hours, days or weeks`;
  const hours = hoursHere(restrictions ?? []);
  if (typeof hours === "string") return hours;
  const wall = wallOf(zone);
  const anchor = beginningBefore(layer, wall, Date.parse(layer.start));
  const shown = wall.of(anchor);
  return {
    sourceId: layer.id, name: (layer.name ?? "").trim().slice(0, 100), effectiveFrom: layer.start, timeZone: zone,
    handOver: { every, weekday: every === "week" ? weekdayOn(shown) : null, at: timeOn(shown) }, turnLength: length / unit,
    people: people.filter((mail) => mail !== null), startsOn: dateOn(shown), endsAt: layer.end ?? null, hours, level,
  };
}

/** The beginning of a first person's turn that is no later than the layer's: turns go back before their own beginning too. */
function beginningBefore(
  { rotation_virtual_start: virtual, rotation_turn_length_seconds: length, users }: TheirLayer,
  wall: ReturnType<typeof wallOf>, start: number,
): number {
  const around = length * 1_000 * users.length;
  const anchor = Date.parse(virtual);
  if (anchor <= start) return anchor;
  const rounds = Math.ceil((anchor - start) / around) + 1;
  return length % DAY_S === 0 ? wall.instant(wall.of(anchor) - rounds * around) : anchor - rounds * around;
}

/** Restrictions as hours, or why they are none. */
function hoursHere(restrictions: NonNullable<TheirLayer["restrictions"]>): Hours | string {
  const hours: Hours = [];
  for (const restriction of restrictions) {
    const { weekday, fromMinute, minutes } = recurring(restriction);
    if (!Number.isInteger(fromMinute) || !Number.isInteger(minutes)) return "a restriction of it does not begin and end at full minutes";
    const end = fromMinute + minutes;
    hours.push({
      weekdays: weekday === null ? [1, 2, 3, 4, 5, 6, 7] : [weekday], from: timeOfMinutes(fromMinute), to: timeOfMinutes(end),
      daysLater: Math.floor(end / 1_440),
    });
  }
  if (hours.some(({ daysLater }) => daysLater > 7)) return "a restriction of it is longer than a week";
  const merged = mergedHours(hours);
  return merged.length > 20 ? "it has more than 20 restrictions" : merged;
}

function recurring(
  { type, start_day_of_week: day, start_time_of_day: at, duration_seconds: length }: z.infer<typeof restrictionShape>,
): Recurring {
  const [hour = 0, minute = 0, second = 0] = at.split(":").map(Number);
  return { weekday: type === "weekly_restriction" ? (day ?? 1) : null, fromMinute: hour * 60 + minute + second / 60, minutes: length / 60 };
}

interface Final {
  readonly layers: readonly TheirLayer[];
  readonly overrides: readonly TheirOverride[];
  readonly zone: string;
  readonly mails: ReadonlyMap<string, string>;
}

/** Who is on call there in each minute. */
function finalSchedule({ layers, overrides, zone, mails }: Final, window: Window): readonly (readonly string[])[] {
  const wall = wallOf(zone);
  const called = (id: string): string => mails.get(id) ?? strangerCalled(id);
  const final: Track = emptyTrack(window);
  // The first one is uppermost: it is laid last.
  for (const layer of layers.toReversed()) {
    if (layer.users.length === 0) continue;
    const track = turnTrack(window, wall, {
      anchor: Date.parse(layer.rotation_virtual_start), lengthMs: layer.rotation_turn_length_seconds * 1_000,
      byWall: layer.rotation_turn_length_seconds % DAY_S === 0, people: layer.users.map(({ user }) => called(user.id)),
      within: { from: Date.parse(layer.start), to: layer.end ? Date.parse(layer.end) : Infinity },
    });
    const restrictions = layer.restrictions ?? [];
    const shown = restrictions.length === 0 ? track : masked(track, recurringMask(window, wall, restrictions.map(recurring)));
    for (const [minute, who] of shown.entries()) if (who !== null) final[minute] = who;
  }
  for (const { start, end, user } of overrides)
    paint(final, window, { from: Date.parse(start), to: Date.parse(end), who: called(user.id) });
  return together(window, [final]);
}

interface Targets {
  readonly mails: ReadonlyMap<string, string>;
  readonly schedules: readonly MovedSchedule[];
  readonly left: Left[];
}

function movedPolicy(policy: z.infer<typeof policyShape>, { mails, schedules, left }: Targets): Moved["policies"] {
  const note = (why: string): void => void left.push({ what: `escalation policy ${policy.name}`, why });
  const steps = usableSteps(policy.escalation_rules.map((rule, at): Step => {
    const step = `step ${String(at + 1)}`;
    const strategy = rule.escalation_rule_assignment_strategy?.type ?? "assign_to_everyone";
    if (strategy !== "assign_to_everyone") note(`${step} calls its targets in turn there (${strategy}); here it calls all of them`);
    const targets = rule.targets.flatMap(({ id, type = "" }): Step["targets"] => {
      const mail = mails.get(id);
      if (type.startsWith("user") && mail !== undefined) return [{ person: mail }];
      if (type.startsWith("schedule") && schedules.some(({ sourceId, record }) => sourceId === id && record !== null))
        return [{ schedule: id, who: "onCall" }];
      note(`${step} calls the ${type.replace("_reference", "") || "target"} ${id}, which is not carried over`);
      return [];
    });
    return { targets, minutes: Math.min(1_440, Math.max(1, Math.round(rule.escalation_delay_in_minutes))) };
  }), { steps: mostSteps, targets: mostTargets });
  if (policy.escalation_rules.length > mostSteps) note(
    `it has ${String(policy.escalation_rules.length)} steps: the first ${String(mostSteps)} come`,
  );
  if (steps.length === 0) {
    note("none of its steps calls anybody who is carried over");
    return [];
  }
  return [{
    what: "escalation", sourceId: policy.id, name: policy.name.trim().slice(0, 300), description: (
      policy.description ?? ""
    ).slice(0, 20_000),
    rounds: Math.min(20, (policy.num_loops ?? 0) + 1), steps,
  }];
}
