import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { momentOption, oneOf, parseCount } from "./values.ts";

const listDocument = graphql(`
  query HeartbeatList($asOf: AsOf) {
    heartbeats(asOf: $asOf) { id name interval unit standing heardAt dueAt priority integration { name service { slug } } service { slug } }
  }
`);
const outsideDocument = graphql(`query HeartbeatOutside { health { outsideHeartbeat { set askedAt toldAt why } } }`);
const shownDocument = graphql(`
  query HeartbeatShown($id: ID!, $asOf: AsOf) {
    heartbeat(id: $id, asOf: $asOf) {
      id name description interval unit standing heardAt dueAt priority message removed tags enabled revision
      owner { id name } integration { id name } service { slug }
      silences { startsAt endsAt name } history(first: 20) { edges { node { occurredAt sentence } } }
    }
  }
`);
const integrationsDocument = graphql(`query HeartbeatIntegrations { integrations { id name kind removed } }`);
const writeDocument = mutation("writeHeartbeat", "heartbeat { id name interval unit standing }");

type Line = ResultOf<typeof listDocument>["heartbeats"][number];

const sent = ({ interval, unit }: Pick<Line, "interval" | "unit">): string =>
  `every ${interval === 1 ? unit.slice(0, -1) : `${String(interval)} ${unit}`}`;

const asOfOf = (asOf: string | undefined) => (asOf === undefined ? null : { at: asOf });

const list = acting<{ readonly asOf?: string }>(async (session, { flags: { asOf } }) => {
  const { heartbeats } = await session.client.query(listDocument, { asOf: asOfOf(asOf) });
  session.show(heartbeats, () => heartbeats.length === 0 ? ["Nobody is waited for."] : table(
    ["name", "state", "sent", "last heard", "service"].map((head) => ({ head })),
    heartbeats.map((one) => [
      one.name, one.standing, sent(one), one.heardAt ?? dim("never"), one.service?.slug ?? one.integration?.service?.slug ?? dim("none"),
    ]),
  ));
});

