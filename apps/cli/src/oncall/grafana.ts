import { mostSteps, mostTargets } from "@ballast/schema";
import { own } from "@ballast/schema/own";
import type { Export } from "./exportFile.ts";
import {
  chainShape, groupsOf, ruleShape, scheduleShape, shiftShape, stepShape, userShape, wallMs, type ChainStep, type Shift,
} from "./grafanaShapes.ts";
import { grafanaLayers } from "./grafanaLayers.ts";
import { grafanaFinal, untold, type ZonedShift } from "./grafanaShifts.ts";
import {
  fitting, onceNamed, strangerCalled, taken, usableSteps, zoneOr, type Left, type Moved, type MovedSchedule, type Override, type Step,
  type TheirPerson,
} from "./moved.ts";
import { wallOf } from "./wall.ts";
import type { z } from "zod";

const methods: Readonly<Record<string, string>> = {
  notify_by_email: "mail", notify_by_slack: "chat", notify_by_sms: "SMS", notify_by_phone_call: "phone", notify_by_telegram: "Telegram",
  notify_by_mobile_app: "push", notify_by_mobile_app_critical: "push", notify_by_webhook: "webhook", notify_by_msteams: "Teams",
};

/** Rules that wait and call, as channels each after so many minutes. */
function rulesOf(rules: readonly z.infer<typeof ruleShape>[], important: boolean): TheirPerson["high"] {
  let waited = 0;
  return rules.filter((rule) => (rule.important ?? false) === important).toSorted((one, other) => one.position - other.position)
    .flatMap(({ type, duration }) => {
      if (type === "wait") waited += (duration ?? 0) / 60;
      return type === "wait" ? [] : [{ method: own(methods, type) ?? type, afterMinutes: Math.round(waited) }];
    });
}

/**
 * What Grafana OnCall exports. Shifts recur as in calendars (RFC 5545), on the wall of their zone; of those that overlap the highest
 * level is on call, all of it, and overrides lie over everything.
 */
export function fromGrafana(given: Export, now: number): Moved {
  const left: Left[] = [];
  const users = taken(given.list("users"), userShape, { what: "user", left });
  const mails = new Map(users.map(({ id, email }) => [id, email]));
  const rules = taken(given.list("personal_notification_rules"), ruleShape, { what: "personal notification rule", left });
  const shifts = new Map(taken(given.list("on_call_shifts"), shiftShape, { what: "shift", left }).map((shift) => [shift.id, shift]));
  const schedules = onceNamed(taken(given.list("schedules"), scheduleShape, { what: "schedule", left }), "schedule", left)
    .map((schedule) => movedSchedule(schedule, { mails, shifts, now, left }));
  const steps = taken(given.list("escalation_policies"), stepShape, { what: "step of an escalation chain", left });
  const policies = onceNamed(
    taken(given.list("escalation_chains"), chainShape, { what: "escalation chain", left }), "escalation chain", left,
  )
    .flatMap((chain) => movedChain(
      chain, steps.filter(({ escalation_chain_id: id }) => id === chain.id).toSorted((one, other) => one.position - other.position),
      { mails, schedules, left },
    ));
  return fitting({
    left, schedules, policies,
    people: users.map(({ id, email, username, timezone }) => {
      const theirs = rules.filter(({ user_id: user }) => user === id);
      return { mail: email, name: username ?? email, timeZone: zoneOr(timezone), high: rulesOf(theirs, true), low: rulesOf(theirs, false) };
    }),
  });
}

interface Known {
  readonly mails: ReadonlyMap<string, string>;
  readonly shifts: ReadonlyMap<string, Shift>;
  readonly now: number;
  readonly left: Left[];
}

function movedSchedule(schedule: z.infer<typeof scheduleShape>, { mails, shifts, now, left }: Known): MovedSchedule {
  const { id, name } = schedule;
  const zone = zoneOr(schedule.time_zone);
  const called = (userId: string): string => mails.get(userId) ?? strangerCalled(userId);
  const note = (what: string, why: string): void => void left.push({ what: `schedule ${name}${what}`, why });
  if (schedule.type === "ical") note("", "its shifts come from the address of a calendar, which is in no export");
  if (schedule.ical_url_overrides) note("", "its overrides come from the address of a calendar, which is in no export");
  const missing = (schedule.shifts ?? []).filter((shift) => !shifts.has(shift));
  for (const shift of missing) note(`, shift ${shift}`, "it is in no list of shifts");
  const zoned = (schedule.shifts ?? []).flatMap((shiftId): readonly ZonedShift[] => {
    const shift = shifts.get(shiftId);
    return shift === undefined || isOver(shift, zoneOr(shift.time_zone ?? zone), now)
      ? [] : [{ shift, zone: zoneOr(shift.time_zone ?? zone), ofConsole: schedule.type === "web" }];
  });
  const layers = zoned.filter(({ shift }) => shift.type !== "override").flatMap((each) => {
    const made = grafanaLayers(each, mails);
    if (typeof made !== "string") return made;
    note(`, shift ${each.shift.name ?? each.shift.id}`, made);
    return [];
  });
  const overrides = zoned.filter(({ shift }) => shift.type === "override").flatMap((each) => overridesHere(each, mails, note));
  if (layers.length > 20) note(
    "", `it has ${String(layers.length)} layers, with one for each person who is on call with others: the first 20 come`,
  );
  if (layers.length === 0 && schedule.type !== "ical") note("", "none of its shifts can be carried over");
  const untellable = zoned.flatMap(({ shift }) => untold(shift) ?? [])[0];
  return {
    sourceId: id, name, timeZone: zone,
    incomparable: schedule.type === "ical" || schedule.ical_url_overrides
      ? "its shifts come from a calendar that is not in the export"
      : missing.length > 0 ? `shifts of it are not in the export (${missing.join(", ")})` : (untellable ?? null),
    record: layers.length === 0
      ? null
      : { what: "schedule", sourceId: id, name, layers: layers.slice(0, 20), overrides },
    theirs: (window) => grafanaFinal(zoned, window, called),
  };
}

