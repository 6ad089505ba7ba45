import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { wakingChannels, type WakingChannel } from "@ballast/schema";
import { usageFailure } from "../client/failure.ts";
import { mark } from "../print/style.ts";
import { table } from "../print/table.ts";
import { exact } from "../print/words.ts";
import { confirm } from "./confirm.ts";
import { personNamed, rotationNamed } from "./lookup.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { collect, momentOption, parseList } from "./values.ts";
import type { CliCommand } from "../command.ts";

const peopleDocument = graphql(
  `query PersonList { people(first: 500) { edges { node { id login name roles active teams reportsTo { name } } } } }`,
);
const aheadDocument = graphql(`
  query OnCallAhead($id: ID!) { node(id: $id) { ... on Person { onCallAhead { rotation { id name } shifts { from to } } } } }
`);
const integrationsDocument = graphql(`query OwnedIntegrations { integrations { id name removed owner { id } } }`);

const list = acting(async (session) => {
  const { people } = await session.client.query(peopleDocument);
  const rows = people.edges.map(({ node }) => node);
  session.show(rows, () =>
    table(
      ["login", "name", "roles", "teams", "reports to", "state", "id"].map((head) => ({ head })),
      rows.map((row) => [
        row.login,
        row.name,
        row.roles.join(", "),
        row.teams.join(", "),
        row.reportsTo?.name ?? "",
        row.active ? mark("good", "here") : mark("idle", "left"),
        row.id,
      ]),
    ),
  );
});

interface PlaceFlags {
  readonly team: readonly string[];
  readonly reportsTo?: string;
}

const placing = mutation("placePerson", "person { name teams reportsTo { name } }");

const place = acting<PlaceFlags>(async (session, { args: [called = ""], flags: { team, reportsTo } }) => {
  const { client } = session;
  if (team.length === 0 && reportsTo === undefined) throw usageFailure("Name what is to be said: --team, --reports-to.");
  const toNobody = reportsTo === "nobody";
  const { person } = await client.mutate(placing, {
    personId: (await personNamed(client, called)).id, teams: team.length === 0 ? null : [...team], reportsToNobody: toNobody,
    reportsTo: reportsTo === undefined || toNobody ? null : (await personNamed(client, reportsTo)).id,
  });
  session.show(person, () => [
    person === null
      ? "Done; the server that answered does not show it yet."
      : `${person.name}: ${person.teams.join(", ") || "in no team"}, reports to ${person.reportsTo?.name ?? "nobody here"}.`,
  ]);
});

interface Held {
  readonly rotation: { readonly id: string; readonly name: string };
  readonly shifts: readonly { readonly from: string; readonly to: string }[];
}

interface RemoveFlags {
  readonly taker: readonly string[];
  readonly owner: readonly string[];
  readonly others?: true;
  readonly leaveEmpty?: true;
  readonly yes?: true;
}

interface Takeover {
  readonly rotationId: string;
  readonly takerId: string | null;
}

/** `First line=bob`, in two. */
function pairOf(text: string, option: "--taker" | "--owner"): readonly [what: string, person: string] {
  const at = text.lastIndexOf("=");
  if (at < 1)
    throw usageFailure(
      `${text} does not say what goes to whom.`,
      `Give it like ${option} "${option === "--taker" ? "First line" : "Prometheus"}=bob".`,
    );
  return [text.slice(0, at), text.slice(at + 1)];
}

/** `--taker "First line=bob"`. */
async function takeoversOf({ client }: Session, given: readonly string[]): Promise<readonly Takeover[]> {
  return Promise.all(given.map(async (text) => {
    const [what, who] = pairOf(text, "--taker");
    const [rotation, taker] = await Promise.all([rotationNamed(client, what), personNamed(client, who)]);
    return { rotationId: rotation.id, takerId: taker.id };
  }));
}

type OwnedIntegration = ResultOf<typeof integrationsDocument>["integrations"][number];

/** What a leaver looks after, with who is named for each by `--owner "Prometheus=bob"`. @throws where one is left to nobody */
export function namedOwners(
  integrations: readonly OwnedIntegration[],
  leaver: { readonly id: string; readonly name: string },
  given: readonly string[],
): readonly { integrationId: string; who: string }[] {
  const pairs = new Map(given.map((text) => pairOf(text, "--owner")));
  const theirs = integrations.filter(({ owner, removed }) => !removed && owner?.id === leaver.id);
  const left = theirs.filter(({ name }) => !pairs.has(name));
  if (left.length > 0)
    throw usageFailure(
      `Who looks after ${left.map(({ name }) => name).join(", ")} when ${leaver.name} has left?`,
      'What comes in that way goes on: name somebody with --owner "INTEGRATION=PERSON", or remove it first.',
    );
  return theirs.map(({ id, name }) => ({ integrationId: id, who: pairs.get(name) ?? "" }));
}

