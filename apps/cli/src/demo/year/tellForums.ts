import { actionDecider } from "@ballast/domain/action";
import { dayAfter, forumDecider, nextAfter, sittingDecider, type SittingCommand } from "@ballast/domain/forum";
import { idOf, ids } from "@ballast/eventlog";
import type { CarrierKind, DueItem } from "@ballast/schema";
import { after, DAY_MS, type Author } from "../author.ts";
import { actor, type Login } from "../cast.ts";
import { register } from "./register.ts";
import { yearRiskId, type DaysAgo } from "./tellRisks.ts";

interface Telling {
  readonly author: Author;
  readonly daysAgo: DaysAgo;
}

/** What came up in one review, and what carries it on: a risk by its key, an action by its title, or why nothing does. */
interface Found {
  readonly title: string;
  readonly text: string;
  readonly became: readonly [kind: CarrierKind, name: string] | { readonly dismissed: string };
}

interface Said {
  readonly there: readonly Login[];
  /** What somebody wanted to talk of, and what was said of it. */
  readonly other: readonly [title: string, note: string];
  readonly decided: readonly [text: string, reason: string];
  readonly found: Found;
  readonly summary: string;
}

const all: readonly Login[] = ["mira", "ana", "kim", "sam", "jo"];

/** The reviews that were held, oldest first. */
const held: readonly Said[] = [
  {
    there: ["mira", "ana", "kim", "jo"],
    other: ["Where backups of billing and identity lie", "Both in one account, which one person may empty."],
    decided: ["Each runbook says what is restored first, and what waits", "Twice somebody asked that at night"],
    found: {
      title: "One backup for billing and identity", text: "What takes the account takes both.", became: ["risk", "backup"],
    },
    summary: "The backups are looked at with the register.",
  },
  {
    there: ["mira", "ana", "sam"],
    other: ["How many people a new service takes", "Two, where one of them may be away."],
    decided: ["No new service without two people who have run it", "Half of ours are known by one"],
    found: {
      title: "Search reads its index from one zone", text: "", became: { dismissed: "the region that stands by covers it" },
    },
    summary: "New services wait for a second person.",
  },
  {
    there: all,
    other: ["What the card provider promises for the year", "Two hours a year, of which it had used one by summer."],
    decided: ["A second card provider is chosen before the season", "It is the largest of our risks"],
    found: {
      title: "Everything that pays goes through one provider", text: "Its contract promises less than ours.", became: ["risk", "provider"],
    },
    summary: "The second provider has a day.",
  },
  {
    there: ["mira", "kim", "sam", "jo"],
    other: ["What is still built on what nobody supports", "Mail, and nothing else."],
    decided: ["Search keeps its index as it is for another year", "What stands instead is not there yet"],
    found: {
      title: "Mail logs through a library without support", text: "", became: ["action", "Replace the logging library in mail"],
    },
    summary: "The rule of two people holds for all services, old ones too.",
  },
  {
    there: ["mira", "ana", "kim"],
    other: ["What was tried of going over to the other region", "All of it, without customers."],
    decided: ["Going over is rehearsed with customers in it, at a quiet hour", "Nobody knows what their sessions do"],
    found: {
      title: "Nobody has gone over with customers in the region", text: "",
      became: ["action", "Rehearse the loss of the region with everybody"],
    },
    summary: "One rehearsal, and everybody is in it.",
  },
];

const cadence = { every: 1, unit: "month" } as const;
const TELL_DAYS = 14;
/** The first was held so many days ago: the next one lies ahead, near enough to be prepared. */
const FIRST_DAYS = 143;

/** The series: once a month, people look at how things are built. */
export const yearForumId = idOf(forumDecider, ids.command("demonstration", "forum", "architecture"));

/** Risks that had to be looked at around a day: every ninety days each. */
function dueAround(day: string, { daysAgo }: Telling): readonly DueItem[] {
  return register.flatMap(({ key, daysAgo: registered }): readonly DueItem[] => {
    for (let reviewed = registered - 90; reviewed > 2; reviewed -= 90) {
      const on = daysAgo(reviewed, 13).slice(0, 10);
      if (on < dayAfter(day, -3) || on > dayAfter(day, 27)) continue;
      const recordId = yearRiskId(key);
      return [{
        itemId: ids.part(yearForumId, "risk", `${recordId} ${on}`), kind: "risk", record: { kind: "risk", recordId }, title: null,
        dueOn: on,
      }];
    }
    return [];
  });
}

