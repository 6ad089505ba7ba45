import { mostSteps, mostTargets, type CalledOfSchedule } from "@ballast/schema";
import { own } from "@ballast/schema/own";
import { z } from "zod";
import type { Export } from "./exportFile.ts";
import {
  fitting, mergedHours, onceNamed, strangerCalled, taken, usableSteps, withoutOverrides, zoneOr, type Hours, type Layer, type Left,
  type Moved, type MovedSchedule, type Override, type Step, type TheirPerson,
} from "./moved.ts";
import { masked, MINUTE_MS, paint, recurringMask, together, turnTrack, type Recurring, type Track, type Window } from "./tracks.ts";
import { dateOn, timeOfMinutes, timeOn, wallOf, weekdayOn } from "./wall.ts";

const instant = z.iso.datetime({ offset: true });
const participantShape = z.object({
  type: z.string(), id: z.string().nullish(), username: z.string().nullish(), name: z.string().nullish(),
});
type Participant = z.infer<typeof participantShape>;
const unitMinutes = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1_440 } as const;
/** How long something is waited for; minutes where no unit is said. */
const lengthShape = z.object({
  timeAmount: z.number().min(0), timeUnit: z.string().toLowerCase().pipe(z.enum(["seconds", "minutes", "hours", "days"])).nullish(),
});
const minutesIn = (length: z.infer<typeof lengthShape> | null | undefined): number =>
  (length?.timeAmount ?? 0) * unitMinutes[length?.timeUnit ?? "minutes"];

/** As `GET /v2/users` answers, each with the steps of its notification rules where they were exported. */
const userShape = z.object({
  id: z.string(), username: z.email(), fullName: z.string().nullish(), timeZone: z.string().nullish(),
  notification_rules: z.unknown().optional(),
});
const ruleShape = z.object({
  enabled: z.boolean().nullish(), contact: z.object({ method: z.string() }), sendAfter: lengthShape.nullish(),
});

const time = {
  startHour: z.int().min(0).max(24), startMin: z.int().min(0).max(59), endHour: z.int().min(0).max(24), endMin: z.int().min(0).max(59),
};
const restrictionShape = z.object({
  type: z.string().nullish(), restriction: z.object(time).nullish(),
  restrictions: z.array(z.object({ ...time, startDay: z.string(), endDay: z.string() })).nullish(),
});
const rotationShape = z.object({
  id: z.string(), name: z.string().nullish(), startDate: instant, endDate: instant.nullish(), type: z.enum(["hourly", "daily", "weekly"]),
  length: z.int().min(1).max(10_000).nullish(), participants: z.array(participantShape), timeRestriction: restrictionShape.nullish(),
  enabled: z.boolean().nullish(),
});
type Rotation = z.infer<typeof rotationShape>;
const overrideShape = z.object({
  alias: z.string().nullish(), user: participantShape, startDate: instant, endDate: instant,
  rotations: z.array(z.object({ id: z.string().nullish(), name: z.string().nullish() })).nullish(),
});
type TheirOverride = z.infer<typeof overrideShape>;

/** As `GET /v2/schedules?expand=rotation` answers; overrides as `GET /v2/schedules/{id}/overrides` does. */
const scheduleShape = z.object({
  id: z.string(), name: z.string(), timezone: z.string(), enabled: z.boolean().nullish(), rotations: z.array(z.unknown()).nullish(),
  overrides: z.unknown().optional(),
});

/** As `GET /v2/escalations` answers. */
const escalationShape = z.object({
  id: z.string(), name: z.string(), description: z.string().nullish(),
  rules: z.array(z.object({
    condition: z.string().nullish(), notifyType: z.string().nullish(),
    delay: lengthShape.nullish(), recipient: participantShape,
  })),
  repeat: z.object({ waitInterval: z.number().nullish(), count: z.number().nullish() }).nullish(),
});

const weekdays: Readonly<Record<string, number>> = { monday: 1, tuesday: 2, wednesday: 3, thursday: 4, friday: 5, saturday: 6, sunday: 7 };
const methods: Readonly<Record<string, string>> = { email: "mail", sms: "SMS", voice: "phone", mobile: "push" };

/**
 * What Opsgenie exports. All rotations of a schedule call somebody at once. Turns of days and weeks keep the time on the wall of the
 * schedule's zone; an override puts somebody in the place of whoever has the turn in the rotations that it names, at all hours.
 */