async function successorsOf(
  { client }: Session,
  leaver: { readonly id: string; readonly name: string },
  given: readonly string[],
): Promise<readonly { integrationId: string; ownerId: string }[]> {
  const { integrations } = await client.query(integrationsDocument);
  return Promise.all(
    namedOwners(integrations, leaver, given).map(async ({ integrationId, who }) => ({
      integrationId, ownerId: (await personNamed(client, who)).id,
    })),
  );
}

/** The shifts that fall empty, as lines. */
export const emptiedWords = (name: string, held: readonly Held[]): readonly string[] =>
  held.flatMap(({ rotation, shifts }) => [
    `${name} ${shifts.length === 0 ? "takes turns in" : "is on call in"} ${rotation.name}:`,
    ...shifts.map(({ from, to }) => `  ${exact(from)} to ${exact(to)}`),
  ]);

const remove = acting<RemoveFlags>(async (session, { args: [given = ""], flags }) => {
  const { client } = session;
  const { id, name } = await personNamed(client, given);
  const { node } = await client.query(aheadDocument, { id });
  const held: readonly Held[] = node !== null && "onCallAhead" in node ? node.onCallAhead : [];
  const named = await takeoversOf(session, flags.taker);
  const open = held.filter(({ rotation }) => !named.some(({ rotationId }) => rotationId === rotation.id));
  emptiedWords(name, held).forEach((line) => session.say(line));
  if (open.length > 0 && flags.others !== true && flags.leaveEmpty !== true) {
    throw usageFailure(
      `Who takes the shifts of ${name} in ${open.map(({ rotation }) => rotation.name).join(", ")}?`,
      'Name them with --taker "ROTATION=PERSON", let the others take them in turn with --others, or leave them empty with --leave-empty.',
    );
  }
  const integrations = await successorsOf(session, { id, name }, flags.owner);
  if (flags.yes !== true && !(await confirm(`Remove ${name} for good?`))) return;
  const takeovers = [...named, ...(flags.others === true ? open.map(({ rotation }) => ({ rotationId: rotation.id, takerId: null })) : [])];
  const payload = await client.mutate(mutation("removePerson"),
    { personId: id, takeovers, leaveShiftsEmpty: flags.leaveEmpty === true, integrations });
  session.show(payload, () => [`${name} has left: they are on call nowhere any more.`]);
});

const pagingDocument = graphql(`
  query PersonPaging($id: ID!, $at: DateTime!) {
    node(id: $id) {
      ... on Person {
        name timeZone pagingRules { high { channel afterMinutes } low { channel afterMinutes } lowHours { from to } }
        high: notified(at: $at, urgency: high) { channel at } low: notified(at: $at, urgency: low) { channel at }
      }
    }
  }
`);

/** `chat,mail+5`: by chat at once, by mail five minutes later. */
function pagingRulesIn(text: string): readonly { channel: WakingChannel; afterMinutes: number }[] {
  return parseList(text).map((part) => {
    const [, named, minutes = "0"] = /^([a-z]+)(?:\+(\d{1,2}))?$/u.exec(part) ?? [];
    const channel = wakingChannels.find((each) => each === named);
    if (channel === undefined) throw usageFailure(
      `"${part}" is no channel.`, `Write one of ${wakingChannels.join(", ")}, or mail+5: five minutes later.`,
    );
    return { channel, afterMinutes: Number(minutes) };
  });
}

interface PagingFlags {
  readonly high?: string;
  readonly low?: string;
  readonly lowHours?: string;
  readonly allAtOnce?: true;
  readonly at?: string;
}

const testPage = acting<{ readonly person?: string }>(async (session, { args: [by = ""], flags: { person = "me" } }) => {
  const channel = wakingChannels.find((each) => each === by);
  if (channel === undefined) throw usageFailure(`"${by}" is no channel.`, `Name one of ${wakingChannels.join(", ")}.`);
  const { id, name } = await personNamed(session.client, person);
  const payload = await session.client.mutate(mutation("sendTestPage"), { personId: id, channel });
  session.show(payload, () => [`A test page to ${name} goes out by ${channel}: its link says that it arrived.`]);
});

