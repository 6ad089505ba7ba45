import { InvalidArgumentError, type Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import { table } from "../print/table.ts";
import { exact } from "../print/words.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { parseCount, parseList } from "./values.ts";

/** What is said of the hours; what is left out stays as it is. */
interface HoursFlags {
  readonly zone?: string;
  readonly days?: readonly number[];
  readonly from?: string;
  readonly to?: string;
  readonly alwaysUpTo?: number;
  readonly none?: true;
  readonly try?: true;
  readonly at?: string;
}

const hoursDocument = graphql(`
  query SupportHoursNow($slug: String!) { service(slug: $slug) { supportHours { timeZone weekdays from to alwaysUpTo } } }
`);
const trialDocument = graphql(`
  query SupportHoursTried($slug: String!, $at: DateTime!, $supportHours: SupportHoursInput) {
    service(slug: $slug) { supportHoursTrial(at: $at, supportHours: $supportHours) { hours { sentence } urgencies { severity level because until } } }
  }
`);
type Hours = NonNullable<NonNullable<ResultOf<typeof hoursDocument>["service"]>["supportHours"]>;
const setSupportHours = mutation("setSupportHours", "service { slug name supportHours { sentence } }");

/** `1-5`, `1,3,7`. */
const weekdaysIn = (text: string): readonly number[] =>
  parseList(text).flatMap((part) => {
    const [, first, last] = /^([1-7])(?:-([1-7]))?$/u.exec(part) ?? [];
    if (first === undefined) throw new InvalidArgumentError("Weekdays are written as 1-5 or 1,3,7: 1 is Monday.");
    const [from, to] = [Number(first), Number(last ?? first)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
  });

const noService = (service: string) => usageFailure(`There is no service ${service}.`, "`ballast service list` shows those there are.");

/** The hours that are wanted: those that it has, with what is said of them; null: none; undefined: nothing is said. */
async function wantedHours(session: Session, service: string, flags: HoursFlags): Promise<Hours | null | undefined> {
  if (flags.none === true) return null;
  const { zone, days, from, to, alwaysUpTo } = flags;
  if ([zone, days, from, to, alwaysUpTo].every((one) => one === undefined)) return undefined;
  const found = await session.client.query(hoursDocument, { slug: service });
  if (found.service === null) throw noService(service);
  const has = found.service.supportHours;
  const timeZone = zone ?? has?.timeZone;
  if (timeZone === undefined)
    throw usageFailure(`${service} has no support hours yet: say on whose clock.`, "Add --zone, like Europe/Zurich.");
  return {
    timeZone, weekdays: [...(days ?? has?.weekdays ?? [1, 2, 3, 4, 5])], from: from ?? has?.from ?? "09:00", to: to ?? has?.to ?? "18:00",
    alwaysUpTo: alwaysUpTo ?? has?.alwaysUpTo ?? 2,
  };
}

const reasonWords = { severity: "severity", withinHours: "within support hours", outsideHours: "outside support hours" } as const;

const hours = acting<HoursFlags>(async (session, { args: [service = ""], flags }) => {
  const wanted = await wantedHours(session, service, flags);
  if (wanted === undefined || flags.try === true) {
    const at = flags.at ?? new Date(session.now).toISOString();
    const tried = wanted === undefined ? {} : { supportHours: wanted };
    const found = await session.client.query(trialDocument, { slug: service, at, ...tried });
    if (found.service === null) throw noService(service);
    const { supportHoursTrial: trial } = found.service;
    return session.show(trial, () => [
      trial.hours?.sentence ?? "No support hours: urgency goes by the severity.", "",
      ...table([{ head: "severity" }, { head: "urgency" }, { head: "until" }, { head: "by" }], trial.urgencies.map((one) => [
        String(one.severity), one.level, one.until === null ? "–" : exact(one.until), reasonWords[one.because],
      ])),
    ]);
  }
  const payload = await session.client.mutate(setSupportHours, { service, supportHours: wanted });
  session.show(payload, () => [
    payload.service?.supportHours === null || payload.service === null
      ? `${service} has no support hours any more: urgency goes by the severity.`
      : `${service}: ${payload.service.supportHours.sentence}.`,
  ]);
});

/** Adds `ballast service hours`. */
export function addServiceHours(service: Command): void {
  addCommand(service, "hours <service>", "when what is no emergency calls at once, and when it waits: shows it, or sets what is said")
    .option("--zone <zone>", "on whose clock, like Europe/Zurich")
    .option("--days <days>", "weekdays, 1 is Monday; 1-5 at first", weekdaysIn)
    .option("--from <time>", "from, HH:MM; 09:00 at first")
    .option("--to <time>", "until, HH:MM; of the next day where it is not after --from; 18:00 at first")
    .option("--always-up-to <severity>", "so bad, or worse, calls at once at any hour: 1 to 3; 2 at first", parseCount)
    .option("--none", "no hours: urgency goes by the severity")
    .option("--try", "say what would happen to an incident of each severity, and change nothing")
    .option("--at <time>", "try: an incident that begins then; now unless told")
    .action(hours);
}