export function fromOpsgenie(given: Export, now: number): Moved {
  const left: Left[] = [];
  const users = taken(given.list("users"), userShape, { what: "user", left });
  const known: Known = { mails: new Map(users.map(({ id, username }) => [id, username])), now, left };
  const schedules = onceNamed(
    taken(given.list("schedules"), scheduleShape, { what: "schedule", left }), "schedule", left,
  ).flatMap((schedule) => {
    if (schedule.enabled === false) {
      left.push({ what: `schedule ${schedule.name}`, why: "it is switched off there" });
      return [];
    }
    if (!given.keeps("overrides", schedule.id) && !Array.isArray(schedule.overrides)) left.push(withoutOverrides(schedule.name));
    const inSchedule = Array.isArray(schedule.overrides) ? schedule.overrides as readonly unknown[] : [];
    const overrides = taken(
      [...given.listOf("overrides", schedule.id), ...inSchedule], overrideShape, { what: `${schedule.name}, override`, left },
    );
    return [movedSchedule({ ...schedule, overrides }, known)];
  });
  const policies = onceNamed(taken(given.list("escalations"), escalationShape, { what: "escalation", left }), "escalation", left)
    .flatMap((escalation) => movedEscalation(escalation, { ...known, schedules }));
  return fitting({
    left, schedules, policies,
    people: users.map(({ id, username, fullName, timeZone, notification_rules: rules }) => {
      const steps = rulesOf([...given.listOf("notification_rules", id), ...(Array.isArray(rules) ? rules as readonly unknown[] : [])]);
      return { mail: username, name: fullName ?? username, timeZone: zoneOr(timeZone), high: steps, low: steps };
    }),
  });
}

/** Steps of the rule for new alerts; each answer of a rule holds its steps, or is one. */
function rulesOf(rules: readonly unknown[]): TheirPerson["high"] {
  const steps = rules.flatMap((rule): readonly unknown[] => {
    const whole = z.object({ actionType: z.string().nullish(), steps: z.array(z.unknown()) }).safeParse(rule);
    return whole.success ? ((whole.data.actionType ?? "create-alert") === "create-alert" ? whole.data.steps : []) : [rule];
  });
  return taken(steps, ruleShape, { what: "rule", left: [] })
    .filter(({ enabled }) => enabled !== false)
    .map(
      ({ contact, sendAfter }) => ({ method: own(methods, contact.method) ?? contact.method, afterMinutes: minutesIn(sendAfter) }),
    );
}

interface Known {
  readonly mails: ReadonlyMap<string, string>;
  readonly now: number;
  readonly left: Left[];
}

const mailOf = (mails: Known["mails"], { id, username }: Participant): string | null =>
  mails.get(id ?? "") ?? [...mails.values()].find((mail) => mail.toLowerCase() === username?.toLowerCase()) ?? null;

/** What is on call by a participant, in words where that is nobody we know; null: nobody. */
function calledBy(mails: Known["mails"], participant: Participant): string | null {
  if (participant.type === "none") return null;
  if (participant.type !== "user") return `the ${participant.type} ${participant.name ?? participant.id ?? ""}`.trim();
  return mailOf(mails, participant) ?? strangerCalled(participant.username ?? participant.id ?? "");
}

type TheirSchedule = Omit<z.infer<typeof scheduleShape>, "overrides"> & { readonly overrides: readonly TheirOverride[] };

function movedSchedule({ id, name, timezone, rotations: all, overrides }: TheirSchedule, { mails, now, left }: Known): MovedSchedule {
  const zone = zoneOr(timezone);
  if (zone !== timezone) left.push({ what: `schedule ${name}`, why: `its time zone ${timezone} is not known: UTC is taken` });
  const rotations = taken(all ?? [], rotationShape, { what: `${name}, rotation`, left })
    .filter(({ enabled, endDate }) => enabled !== false && (!endDate || Date.parse(endDate) > now));
  const final: Final = { rotations, overrides, zone, mails };
  const layers = rotations.flatMap((rotation) => {
    const made = layerHere(rotation, { zone, mails });
    if (typeof made !== "string") return [made];
    left.push({ what: `${name}, rotation ${rotation.name ?? rotation.id}`, why: made });
    return [];
  });
  const standing = overrides.filter(({ endDate }) => Date.parse(endDate) > now).flatMap((override, at) => {
    const made = overridesHere(override, final, at);
    if (typeof made !== "string") return made;
    left.push({ what: `${name}, override from ${override.startDate}`, why: made });
    return [];
  });
  if (layers.length === 0) left.push({ what: `schedule ${name}`, why: "none of its rotations can be carried over" });
  if (layers.length > 20) left.push({ what: `schedule ${name}`, why: `it has ${String(layers.length)} rotations: the first 20 come` });
  return {
    sourceId: id, name, timeZone: zone, incomparable: null,
    record: layers.length === 0
      ? null
      : { what: "schedule", sourceId: id, name, layers: layers.slice(0, 20), overrides: standing },
    theirs: (window) => together(window, tracksOf(final, window)),
  };
}