/** A series of reviews of the architecture: five were held, each with what came of it, and the next one is prepared. */
export async function tellForums(telling: Telling): Promise<void> {
  const { author, daysAgo } = telling;
  const at = daysAgo(FIRST_DAYS + 22, 10);
  const firstOn = daysAgo(FIRST_DAYS).slice(0, 10);
  await author.write({
    aggregate: forumDecider, id: yearForumId, at, by: actor("mira"),
    command: {
      type: "FoundForum", now: at, forumId: yearForumId, title: "Architecture review", kind: "architecture", serviceIds: [], vendor: null,
      ownerId: ids.person("mira"), participantIds: all.slice(1).map((login) => ids.person(login)), cadence, firstOn,
      tellDaysBefore: TELL_DAYS,
    },
  });
  let day: string | null = null;
  for (const said of held) {
    day = nextAfter(cadence, firstOn, day);
    await tellSitting(telling, day, said);
  }
  await open(telling, nextAfter(cadence, firstOn, day));
}

const sittingOf = (dueOn: string): string => idOf(sittingDecider, yearForumId, dueOn);
interface When {
  readonly dueOn: string;
  readonly at: string;
  readonly who: Login;
}
const say = ({ author }: Telling, { dueOn, at, who }: When, command: SittingCommand): Promise<void> =>
  author.write({ aggregate: sittingDecider, id: sittingOf(dueOn), at, by: actor(who), command });

/** Opened ahead of its day. */
async function open(telling: Telling, dueOn: string): Promise<void> {
  const at = new Date(Date.parse(dueOn) - TELL_DAYS * DAY_MS + 8 * 3_600_000).toISOString();
  await say(telling, { dueOn, at, who: "mira" }, {
    type: "OpenSitting", now: at, sittingId: sittingOf(dueOn), forumId: yearForumId, dueOn,
  });
}

async function tellSitting(telling: Telling, dueOn: string, { there, other, decided, found, summary }: Said): Promise<void> {
  const sittingId = sittingOf(dueOn);
  await open(telling, dueOn);
  const begins = `${dueOn}T10:00:00.000Z`;
  let minute = -30;
  const next = async (who: Login, command: (now: string) => SittingCommand): Promise<void> => {
    const now = after(begins, 60 * minute);
    minute += 4;
    await say(telling, { dueOn, at: now, who }, command(now));
  };
  const itemId = ids.part(sittingId, "item", "other");
  await next(there[1] ?? "mira", (now) => ({ type: "AddSittingItem", now, sittingId, itemId, title: other[0] }));
  minute = 0;
  const due = dueAround(dueOn, telling);
  await next("mira", (now) => ({ type: "BeginSitting", now, sittingId, due: [...due] }));
  for (const login of there)
    await next(login, (now) => ({ type: "AttendSitting", now, sittingId, personId: ids.person(login), attends: true }));
  const notes = [...due.map((item) => [item.itemId, "Looked at: it stands as it is."] as const), [itemId, other[1]] as const];
  for (const [talkedOf, note] of notes)
    await next("mira", (now) => ({ type: "TalkOfItem", now, sittingId, itemId: talkedOf, done: true, note, seenRevision: null }));
  await next("mira", (now) => ({
    type: "Decide", now, sittingId, decisionId: ids.part(sittingId, "decision"), text: decided[0], reason: decided[1],
    decidedBy: ids.person("mira"), itemId,
  }));
  const findingId = ids.part(sittingId, "finding");
  await next(there[1] ?? "mira", (now) => ({
    type: "NoteFinding", now, sittingId, findingId, title: found.title, text: found.text, notedBy: ids.person(there[1] ?? "mira"), itemId,
  }));
  await next("mira", (now) => carried(found.became, { now, sittingId, findingId }));
  await next("mira", (now) => ({ type: "CloseSitting", now, sittingId, heldOn: dueOn, today: dueOn, summary }));
}

/** What carries a finding was there before: a risk of the register, or something that somebody had begun already. */
function carried(
  became: Found["became"], of: { readonly now: string; readonly sittingId: string; readonly findingId: string },
): SittingCommand {
  if ("dismissed" in became) return { type: "DismissFinding", ...of, reason: became.dismissed };
  const [kind, name] = became;
  const recordId = kind === "risk" ? yearRiskId(name) : idOf(actionDecider, ids.command("demonstration", "action", name));
  return { type: "CarryFinding", ...of, kind, recordId };
}
