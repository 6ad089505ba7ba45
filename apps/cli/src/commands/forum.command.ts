import type { Command } from "commander";
import { command as mutation } from "@ballast/schema/graphql";
import type { CliCommand } from "../command.ts";
import { usageFailure } from "../client/failure.ts";
import { describedSitting, forumNamed, list, show, sittingOf, sittingShown } from "./forumView.ts";
import { personNamed } from "./lookup.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { collect, momentOption, oneOf, parseCount } from "./values.ts";

const founding = mutation("foundForum", "forum { id title nextDueOn }");
const ending = mutation("endForum", "forum { id title }");
const opening = mutation("openSitting", "sitting { id }");
const beginning = mutation("beginSitting", "sitting { id }");
const noting = mutation("noteFinding", "sitting { id }");
const deciding = mutation("decideInSitting", "sitting { id }");
const closing = mutation("closeSitting", "sitting { id }");
const skipping = mutation("skipSitting", "sitting { id }");

async function shown(session: Session, id: string): Promise<void> {
  const sitting = await sittingShown(session.client, id);
  session.show(sitting, () => describedSitting(sitting));
}

const kinds = ["architecture", "vendor", "program"] as const;

interface FoundFlags {
  readonly kind: (typeof kinds)[number];
  readonly vendor?: string;
  readonly service: readonly string[];
  readonly owner?: string;
  readonly person: readonly string[];
  readonly every: number;
  readonly weeks?: true;
  readonly first?: string;
  readonly ahead: number;
}

const found = acting<FoundFlags>(async (session, { args: [title = ""], flags }) => {
  const { kind, vendor, service, owner, person, every, weeks, first, ahead } = flags;
  if (first === undefined) throw usageFailure("Say when the first one is due: add --first 2026-12-15.");
  const { client } = session;
  const { forum } = await client.mutate(founding, {
    title, kind, vendor: vendor ?? null, services: [...service], cadence: {
      every, unit: weeks === true ? "week" : "month",
    }, firstOn: first,
    tellDaysBefore: ahead, ownerId: owner === undefined ? null : (await personNamed(client, owner)).id,
    participantIds: await Promise.all(person.map(async (name) => (await personNamed(client, name)).id)),
  });
  session.show(
    forum,
    () => [
      forum === null ? "Done; the server that answered does not show it yet." : `${forum.title}: next on ${forum.nextDueOn ?? first}.`,
    ],
  );
});

const end = acting<{ readonly reason?: string }>(async (session, { args: [called = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever misses it wants to know why: add --reason.");
  const { forum } = await session.client.mutate(ending, { forumId: (await forumNamed(session.client, called)).id, reason });
  session.show(forum, () => [`${forum?.title ?? called} does not come again.`]);
});

const open = acting<{ readonly on?: string }>(async (session, { args: [called = ""], flags: { on } }) => {
  const { sitting } = await session.client.mutate(opening, { forumId: (await forumNamed(session.client, called)).id, dueOn: on ?? null });
  if (sitting !== null) await shown(session, sitting.id);
});

const begin = acting(async (session, { args: [called = ""] }) => {
  const sittingId = await sittingOf(session.client, called);
  await session.client.mutate(beginning, { sittingId });
  await shown(session, sittingId);
});

const finding = acting<{ readonly text?: string }>(async (session, { args: [called = "", title = ""], flags: { text } }) => {
  const sittingId = await sittingOf(session.client, called);
  await session.client.mutate(noting, { sittingId, title, text: text ?? "" });
  await shown(session, sittingId);
});

const decide = acting<{ readonly reason?: string }>(async (session, { args: [called = "", text = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever reads it later wants to know why: add --reason.");
  const sittingId = await sittingOf(session.client, called);
  await session.client.mutate(deciding, { sittingId, text, reason });
  await shown(session, sittingId);
});

const close = acting<{ readonly on?: string; readonly summary?: string }>(async (session, {
  args: [called = ""], flags: { on, summary },
}) => {
  const sittingId = await sittingOf(session.client, called);
  await session.client.mutate(closing, { sittingId, heldOn: on ?? null, summary: summary ?? "" });
  await shown(session, sittingId);
});

const skip = acting<{ readonly reason?: string }>(async (session, { args: [called = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever misses it wants to know why: add --reason.");
  const sittingId = await sittingOf(session.client, called);
  await session.client.mutate(skipping, { sittingId, reason });
  await shown(session, sittingId);
});

function registerForum(program: Command): void {
  const forum = program.command("forum").description(
    "reviews that come again: of architecture, a vendor, the program; their agenda is what is due",
  );
  addCommand(forum, "list", "series of reviews: when each comes next, and which is late")
    .option("--all", "those that were ended as well")
    .action(list);
  addCommand(forum, "show <series>", "the review of a series that is open, else the last one: its agenda, decisions and findings")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  addCommand(forum, "found <title>", "founds a series of reviews")
    .option("--kind <what>", kinds.join(", "), oneOf(kinds), "architecture")
    .option("--vendor <name>", "whom it is about, of a vendor's")
    .option("--service <service>", "a service that it is about; may be given several times; all of them unless told", collect, [])
    .option("--owner <person>", "who answers for it; yourself unless told")
    .option("--person <person>", "who takes part; may be given several times", collect, [])
    .option("--every <number>", "every so many months", parseCount, 1)
    .option("--weeks", "weeks instead of months")
    .option("--first <day>", "the day of the first one, as 2026-12-15")
    .option("--ahead <days>", "how many days ahead its owner is told", parseCount, 7)
    .action(found);
  addCommand(forum, "end <series>", "ends a series: it does not come again").option("--reason <text>", "why").action(end);
  addCommand(forum, "open <series>", "opens the next review now")
    .option("--on <day>", "for this day; when it is due unless told")
    .action(open);
  addCommand(forum, "begin <series>", "begins the review that is open: its agenda is what is due now").action(begin);
  addCommand(forum, "finding <series> <title>", "notes what the review found").option("--text <text>", "more of it").action(finding);
  addCommand(forum, "decide <series> <text>", "writes down what the review decided").option("--reason <text>", "why").action(decide);
  addCommand(forum, "close <series>", "closes the review, once each finding is a risk, an action or dismissed")
    .option("--on <day>", "the day on which it was held; today unless told")
    .option("--summary <text>", "what is to be remembered")
    .action(close);
  addCommand(forum, "skip <series>", "says that there is no review this time").option("--reason <text>", "why").action(skip);
}

export const command: CliCommand = {
  register: registerForum,
  examples: {
    "forum": ["ballast forum list", "ballast forum show 'Architecture review'"],
    "forum list": ["ballast forum list --all --json"],
    "forum show": ["ballast forum show 'Architecture review'", "ballast forum show 'Architecture review' --as-of '2h ago' --json"],
    "forum found": ["ballast forum found 'Mail provider' --kind vendor --vendor 'Post & Co' --first 2026-12-15 --owner ana"],
    "forum end": ["ballast forum end 'Mail provider' --reason 'the contract is over'"],
    "forum open": ["ballast forum open 'Architecture review' --on 2026-12-15"],
    "forum begin": ["ballast forum begin 'Architecture review'"],
    "forum finding": ["ballast forum finding 'Architecture review' 'One provider for all mail'"],
    "forum decide": ["ballast forum decide 'Architecture review' 'Ask a second provider' --reason 'two outages in a month'"],
    "forum close": ["ballast forum close 'Architecture review' --summary 'one risk'"],
    "forum skip": ["ballast forum skip 'Architecture review' --reason 'everybody is away'"],
  },
};
