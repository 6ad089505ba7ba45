import { basename } from "node:path";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { ImportResult, OnCallProduct, OnCallRecord, PagingRules } from "@ballast/schema";
import type { Client } from "../client/client.ts";
import { runImport } from "../import/run.ts";
import type { SourceItem } from "../import/source.ts";
import { readExport, type Export } from "./exportFile.ts";
import { fromGrafana } from "./grafana.ts";
import type { Left, Moved, TheirPerson } from "./moved.ts";
import { fromOpsgenie } from "./opsgenie.ts";
import { fromPagerDuty } from "./pagerduty.ts";
import { sideBySide, type SideBySide } from "./sideBySide.ts";

/** How each product's export is read. */
export const readers: Readonly<Record<OnCallProduct, (given: Export, now: number) => Moved>> = {
  opsgenie: fromOpsgenie, pagerduty: fromPagerDuty, "grafana-oncall": fromGrafana,
};

const peopleDocument = graphql(`
  query PeopleToMoveIn($after: String) {
    people(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { id login name email chatWebhookUrl active pagingRules { high { channel } } } }
    }
  }
`);
const addPerson = mutation("addPerson", "person { id }");
const setPagingRules = mutation("setPagingRules", "person { id }");

interface Here {
  readonly id: string;
  readonly email: string | null;
  readonly chatWebhookUrl: string | null;
  readonly hasRules: boolean;
}

/** Who is here, by mail address. */
async function peopleHere(client: Client): Promise<ReadonlyMap<string, Here>> {
  const here = new Map<string, Here>();
  for (let after: string | null = null; ;) {
    const { people }: ResultOf<typeof peopleDocument> = await client.query(peopleDocument, { after });
    for (const { node: { id, email, login, chatWebhookUrl, active, pagingRules } } of people.edges)
      if (active) for (const mail of [login, email]) if (mail !== null)
        here.set(mail.toLowerCase(), { id, email, chatWebhookUrl, hasRules: pagingRules !== null });
    after = people.pageInfo.endCursor;
    if (!people.pageInfo.hasNextPage || after === null) return here;
  }
}

/** What became of an export. */
export interface ImportedOnCall extends ImportResult {
  readonly schedules: readonly SideBySide[];
  readonly left: readonly Left[];
  /** What could come and did not, and why. */
  readonly refused: readonly Left[];
  /** Who is called by what came, and not here. */
  readonly unknown: readonly string[];
  /** Who was let in, or would be. */
  readonly registered: readonly string[];
  /** Whose rules for being called were set, or would be. */
  readonly ruled: readonly string[];
}

export interface OnCallImport {
  readonly from: OnCallProduct;
  readonly dryRun: boolean;
  readonly register: boolean;
  readonly now: number;
}

/** Everybody whom a record names. */
const namedIn = (record: OnCallRecord): readonly string[] =>
  record.what === "schedule"
    ? [
        ...record.layers.flatMap(({ people }) => people),
        ...record.overrides.flatMap(({ person, insteadOf }) => [person, ...(insteadOf === null ? [] : [insteadOf])]),
      ]
    : record.steps.flatMap(({ targets }) => targets.flatMap((target) => ("person" in target ? [target.person] : [])));

/**
 * Moves people, schedules and escalation policies of another product here; imported again, only what changed there since is changed.
 * @throws CommandFailure for a file that is none, and where somebody would be let in by who may not
 */
