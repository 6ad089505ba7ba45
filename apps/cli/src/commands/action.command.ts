import type { Command } from "commander";
import { command as mutation } from "@ballast/schema/graphql";
import type { CliCommand } from "../command.ts";
import type { Client } from "../client/client.ts";
import { usageFailure } from "../client/failure.ts";
import { actionNamed, describedAction, list, show } from "./actionView.ts";
import { incidentNamed, personNamed } from "./lookup.ts";
import { riskNamed } from "./riskView.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { collect, momentOption, oneOf, parseCount } from "./values.ts";

const registering = mutation("registerAction", "action { id }");
const changing = mutation("changeAction", "action { id }");
const promising = mutation("promiseActionDue", "action { id }");
const finishing = mutation("finishAction", "action { id }");
const verifying = mutation("verifyAction", "action { id }");
const dropping = mutation("dropAction", "action { id }");
const reopening = mutation("reopenAction", "action { id }");

/** The action as it is after a command. */
async function shown(session: Session, action: { readonly id: string } | null): Promise<void> {
  if (action === null) return void session.show(null, () => ["Done; the server that answered does not show it yet."]);
  const after = await actionNamed(session.client, action.id);
  session.show(after, () => describedAction(after, session.now));
}

const needed = (reason: string | undefined, why: string): string => {
  if (reason === undefined) throw usageFailure(`${why}: add --reason.`);
  return reason;
};

interface AddFlags {
  readonly owner?: string;
  readonly due?: string;
  readonly incident?: string;
  readonly risk?: string;
  readonly text?: string;
  readonly longTerm?: true;
  readonly link: readonly string[];
}

const ownerId = async (client: Client, owner: string | undefined): Promise<string | null> =>
  owner === undefined ? null : (await personNamed(client, owner)).id;

const add = acting<AddFlags>(async (session, { args: [title = ""], flags: { owner, due, incident, risk, text, longTerm, link } }) => {
  const { client } = session;
  const riskId = risk === undefined ? null : (await riskNamed(client, risk)).id;
  const sourceId = incident === undefined ? riskId : (await incidentNamed(client, incident)).id;
  const { action } = await client.mutate(registering, {
    title, text: text ?? "", kind: longTerm === true ? "longTerm" : "shortTerm", ownerId: await ownerId(client, owner), dueOn: due ?? null,
    links: [...link], riskId, sourceId,
  });
  await shown(session, action);
});

interface SetFlags {
  readonly title?: string;
  readonly text?: string;
  readonly owner?: string;
  readonly link: readonly string[];
  readonly risk?: string;
  readonly reason?: string;
}

const set = acting<SetFlags>(async (session, { args: [called = ""], flags: { title, text, owner, link, risk, reason } }) => {
  const { client } = session;
  const known = await actionNamed(client, called);
  const { action } = await client.mutate(changing, {
    actionId: known.id, title: title ?? known.title, text: text ?? known.text, kind: known.kind, reason: reason ?? null,
    ownerId: owner === undefined ? (known.owner?.id ?? null) : await ownerId(client, owner),
    links: link.length === 0 ? [...known.links] : [...link],
    riskId: risk === undefined ? (known.risk?.id ?? null) : (await riskNamed(client, risk)).id,
  });
  await shown(session, action);
});

const due = acting<{ readonly reason?: string }>(async (session, { args: [called = "", dueOn = ""], flags: { reason } }) => {
  const { id: actionId } = await actionNamed(session.client, called);
  const { action } = await session.client.mutate(promising, { actionId, dueOn, reason: reason ?? "" });
  await shown(session, action);
});

interface NoteFlags {
  readonly note?: string;
  readonly at?: string;
}

const done = acting<NoteFlags>(async (session, { args: [called = ""], flags: { note, at } }) => {
  const { id: actionId } = await actionNamed(session.client, called);
  const { action } = await session.client.mutate(finishing, { actionId, note: note ?? "", finishedAt: at ?? null });
  await shown(session, action);
});

const verify = acting<NoteFlags>(async (session, { args: [called = ""], flags: { note } }) => {
  const { id: actionId } = await actionNamed(session.client, called);
  const { action } = await session.client.mutate(verifying, { actionId, note: note ?? "" });
  await shown(session, action);
});