const units = { hourly: "hour", daily: "day", weekly: "week" } as const;
const unitMs = { hourly: 3_600_000, daily: 86_400_000, weekly: 7 * 86_400_000 } as const;

/** A rotation as a layer, or why there is none. */
function layerHere(rotation: Rotation, { zone, mails }: { readonly zone: string; readonly mails: Known["mails"] }): Layer | string {
  const { participants, type, length } = rotation;
  if (participants.length === 0) return "nobody takes turns in it";
  const other = participants.find((each) => each.type !== "user");
  if (other !== undefined)
    return other.type === "none"
      ? "a turn of it is nobody's, which no layer can say"
      : `${calledBy(mails, other) ?? ""} takes a turn in it: only people do here`;
  const people = participants.map((each) => mailOf(mails, each));
  const stranger = participants[people.indexOf(null)];
  if (
    stranger !== undefined
  ) return `${strangerCalled(stranger.username ?? stranger.id ?? "")} takes turns in it and is in no list of users`;
  const hours = hoursHere(rotation);
  if (hours.length > 20) return "it has more than 20 restrictions";
  const shown = wallOf(zone).of(Date.parse(rotation.startDate));
  return {
    sourceId: rotation.id, name: (rotation.name ?? "").trim().slice(0, 100), effectiveFrom: rotation.startDate, timeZone: zone,
    handOver: { every: units[type], weekday: type === "weekly" ? weekdayOn(shown) : null, at: timeOn(shown) }, turnLength: length ?? 1,
    people: people.filter((mail) => mail !== null), startsOn: dateOn(shown), endsAt: rotation.endDate ?? null, hours, level: 0,
  };
}

/** A time of day, or of the week, with its end after its beginning. */
function recurring(rotation: Rotation): readonly Recurring[] {
  const { restriction, restrictions } = rotation.timeRestriction ?? {};
  const daily = restriction ? [{ ...restriction, weekday: null, days: 0, around: 1_440 }] : [];
  const weekly = (restrictions ?? []).flatMap((each) => {
    const [start, end] = [own(weekdays, each.startDay.toLowerCase()), own(weekdays, each.endDay.toLowerCase())];
    return start === undefined || end === undefined ? [] : [{ ...each, weekday: start, days: (end - start + 7) % 7, around: 7 * 1_440 }];
  });
  return [...daily, ...weekly].map(({ weekday, days, around, startHour, startMin, endHour, endMin }) => {
    const from = startHour * 60 + startMin;
    const length = days * 1_440 + endHour * 60 + endMin - from;
    return { weekday, fromMinute: from, minutes: length > 0 ? length : length + around };
  });
}

const hoursHere = (rotation: Rotation): Hours => mergedHours(recurring(rotation).map(({ weekday, fromMinute, minutes }) => ({
  weekdays: weekday === null ? [1, 2, 3, 4, 5, 6, 7] : [weekday], from: timeOfMinutes(fromMinute), to: timeOfMinutes(fromMinute + minutes),
  daysLater: Math.floor((fromMinute + minutes) / 1_440),
})));

interface Final {
  readonly rotations: readonly Rotation[];
  readonly overrides: readonly TheirOverride[];
  readonly zone: string;
  readonly mails: Known["mails"];
}

/** Whether an override is of a rotation: of all where it names none. */
const isOf = ({ rotations }: TheirOverride, { id, name }: Rotation): boolean =>
  !rotations || rotations.length === 0 || rotations.some((each) => (each.id ? each.id === id : each.name === name));

/** Who is on call by each rotation, in each minute. */
function tracksOf({ rotations, overrides, zone, mails }: Final, window: Window): readonly Track[] {
  const wall = wallOf(zone);
  return rotations.filter(({ participants }) => participants.length > 0).map((rotation) => {
    const { type, length, startDate, endDate, participants } = rotation;
    const turns = turnTrack(window, wall, {
      anchor: Date.parse(startDate), lengthMs: unitMs[type] * (length ?? 1), byWall: type !== "hourly",
      people: participants.map((each) => calledBy(mails, each)),
      within: { from: Date.parse(startDate), to: endDate ? Date.parse(endDate) : Infinity },
    });
    const times = recurring(rotation);
    const track = times.length === 0 ? turns : masked(turns, recurringMask(window, wall, times));
    for (const override of overrides.filter((each) => isOf(each, rotation)))
      paint(track, window, { from: Date.parse(override.startDate), to: Date.parse(override.endDate), who: calledBy(mails, override.user) });
    return track;
  });
}

const LONGEST_MS = 366 * 86_400_000;

/**
 * An override of some rotations stands in for whoever has the turn in them, and leaves the others: where that changes in its course it
 * is several here.
 */