interface RemindFlags {
  readonly turns?: string;
  readonly standIns?: string;
  readonly weekly?: boolean;
}

const remindersDocument = graphql(`
  query PersonReminders($id: ID!) { node(id: $id) { ... on Person { id name reminders { turnDays standInDays weekly } } } }
`);

/** `3`, or `none`. */
function daysIn(text: string, option: string): number | null {
  if (text === "none") return null;
  if (!/^[1-7]$/u.test(text)) throw usageFailure(`${option} "${text}" are no days.`, "Write 1 to 7, or none.");
  return Number(text);
}

const remind = acting<RemindFlags>(async (session, { args: [called = "me"], flags }) => {
  const { client } = session;
  const { id } = await personNamed(client, called);
  const { node: before } = await client.query(remindersDocument, { id });
  if (Object.keys(flags).length > 0 && before !== null && "reminders" in before) {
    const { turnDays, standInDays, weekly } = before.reminders;
    await client.mutate(mutation("setReminders"), {
      personId: id, turnDays: flags.turns === undefined ? turnDays : daysIn(flags.turns, "--turns"),
      standInDays: flags.standIns === undefined ? standInDays : daysIn(flags.standIns, "--stand-ins"), weekly: flags.weekly ?? weekly,
    });
  }
  const { node } = await client.query(remindersDocument, { id });
  const days = (of: number | null): string => (of === null ? "not at all" : `${String(of)} d ahead`);
  session.show(node, () => node === null || !("reminders" in node) ? [] : [
    `${node.name} is reminded of turns ${days(node.reminders.turnDays)}, of what they stand in for ${days(node.reminders.standInDays)}${node.reminders.weekly ? ", and each Monday of who is on call" : ""}.`,
  ]);
});

interface ReachFlags {
  readonly mail?: string;
  readonly chat?: string;
  readonly phone?: string;
  readonly push?: string;
  readonly pagerduty?: string;
}

const reachDocument = graphql(`
  query PersonReach($id: ID!) {
    node(id: $id) { ... on Person { id name email chatWebhookUrl phone pushUrl pagerDutyKey channels } }
  }
`);

const reach = acting<ReachFlags>(async (session, { args: [called = "me"], flags }) => {
  const { client } = session;
  const { id } = await personNamed(client, called);
  const { node: before } = await client.query(reachDocument, { id });
  if (Object.keys(flags).length > 0 && before !== null && "channels" in before) {
    const said = (flag: string | undefined, known: string | null): string | null =>
      flag === undefined ? known : flag === "none" ? null : flag;
    await client.mutate(mutation("setContacts"), {
      personId: id, email: said(flags.mail, before.email), chatWebhookUrl: said(flags.chat, before.chatWebhookUrl),
      phone: said(flags.phone, before.phone), pushUrl: said(flags.push, before.pushUrl),
      pagerDutyKey: said(flags.pagerduty, before.pagerDutyKey),
    });
  }
  const { node } = await client.query(reachDocument, { id });
  session.show(node, () => node === null || !("channels" in node) ? [] : [
    `Pages reach ${node.name} in the inbox${node.channels.length === 0 ? " only" : ` and by ${node.channels.join(", ")}`}.`,
  ]);
});

const paging = acting<PagingFlags>(async (session, { args: [called = "me"], flags }) => {
  const { client } = session;
  const { id } = await personNamed(client, called);
  const asked = { id, at: flags.at ?? new Date(session.now).toISOString() };
  const { node: before } = await client.query(pagingDocument, asked);
  const known = before !== null && "pagingRules" in before ? before.pagingRules : null;
  const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/u.exec(flags.lowHours ?? "") ?? [];
  if (flags.lowHours !== undefined && flags.lowHours !== "any" && (from === undefined || to === undefined))
    throw usageFailure(`"${flags.lowHours}" are no hours.`, "Write 08:00-20:00, or any.");
  if (flags.allAtOnce === true) await client.mutate(mutation("setPagingRules"), { personId: id, rules: null });
  else if (flags.high !== undefined || flags.low !== undefined || flags.lowHours !== undefined) {
    const hours = flags.lowHours === undefined ? (known?.lowHours ?? null) : from === undefined || to === undefined ? null : { from, to };
    await client.mutate(mutation("setPagingRules"), {
      personId: id, rules: {
        high: [...(flags.high === undefined ? (known?.high ?? []) : pagingRulesIn(flags.high))],
        low: [...(flags.low === undefined ? (known?.low ?? []) : pagingRulesIn(flags.low))], lowHours: hours,
      },
    });
  }
  const { node } = await client.query(pagingDocument, asked);
  session.show(node, () => node === null || !("high" in node) ? [] : [
    node.pagingRules === null
      ? `${node.name} is called by all channels at once.`
      : `${node.name} is called as they have said; low urgency ${node.pagingRules.lowHours === null ? "at any hour" : `between ${node.pagingRules.lowHours.from} and ${node.pagingRules.lowHours.to}, ${node.timeZone}`}.`,
    ...table(
      [{ head: "urgency" }, { head: "channel" }, { head: "at" }],
      (["high", "low"] as const).flatMap((urgency) => node[urgency].map(({ channel, at }) => [urgency, channel, exact(at)])),
    ),
  ]);
});