/** By its name, or by its id. */
async function named(session: Session, given: string): Promise<string> {
  const { heartbeats } = await session.client.query(listDocument, { asOf: null });
  const found = heartbeats.filter(({ id, name }) => id === given || name.toLowerCase() === given.trim().toLowerCase());
  if (found.length > 1) throw usageFailure(`Several integrations have a heartbeat ${given}: name it by its id.`);
  const [one] = found;
  if (one !== undefined) return one.id;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no heartbeat ${given}.`, remedy: "`ballast heartbeat list` shows those there are.",
  });
}

const show = acting<{ readonly asOf?: string }>(async (session, { args: [given = ""], flags: { asOf } }) => {
  const { heartbeat } = await session.client.query(shownDocument, { id: await named(session, given), asOf: asOfOf(asOf) });
  session.show(heartbeat, () => heartbeat === null ? ["It was not there then."] : [
    bold(heartbeat.name), heartbeat.description,
    ...facts([
      ["state", heartbeat.standing], ["sent", sent(heartbeat)], ["last heard", heartbeat.heardAt], ["due", heartbeat.dueAt],
      ["priority", heartbeat.priority], ["service", heartbeat.service?.slug ?? null], ["integration", heartbeat.integration?.name ?? null],
      ["owner", heartbeat.owner?.name ?? null],
    ]),
    ...heartbeat.silences.map(({ startsAt, endsAt, name }) => `${name}: ${startsAt} to ${endsAt ?? "now"}`),
    ...heartbeat.history.edges.map(({ node: { occurredAt, sentence } }) => dim(`${occurredAt}  ${sentence}`)),
  ]);
});

const outside = acting(async (session) => {
  const { health: { outsideHeartbeat: watcher } } = await session.client.query(outsideDocument, {});
  session.show(watcher, () => [
    watcher.toldAt === null && !watcher.set
      ? "Nobody outside hears when Ballast itself is down: give BALLAST_OUTSIDE_HEARTBEAT an address that a watcher outside waits for."
      : `The watcher outside was told that Ballast is well: ${watcher.toldAt ?? "not yet"}.`,
    ...(watcher.why === "" ? [] : [`The last try failed: ${watcher.why}.`]),
  ]);
});

interface Writing {
  readonly every?: number;
  readonly unit?: "minutes" | "hours" | "days";
  readonly integration?: string;
  readonly service?: string;
  readonly owner?: string;
  readonly priority?: "P1" | "P2" | "P3" | "P4" | "P5";
  readonly message?: string;
  readonly description?: string;
  readonly off?: true;
  readonly whole?: true;
}

async function integrationNamed(session: Session, given: string | undefined): Promise<string> {
  const { integrations } = await session.client.query(integrationsDocument, {});
  const open = integrations.filter(({ kind, removed }) => kind === "opsgenie" && !removed);
  const found = given === undefined ? open : open.filter(({ id, name }) => id === given || name === given);
  const [one] = found;
  if (one !== undefined && found.length === 1) return one.id;
  throw usageFailure(
    open.length === 0 ? "Heartbeats come in with the key of an Opsgenie integration, and there is none."
      : `Say by which integration it comes in: --integration ${open.map(({ name }) => `'${name}'`).join(" or ")}.`,
  );
}

/** The one of this name that is there: what nobody tells of it stays, unless it is written whole. */
async function written(session: Session, name: string, integrationId: string) {
  const { heartbeats } = await session.client.query(listDocument, { asOf: null });
  const ids = heartbeats.filter((one) => one.name.toLowerCase() === name.trim().toLowerCase()).map(({ id }) => id);
  const found = await Promise.all(ids.map((id) => session.client.query(shownDocument, { id, asOf: null })));
  return found.map(({ heartbeat }) => heartbeat).find((one) => one?.integration?.id === integrationId) ?? null;
}

const write = acting<Writing>(async (session, { args: [name = ""], flags }) => {
  const integrationId = await integrationNamed(session, flags.integration);
  const one = await written(session, name, integrationId);
  const before = flags.whole === true ? null : one;
  const interval = flags.every ?? before?.interval;
  if (interval === undefined) throw usageFailure("Say how often it is sent: --every 10 --unit minutes.");
  const { heartbeat } = await session.client.mutate(writeDocument, {
    integrationId, name, interval, unit: flags.unit ?? before?.unit ?? "minutes", service: flags.service ?? before?.service?.slug ?? null,
    ownerId: flags.owner ?? before?.owner?.id ?? null, priority: flags.priority ?? before?.priority ?? "P3",
    message: flags.message ?? before?.message ?? "", description: flags.description ?? before?.description ?? "",
    tags: [...(before?.tags ?? [])], enabled: flags.off === true ? false : (before?.enabled ?? true),
    expectedRevision: one?.revision ?? null,
  });
  session.show(heartbeat, () => [
    heartbeat === null
      ? "Done; the server that answered does not show it yet."
      : `${bold(heartbeat.name)} is sent ${sent(heartbeat)}: ${heartbeat.standing}.`,
  ]);
});

const turn = (enabled: boolean) => acting<{ readonly reason?: string }>(async (session, { args: [given = ""], flags: { reason = "" } }) => {
  await session.client.mutate(mutation("turnHeartbeat"), { heartbeatId: await named(session, given), enabled, reason });
  session.show({ heartbeat: given, enabled }, () => [enabled ? `${given} is waited for.` : `Nobody waits for ${given} any more.`]);
});

const remove = acting<{ readonly reason?: string }>(async (session, { args: [given = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  await session.client.mutate(mutation("removeHeartbeat"), { heartbeatId: await named(session, given), reason });
  session.show({ removed: given }, () => [`${given} is removed; its history stays.`]);
});

/** Registers `ballast heartbeat …`. */
function registerHeartbeat(program: Command): void {
  const heartbeat = program.command("heartbeat").description("those who say again and again that they are well: their silence is an alert");
  addCommand(heartbeat, "list", "who is waited for, and when they were heard").option("--as-of <moment>", "as it was then", momentOption)
    .action(list);
  addCommand(heartbeat, "show <name>", "one of them, its silences and what happened to it")
    .option("--as-of <moment>", "as it was then", momentOption).action(show);
  addCommand(heartbeat, "outside", "whether somebody outside hears when Ballast itself is down").action(outside);
  addCommand(heartbeat, "write <name>", "waits for one, or changes it: of that, what is not told stays")
    .option("--every <number>", "how often it is sent", parseCount)
    .option("--unit <word>", "minutes, hours or days", oneOf(["minutes", "hours", "days"]))
    .option("--integration <name>", "the Opsgenie integration whose key its sender has")
    .option("--service <slug>", "whose silence it is; its integration's unless told")
    .option("--owner <id>", "who answers for it")
    .option("--priority <word>", "how bad its silence is: P1 to P5", oneOf(["P1", "P2", "P3", "P4", "P5"]))
    .option("--message <text>", "what the alert is called")
    .option("--description <text>", "what it is")
    .option("--off", "nobody waits for it yet")
    .option("--whole", "what is not told, one that is there does not say any more")
    .action(write);
  addCommand(heartbeat, "on <name>", "waits for it from now on").option("--reason <text>", "why").action(turn(true));
  addCommand(heartbeat, "off <name>", "no longer waits for it").option("--reason <text>", "why").action(turn(false));
  addCommand(heartbeat, "remove <name>", "ends it; its history stays").option("--reason <text>", "why").action(remove);
}

export const command: CliCommand = {
  register: registerHeartbeat,
  examples: {
    "heartbeat": ["ballast heartbeat list"],
    "heartbeat list": ["ballast heartbeat list --json"],
    "heartbeat show": ["ballast heartbeat show 'Nightly backup'"],
    "heartbeat outside": ["ballast heartbeat outside"],
    "heartbeat write": ["ballast heartbeat write 'Nightly backup' --every 1 --unit days --service checkout --priority P2"],
    "heartbeat on": ["ballast heartbeat on 'Nightly backup'"],
    "heartbeat off": ["ballast heartbeat off 'Nightly backup' --reason 'the disks are replaced'"],
    "heartbeat remove": ["ballast heartbeat remove 'Nightly backup' --reason 'another job does it'"],
  },
};