/** Whether a shift comes no more. */
function isOver({ type, start, duration, until }: Shift, zone: string, now: number): boolean {
  if (type === "single_event" || type === "override") return wallOf(zone).instant(wallMs(start) + duration * 1_000) <= now;
  return Boolean(until) && wallMs(until ?? "") + duration * 1_000 <= now;
}

function overridesHere({ shift, zone }: ZonedShift, mails: Known["mails"], note: (what: string, why: string) => void): readonly Override[] {
  const [people = []] = groupsOf(shift);
  const [first, ...more] = people.map((id) => mails.get(id) ?? null);
  const wall = wallOf(zone);
  const [from, to] = [
    wallMs(shift.start), wallMs(shift.start) + shift.duration * 1_000,
  ].map((at) => new Date(wall.instant(at)).toISOString());
  const called = `, override from ${shift.start}`;
  if (first === undefined || first === null || from === undefined || to === undefined) {
    note(called, "who stands in is in no list of users");
    return [];
  }
  if (more.length > 0) note(called, "several people stand in together: the first one does here");
  return [{ sourceId: shift.id, person: first, from, to, reason: "", insteadOf: null }];
}

interface Targets {
  readonly mails: ReadonlyMap<string, string>;
  readonly schedules: readonly MovedSchedule[];
  readonly left: Left[];
}

/** So often a chain starts over that repeats itself. */
const REPEATED = 5;
/** So long is waited where the chain does not say, minutes. */
const USUAL_WAIT = 5;

function movedChain(
  { id, name }: z.infer<typeof chainShape>, all: readonly ChainStep[], { mails, schedules, left }: Targets,
): Moved["policies"] {
  const note = (why: string): void => void left.push({ what: `escalation chain ${name}`, why });
  const steps: Step[] = [];
  let [waited, rounds] = [false, 1];
  for (const step of all) {
    if (step.type === "wait") {
      const minutes = Math.min(1_440, Math.max(1, Math.round((step.duration ?? 0) / 60)));
      const last = steps.at(-1);
      if (last === undefined) note(`its first call comes after ${String(minutes)} minutes there, and at once here`);
      else steps[steps.length - 1] = { ...last, minutes: waited ? Math.min(1_440, last.minutes + minutes) : minutes };
      waited = true;
      continue;
    }
    if (step.type === "repeat_escalation") {
      rounds = REPEATED + 1;
      continue;
    }
    const targets = targetsOf(step, { mails, schedules, left }, note);
    if (targets.length === 0) continue;
    const last = steps.at(-1);
    // What follows without a wait is one call.
    if (last !== undefined && !waited) steps[steps.length - 1] = { ...last, targets: [...last.targets, ...targets] };
    else steps.push({ targets, minutes: USUAL_WAIT });
    waited = false;
  }
  if (steps.length > mostSteps) note(`it has ${String(steps.length)} steps: the first ${String(mostSteps)} come`);
  if (all.some(({ important }) => important)) note("calls marked as important are calls as any: here the severity says which rules hold");
  const usable = usableSteps(steps, { steps: mostSteps, targets: mostTargets });
  if (usable.length === 0) {
    note("none of its steps calls anybody who is carried over");
    return [];
  }
  return [{ what: "escalation", sourceId: id, name: name.trim().slice(0, 300), description: "", rounds, steps: usable }];
}

function targetsOf(step: ChainStep, { mails, schedules }: Targets, note: (why: string) => void): Step["targets"] {
  const at = `step ${String(step.position + 1)}`;
  if (step.type === "notify_on_call_from_schedule") {
    const schedule = step.notify_on_call_from_schedule ?? "";
    if (schedules.some(({ sourceId, record }) => sourceId === schedule && record !== null)) return [{ schedule, who: "onCall" }];
    note(`${at} calls the schedule ${schedule}, which is not carried over`);
    return [];
  }
  const people = step.type === "notify_persons"
    ? step.persons_to_notify : step.type === "notify_person_next_each_time" ? step.persons_to_notify_next_each_time : null;
  if (!people) {
    note(`${at} (${step.type}) is nothing that a step does here`);
    return [];
  }
  if (step.type === "notify_person_next_each_time") note(`${at} calls somebody else each time there; here it calls all of them`);
  return people.flatMap((id) => {
    const mail = mails.get(id);
    if (mail === undefined) note(`${at} calls ${strangerCalled(id)}, who is in no list of users`);
    return mail === undefined ? [] : [{ person: mail }];
  });
}