function overridesHere(override: TheirOverride, final: Final, at: number): readonly Override[] | string {
  const person = mailOf(final.mails, override.user);
  if (override.user.type !== "user") return `the ${override.user.type} stands in: only people do here`;
  if (person === null) return `${strangerCalled(override.user.username ?? override.user.id ?? "")} is in no list of users`;
  const [from, to] = [Date.parse(override.startDate), Date.parse(override.endDate)];
  const sourceId = override.alias ?? `${override.startDate} ${String(at)}`;
  const whole: Override = { sourceId, person, from: override.startDate, to: override.endDate, reason: "", insteadOf: null };
  const others = final.rotations.filter((rotation) => !isOf(override, rotation));
  if (others.length === 0) return [whole];
  if (to - from > LONGEST_MS) return "it stands in some rotations of several for more than a year";
  const window = { from: Math.floor(from / MINUTE_MS) * MINUTE_MS, to };
  const of = (rotations: readonly Rotation[]) => together(window, tracksOf({ ...final, rotations, overrides: [] }, window));
  const [named, rest] = [of(final.rotations.filter((rotation) => isOf(override, rotation))), of(others)];
  const insteadOf = named.map((people, minute): string | null | undefined => {
    const [one, second] = people;
    const beside = rest[minute] ?? [];
    if (beside.length === 0) return null;
    return one === undefined || second !== undefined || beside.includes(one) ? undefined : one;
  });
  if (insteadOf.includes(undefined)) return "it puts somebody beside those of another rotation, which a stand-in cannot here";
  const edges = insteadOf.flatMap((who, minute) => (minute === 0 || who !== insteadOf[minute - 1] ? [minute] : []));
  if (edges.length > 200) return "it stands in some rotations of several, over more than 200 turns";
  return edges.map((first, place) => ({
    ...whole, sourceId: `${sourceId} ${String(place + 1)}`, insteadOf: insteadOf[first] ?? null,
    from: place === 0 ? override.startDate : new Date(window.from + first * MINUTE_MS).toISOString(),
    to: place === edges.length - 1 ? override.endDate : new Date(window.from + (edges[place + 1] ?? 0) * MINUTE_MS).toISOString(),
  }));
}

const called: Readonly<Record<string, CalledOfSchedule>> = { default: "onCall", next: "next", all: "everyone" };

function movedEscalation(
  escalation: z.infer<typeof escalationShape>, { mails, schedules, left }: Known & { readonly schedules: readonly MovedSchedule[] },
): Moved["policies"] {
  const note = (why: string): void => void left.push({ what: `escalation ${escalation.name}`, why });
  const rules = escalation.rules.map(
    (rule) => ({ ...rule, after: minutesIn(rule.delay) }),
  ).toSorted((one, other) => one.after - other.after);
  if ((rules[0]?.after ?? 0) > 0) note(`its first call comes after ${String(rules[0]?.after)} minutes there, and at once here`);
  const moments = [...new Set(rules.map(({ after }) => after))];
  const all = moments.map((after, at): Step => {
    const targets = rules.filter((rule) => rule.after === after).flatMap(({ recipient, notifyType, condition }): Step["targets"] => {
      if (condition === "if-not-closed") note(
        `the rule after ${String(after)} minutes calls until it is closed there; here an answer ends it`,
      );
      const who = own(called, notifyType ?? "default");
      const mail = recipient.type === "user" ? mailOf(mails, recipient) : null;
      if (mail !== null) return [{ person: mail }];
      const isHere = schedules.some(({ sourceId, record }) => sourceId === recipient.id && record !== null);
      if (recipient.type === "schedule" && isHere && who !== undefined) return [{ schedule: recipient.id ?? "", who }];
      note(
        `the rule after ${String(after)} minutes calls the ${recipient.type} ${recipient.name ?? recipient.username ?? recipient.id ?? ""}${who === undefined ? ` (${notifyType ?? ""})` : ""}, which is not carried over`,
      );
      return [];
    });
    const wait = (moments[at + 1] ?? after + ((escalation.repeat?.count ?? 0) > 0 ? (escalation.repeat?.waitInterval ?? 5) : 5)) - after;
    return { targets, minutes: Math.min(1_440, Math.max(1, Math.round(wait))) };
  });
  const steps = usableSteps(all, { steps: mostSteps, targets: mostTargets });
  if (all.length > mostSteps) note(`it has ${String(all.length)} steps: the first ${String(mostSteps)} come`);
  if (steps.length === 0) {
    note("none of its rules calls anybody who is carried over");
    return [];
  }
  return [{
    what: "escalation", sourceId: escalation.id, name: escalation.name.trim().slice(0, 300),
    description: (escalation.description ?? "").slice(0, 20_000), rounds: Math.min(
      20, Math.max(0, Math.round(escalation.repeat?.count ?? 0)) + 1,
    ), steps,
  }];
}
