import { dutiesWithin, isClosed, personDecider, rotationDecider, type CreatedRotation, type RotationSchedule } from "@ballast/domain";
import { foldRecord, gathered, type Gathering, type Log } from "@ballast/eventlog";
import type { GiveNoticeInput } from "@ballast/schema/workflows";
import { cancellable } from "../heartbeat.ts";
import type { PartsWithFlags } from "../parts.ts";
import { tellPerson } from "../tellPerson.ts";
import { momentIn } from "./momentIn.ts";
import type { NoticeActivities } from "./noticeActivities.ts";
import { scheduleIn } from "./scheduleIn.ts";

export const noticeActivities = (parts: PartsWithFlags): NoticeActivities => ({
  tellNotice: (input) => cancellable((signal) => tell(parts, input, signal)),
});

interface Said {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly path: string;
}

async function tell(parts: PartsWithFlags, input: GiveNoticeInput, signal: AbortSignal): Promise<void> {
  const { personId, requestEventId } = input;
  const person = await foldRecord(parts.log, personDecider, personId);
  if (person.status !== "active") return;
  const said = await saying(parts, input, person.timeZone);
  if (said === null) return;
  const link = `${parts.publicUrl}${said.path}`;
  const text = { subject: said.subject, text: [...said.lines, "", link].join("\n"), link };
  await tellPerson(parts, personId, { text, signal, key: `notice/${requestEventId}` });
}

async function saying(parts: PartsWithFlags, { notice, personId }: GiveNoticeInput, timeZone: string): Promise<Said | null> {
  const at = momentIn(timeZone);
  const lines = notice.times.map(({ from, to }) => `${at(from)} to ${at(to)}`);
  if (notice.kind === "week") return week(parts, timeZone);
  if (notice.kind === "channel") {
    return {
      subject: `Do pages still reach you by ${notice.channel ?? "it"}?`, path: "/my-paging",
      lines: [`No test page by ${notice.channel ?? "it"} was answered for 90 days. Send one, and answer it.`],
    };
  }
  const rotation = notice.rotationId === null ? null : await foldRecord(parts.log, rotationDecider, notice.rotationId);
  if (rotation?.status !== "created" || notice.rotationId === null) return null;
  const { name } = rotation;
  const path = `/on-call/${notice.rotationId}`;
  const many = notice.times.length > 1;
  if (notice.kind === "shift") {
    const mine = await stillMine(parts, rotation, { personId, times: notice.times });
    if (mine.length === 0) return null;
    return {
      subject: `You are on call for ${name} from ${at(mine[0]?.from ?? "")}`, path,
      lines: [`You are on call for ${name}:`, ...mine.map(({ from, to }) => `${at(from)} to ${at(to)}`)],
    };
  }
  if (notice.kind === "gapClosed") {
    return {
      subject: `${name}: somebody is on call ${many ? "in the gaps" : "in the gap"} you were told of`, path,
      lines: [`Somebody is on call now for ${name}:`, ...lines],
    };
  }
  const schedule = await scheduleIn(parts.log, rotation);
  const open = notice.times.filter((time) => !isClosed(schedule, time));
  if (open.length === 0) return null;
  return {
    subject: `${name}: nobody is on call from ${at(open[0]?.from ?? "")}${open.length > 1 ? ` and ${String(open.length - 1)} times more` : ""}`,
    path,
    lines: [
      `Nobody is on call for ${name}, and nobody answers in gaps${notice.kind === "gapToday" ? ", within a day" : ""}:`,
      ...open.map(({ from, to }) => `${at(from)} to ${at(to)}`), "",
      "The schedule proposes how to put it right; a gap may also be kept, with a reason.",
    ],
  };
}

/** Shifts may have changed hands since. */
async function stillMine(
  { log }: PartsWithFlags, rotation: CreatedRotation,
  { personId, times }: { readonly personId: string; readonly times: GiveNoticeInput["notice"]["times"] },
): Promise<GiveNoticeInput["notice"]["times"]> {
  const schedule = await scheduleIn(log, rotation);
  const isMine = (at: number): boolean =>
    dutiesWithin(schedule, { from: at, to: at + 1 }).some(({ people }) => people.some((each) => each.personId === personId));
  return times.filter(({ from }) => isMine(Date.parse(from)));
}

/** A week is looked ahead, ms. */
const WEEK_MS = 7 * 86_400_000;
/** Lines of one schedule at most. */
const MOST_LINES = 20;

/** Who is on call until when, of every schedule. */
async function week(parts: PartsWithFlags, timeZone: string): Promise<Said> {
  const at = momentIn(timeZone);
  const now = parts.now().getTime();
  const names = new Map<string, string>();
  const lines: string[] = [];
  for (const [rotation, schedule] of await everySchedule(parts.log)) {
    lines.push("", rotation.name);
    const duties = dutiesWithin(schedule, { from: now, to: now + WEEK_MS });
    for (const { to, people } of duties.slice(0, MOST_LINES)) {
      const who = await Promise.all(people.map(({ personId }) => nameOf(parts.log, names, personId)));
      lines.push(`${who.length === 0 ? "NOBODY" : who.join(" and ")} until ${at(new Date(to).toISOString())}`);
    }
    if (duties.length > MOST_LINES) lines.push(`and ${String(duties.length - MOST_LINES)} more changes`);
  }
  return {
    subject: "Who is on call this week", path: "/on-call",
    lines: lines.length === 0 ? ["There is no schedule."] : ["Who is on call until when:", ...lines],
  };
}

/** Every schedule that was ever made. */
const created: Gathering<Set<string>> = {
  filter: { types: ["RotationCreated"] }, nothing: () => new Set(), note: (found, { id }) => void found.add(id),
};

async function everySchedule(log: Log): Promise<readonly (readonly [CreatedRotation, RotationSchedule])[]> {
  const found: (readonly [CreatedRotation, RotationSchedule])[] = [];
  for (const id of await gathered(log, created)) {
    const rotation = await foldRecord(log, rotationDecider, id);
    if (rotation.status === "created") found.push([rotation, await scheduleIn(log, rotation)]);
  }
  return found.toSorted(([one], [other]) => one.name.localeCompare(other.name));
}

async function nameOf(log: Log, names: Map<string, string>, personId: string): Promise<string> {
  const known = names.get(personId);
  if (known !== undefined) return known;
  const person = await foldRecord(log, personDecider, personId);
  const name = person.status === "absent" ? "somebody" : person.name;
  names.set(personId, name);
  return name;
}