/** Registers `ballast person …`. */
function registerPerson(program: Command): void {
  const person = program.command("person").description("people: who is here, and letting them go");
  addCommand(person, "list", "who is here, and who has left").action(list);
  addCommand(person, "place <person>", "says in which teams somebody works and to whom they report; what is left out stays")
    .option("--team <name>", "a team; may be given several times", collect, [])
    .option("--reports-to <person>", "to whom they report: late actions are told to them; nobody: to nobody here")
    .action(place);
  addCommand(person, "paging [person]", "by which channels a page calls somebody, and when; yourself unless told")
    .option("--high <rules>", "severities 1 and 2: chat,mail+5 is chat at once, mail 5 minutes later")
    .option("--low <rules>", "severities 3 and 4")
    .option("--low-hours <hours>", "low urgency waits for these hours of their day: 08:00-20:00, or any")
    .option("--all-at-once", "by all channels at once again")
    .option("--at <moment>", "what a page at this moment would do; now unless told", momentOption)
    .action(paging);
  addCommand(person, "reach [person]", "how pages reach somebody; what is left out stays, none takes it away; yourself unless told")
    .option("--mail <address>", "a mail address")
    .option("--chat <url>", "an incoming webhook of their chat")
    .option("--phone <number>", "where SMS and calls go, as +41791234567")
    .option("--push <url>", "a topic of ntfy, as https://ntfy.sh/TOPIC")
    .option("--pagerduty <key>", "the key of an Events v2 integration at PagerDuty")
    .action(reach);
  addCommand(person, "remind [person]", "of what somebody is reminded at nine on their clock; yourself unless told")
    .option("--turns <days>", "of their own turns so many days ahead, 1 to 7, or none")
    .option("--stand-ins <days>", "of what they stand in for, or none")
    .option("--weekly", "on Mondays of who is on call until when")
    .option("--no-weekly", "not any more")
    .action(remind);
  addCommand(person, "test-page <channel>", "tries whether a channel reaches somebody, yourself unless told")
    .option("--person <person>", "somebody else; for administrators")
    .action(testPage);
  addCommand(person, "remove <person>", "take a person's access away for good, and say who takes their shifts")
    .option("--taker <rotation=person>", "who takes their place in a rotation; several times", collect, [])
    .option("--owner <integration=person>", "who looks after an integration of theirs; several times", collect, [])
    .option("--others", "the others take their turns, wherever nobody is named")
    .option("--leave-empty", "shifts may be empty that nobody takes")
    .option("--yes", "do it without asking")
    .action(remove);
}

export const command: CliCommand = {
  register: registerPerson,
  examples: {
    "person": ["ballast person list", "ballast person remove ada --others"],
    "person place": ["ballast person place ana --team Payments --reports-to lea", "ballast person place me --reports-to nobody"],
    "person paging": [
      "ballast person paging", "ballast person paging me --high chat,mail+5 --low mail --low-hours 08:00-20:00",
      "ballast person paging --all-at-once",
    ],
    "person reach": ["ballast person reach", "ballast person reach me --phone +41791234567 --chat none"],
    "person remind": ["ballast person remind me --turns 3 --stand-ins 1 --weekly", "ballast person remind me --turns none --no-weekly"],
    "person test-page": ["ballast person test-page sms", "ballast person test-page mail --person ada"],
    "person list": ["ballast person list"],
    "person remove": [
      'ballast person remove ada --taker "First line=dan"',
      "ballast person remove ada --others --owner Prometheus=dan --yes",
      "ballast person remove ada --leave-empty",
    ],
  },
};