export async function importOnCall(client: Client, file: string, asked: OnCallImport): Promise<ImportedOnCall> {
  const { from, dryRun, register, now } = asked;
  const moved = readers[from](readExport(file), now);
  const records: readonly OnCallRecord[] = [...moved.schedules.flatMap(({ record }) => record ?? []), ...moved.policies];
  const here = await peopleHere(client);
  const named = new Map(records.flatMap(namedIn).map((mail) => [mail.toLowerCase(), mail]));
  const unknown = [...named].filter(([lower]) => !here.has(lower)).map(([, mail]) => mail);
  const registered = register ? unknown : [];
  if (!dryRun) for (const mail of registered) await letIn(client, mail, moved.people);
  const rules = await rulesHere({ client, moved, dryRun }, registered.length > 0 && !dryRun ? await peopleHere(client) : here, named);
  const left = [...moved.left, ...rules.left];
  const items: readonly SourceItem[] = [
    ...records.map((record, at): SourceItem => ({ line: at + 1, record, problems: [] })),
    ...left.map(({ what, why }): SourceItem => ({ line: 0, record: null, problems: [`${what}: ${why}`] })),
  ];
  const source = {
    kind: from, sourceName: file === "-" ? "standard input" : basename(file), expected: items.length, items,
  } as const;
  const result = await runImport(client, source, { service: null, dryRun, register });
  return {
    ...result, left, refused: refusedOf(result, records), unknown: register ? [] : unknown, registered, ruled: rules.ruled,
    schedules: moved.schedules.map((schedule) => sideBySide(schedule, from, now)),
  };
}

const refusedOf = ({ skipped }: ImportResult, records: readonly OnCallRecord[]): readonly Left[] =>
  skipped.flatMap(({ line, reason }) => {
    const record = records[line - 1];
    if (record === undefined) return [];
    return [{ what: `${record.what === "schedule" ? "schedule" : "escalation policy"} ${record.name}`, why: reason }];
  });

/** As responders: they answer pages, and sign in by a link from an administrator's machine. */
async function letIn(client: Client, mail: string, people: Moved["people"]): Promise<void> {
  const known = people.find((person) => person.mail.toLowerCase() === mail.toLowerCase());
  await client.mutate(addPerson, {
    login: mail, name: known?.name ?? mail, roles: ["responder"], email: mail, timeZone: known?.timeZone ?? "UTC",
  });
}

const channels = new Map<string, "mail" | "chat">([["mail", "mail"], ["chat", "chat"]]);

/** The channels of these that are here, the first one at once, and those that are not. */
function channelsHere(rules: TheirPerson["high"], chats: boolean): {
  readonly here: PagingRules["high"]; readonly gone: readonly string[];
} {
  const usable = rules.filter(({ method }) => channels.get(method) === "mail" || (channels.get(method) === "chat" && chats));
  const first = Math.min(...usable.map(({ afterMinutes }) => afterMinutes));
  const here = usable
    .filter(({ method }, at) => usable.findIndex((each) => each.method === method) === at)
    .map(
      ({ method, afterMinutes }) => (
        { channel: channels.get(method) ?? "mail", afterMinutes: Math.min(60, Math.max(0, Math.round(afterMinutes - first))) }
      ),
    );
  return { here, gone: [...new Set(rules.filter((rule) => !usable.includes(rule)).map(({ method }) => method))] };
}

/** Rules for being called of those who have none here. All channels at once, which is what everybody has, takes no rule. */
async function rulesHere(
  { client, moved, dryRun }: { readonly client: Client; readonly moved: Moved; readonly dryRun: boolean },
  here: ReadonlyMap<string, Here>, named: ReadonlyMap<string, string>,
): Promise<{ readonly ruled: readonly string[]; readonly left: readonly Left[] }> {
  const [ruled, left]: [string[], Left[]] = [[], []];
  for (const { mail, high, low } of moved.people.filter((person) => named.has(person.mail.toLowerCase()))) {
    const person = here.get(mail.toLowerCase());
    const chats = Boolean(person?.chatWebhookUrl);
    const [urgent, calm] = [channelsHere(high, chats), channelsHere(low, chats)];
    const gone = [...new Set([...urgent.gone, ...calm.gone])];
    if (gone.length > 0) left.push(
      {
        what: `rules of ${mail}`,
        why: `called by ${gone.join(", ")} there, which they are not here: they are called by the channels that they have here`,
      },
    );
    if (person === undefined || person.hasRules || Math.max(urgent.here.length, calm.here.length) < 2) continue;
    ruled.push(mail);
    if (!dryRun) await client.mutate(setPagingRules, { personId: person.id, rules: { high: urgent.here, low: calm.here } });
  }
  return { ruled, left };
}