const drop = acting<{ readonly reason?: string }>(async (session, { args: [called = ""], flags }) => {
  const reason = needed(flags.reason, "Whoever looks for it wants to know why");
  const { id: actionId } = await actionNamed(session.client, called);
  const { action } = await session.client.mutate(dropping, { actionId, reason });
  await shown(session, action);
});

const reopen = acting<{ readonly reason?: string }>(async (session, { args: [called = ""], flags }) => {
  const reason = needed(flags.reason, "Whoever reads it later wants to know why");
  const { id: actionId } = await actionNamed(session.client, called);
  const { action } = await session.client.mutate(reopening, { actionId, reason });
  await shown(session, action);
});

const states = ["proposed", "open", "done", "verified", "dropped"] as const;

function registerAction(program: Command): void {
  const action = program.command("action").description("actions: what somebody has to do, until when, and whether it was done");
  addCommand(action, "list", "actions that are not over, the most urgent first")
    .option("--owner <person>", "of this owner")
    .option("--unowned", "those that nobody owns")
    .option("--state <how>", states.join(", "), oneOf(states))
    .option("--overdue", "those that are open and late")
    .option("--due <day>", "due before this day, as 2026-12-15")
    .option("--from <kind>", "those that came of an incident, a risk, a review …; hand: of none")
    .option("--text <words>", "words in them")
    .option("--all", "those that are over as well")
    .option("--limit <number>", "at most so many", parseCount, 50)
    .action(list);
  addCommand(action, "show <action>", "one action, by ACT-n or by what its source calls it")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  addCommand(action, "add <title>", "registers an action")
    .option("--owner <person>", "who does it; nobody yet unless told")
    .option("--due <day>", "the day that is promised, as 2026-12-15")
    .option("--incident <incident>", "what it came of, INC-n")
    .option("--risk <risk>", "the risk that it makes smaller, RISK-n")
    .option("--text <text>", "more of it")
    .option("--long-term", "it changes how things are, rather than mending what broke")
    .option("--link <address>", "a ticket, or a page about it; may be given several times", collect, [])
    .action(add);
  addCommand(action, "set <action>", "says anew what is to be done, and by whom; what is left out stays")
    .option("--title <text>", "what is to be done")
    .option("--text <text>", "more of it")
    .option("--owner <person>", "who does it")
    .option("--risk <risk>", "the risk that it makes smaller, RISK-n")
    .option("--link <address>", "in place of its links; may be given several times", collect, [])
    .option("--reason <text>", "why")
    .action(set);
  addCommand(action, "due <action> <day>", "promises a day; every day that was promised before is kept")
    .option("--reason <text>", "why it is moved")
    .action(due);
  addCommand(action, "done <action>", "says that it is done; somebody else verifies it")
    .option("--note <text>", "what to know of it")
    .option("--at <moment>", "when; now unless told", momentOption)
    .action(done);
  addCommand(action, "verify <action>", "says that you have seen that it is done; not for its owner")
    .option("--note <text>", "what you have seen")
    .action(verify);
  addCommand(action, "drop <action>", "says that it will not be done").option("--reason <text>", "why").action(drop);
  addCommand(action, "reopen <action>", "opens it again").option("--reason <text>", "why").action(reopen);
}

export const command: CliCommand = {
  register: registerAction,
  examples: {
    "action": ["ballast action list --overdue", "ballast action show ACT-12"],
    "action list": ["ballast action list --owner me", "ballast action list --from incident --state proposed --json"],
    "action show": ["ballast action show ACT-12", "ballast action show ACT-12 --as-of '2h ago' --json"],
    "action add": ["ballast action add 'Alert on the queue' --incident INC-3 --owner ana --due 2026-12-15"],
    "action set": ["ballast action set ACT-12 --owner ana --link https://tickets.example/OPS-12"],
    "action due": ["ballast action due ACT-12 2027-01-15 --reason 'the exporter has to come first'"],
    "action done": ["ballast action done ACT-12 --note 'in 2026.12.1'"],
    "action verify": ["ballast action verify ACT-12 --note 'it rang in the drill'"],
    "action drop": ["ballast action drop ACT-12 --reason 'the queue is gone'"],
    "action reopen": ["ballast action reopen ACT-12 --reason 'it is back'"],
  },
};
