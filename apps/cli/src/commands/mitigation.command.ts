import type { Command } from "commander";
import { minutesFigure } from "@ballast/schema/badMinutes";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { short } from "../print/words.ts";
import { personNamed } from "./lookup.ts";
import { riskNamed } from "./riskView.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { momentOption } from "./values.ts";

const mitigationRow = graphql(`
  fragment CliMitigationRow on Mitigation {
    id reference title dueOn realDueOn status overdueDays owner { name } waitsFor { reference }
  }
`);
const mitigationsDocument = graphql(`
  query CliMitigations($risk: ID, $owner: ID) { mitigations(risk: $risk, owner: $owner) { ...CliMitigationRow } }
`, [mitigationRow]);
const mitigationDocument = graphql(`
  query CliMitigation($id: ID!, $asOf: AsOf) {
    mitigation(id: $id, asOf: $asOf) {
      ...CliMitigationRow description deliveredAt release { version service { slug } } needs { reference } daysLate priceOfLateness
      slips { from to reason becauseOf { reference } }
      effects { risk { reference title } saves test { p proven } }
    }
  }
`, [mitigationRow]);
const releaseDocument = graphql(
  `query MitigationRelease($service: String, $version: String) { release(service: $service, version: $version) { id } }`,
);
type Row = ResultOf<typeof mitigationsDocument>["mitigations"][number];
type Told = NonNullable<ResultOf<typeof mitigationDocument>["mitigation"]>;

const moving = mutation("moveMitigationDue");
const beginning = mutation("beginMitigation");
const delivering = mutation("deliverMitigation");
const givingUp = mutation("giveUpMitigation");

const words = { planned: "planned", inProgress: "in progress", delivered: "delivered", givenUp: "given up" } as const;
const standing = ({ status, overdueDays }: Pick<Row, "status" | "overdueDays">): string =>
  overdueDays > 0 && (status === "planned" || status === "inProgress") ? `${words[status]}, ${String(overdueDays)} d over` : words[status];

/** The mitigation that is called M-n, n, or by its id. @throws {CommandFailure} NOT_FOUND */
async function mitigationNamed(client: Client, called: string, at: string | null = null): Promise<Told> {
  const id = /^\d+$/u.test(called) ? `M-${called}` : called;
  const { mitigation } = await client.query(mitigationDocument, { id, asOf: at === null ? null : { at } });
  if (mitigation !== null) return mitigation;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no mitigation ${called}.`, remedy: "`ballast mitigation list` shows those there are.",
  });
}

function described(mitigation: Told): readonly string[] {
  const { reference, title, description, dueOn, realDueOn, owner, needs, waitsFor, slips, effects, release, deliveredAt } = mitigation;
  const named = (those: readonly { readonly reference: string }[]): string | null =>
    those.length === 0 ? null : those.map((one) => one.reference).join(", ");
  return [
    bold(`${reference} ${title}`),
    ...(description.trim() === "" ? [] : [description.trim()]),
    ...facts([
      ["stands", standing(mitigation)],
      ["due", realDueOn > dueOn ? `${dueOn}, really ${realDueOn} by what it waits for` : dueOn],
      ["owner", owner.name],
      ["needs", named(needs)],
      ["waits for", named(waitsFor)],
      [
        "delivered",
        deliveredAt === null ? null : `${deliveredAt.slice(0, 10)}${release === null ? "" : ` with ${release.service?.slug ?? "a release"} ${release.version}`}`,
      ],
    ]),
    ...slips.map(({ from, to, reason, becauseOf }) =>
      dim(`  ${from} → ${to}${becauseOf === null ? "" : ` because of ${becauseOf.reference}`}: ${reason}`)),
    ...effects.map(({ risk, saves, test }) =>
      `  ${risk.reference} ${short(risk.title, 50)}: ${saves === null ? "no figure" : `${minutesFigure(saves)} min a year less`}${test === null ? "" : test.proven ? ", proven" : ", not proven"}`),
  ];
}

/** The mitigation as it is after a command. */
async function shown(session: Session, { id }: Told): Promise<void> {
  const after = await mitigationNamed(session.client, id);
  session.show(after, () => described(after));
}

interface ListFlags {
  readonly risk?: string;
  readonly owner?: string;
  readonly all?: true;
}

const list = acting<ListFlags>(async (session, { flags: { risk, owner, all } }) => {
  const { client } = session;
  const { mitigations } = await client.query(mitigationsDocument, {
    risk: risk === undefined ? null : (await riskNamed(client, risk)).id,
    owner: owner === undefined ? null : (await personNamed(client, owner)).id,
  });
  const wanted = mitigations.filter(({ status }) => all === true || status === "planned" || status === "inProgress");
  session.show(wanted, () => wanted.length === 0 ? [dim("There is none.")] : table(
    ["mitigation", "what", "due", "stands", "waits for", "owner"].map((head) => ({ head })),
    wanted.map((one) => [
      one.reference, short(one.title, 50), one.dueOn, standing(one), one.waitsFor.map(({ reference }) => reference).join(", ") || dim("–"),
      one.owner.name,
    ]),
  ));
});

const show = acting<{ readonly asOf?: string }>(async (session, { args: [called = ""], flags: { asOf } }) => {
  const mitigation = await mitigationNamed(session.client, called, asOf ?? null);
  session.show(mitigation, () => described(mitigation));
});

interface DueFlags {
  readonly reason?: string;
  readonly becauseOf?: string;
}

const due = acting<DueFlags>(async (session, { args: [called = "", dueOn = ""], flags: { reason, becauseOf } }) => {
  if (reason === undefined) throw usageFailure("Whoever waits for it wants to know why: add --reason.");
  const known = await mitigationNamed(session.client, called);
  const other = becauseOf === undefined ? null : (await mitigationNamed(session.client, becauseOf)).id;
  await session.client.mutate(moving, { mitigationId: known.id, dueOn, becauseOf: other, reason });
  await shown(session, known);
});

const begin = acting(async (session, { args: [called = ""] }) => {
  const known = await mitigationNamed(session.client, called);
  await session.client.mutate(beginning, { mitigationId: known.id });
  await shown(session, known);
});

interface DeliverFlags {
  readonly at?: string;
  readonly service?: string;
  readonly release?: string;
  readonly note?: string;
}

/** The release that brought it. @throws {CommandFailure} where one of service and version is missing, or there is no such release */
async function releaseId(client: Client, { service, release: version }: DeliverFlags): Promise<string | null> {
  if (service === undefined && version === undefined) return null;
  if (service === undefined || version === undefined) throw usageFailure("A release is named by both: --service and --release.");
  const { release } = await client.query(releaseDocument, { service, version });
  if (release !== null) return release.id;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `${service} has no release ${version}.`, remedy: "`ballast release list` shows those there are.",
  });
}

const deliver = acting<DeliverFlags>(async (session, { args: [called = ""], flags }) => {
  const known = await mitigationNamed(session.client, called);
  await session.client.mutate(delivering, {
    mitigationId: known.id, releaseId: await releaseId(session.client, flags), deliveredAt: flags.at ?? null, note: flags.note ?? "",
  });
  await shown(session, known);
});

const giveUp = acting<{ readonly reason?: string }>(async (session, { args: [called = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever waits for it wants to know why: add --reason.");
  const known = await mitigationNamed(session.client, called);
  await session.client.mutate(givingUp, { mitigationId: known.id, reason });
  await shown(session, known);
});

function registerMitigation(program: Command): void {
  const mitigation = program.command("mitigation").description("mitigations: what is done about risks; `ballast risk mitigate` plans one");
  addCommand(mitigation, "list", "mitigations that are to come, by the days that are promised")
    .option("--risk <risk>", "of this risk, RISK-n")
    .option("--owner <person>", "of this owner")
    .option("--all", "those that were delivered or given up as well")
    .action(list);
  addCommand(mitigation, "show <mitigation>", "one mitigation, by M-n: what it waits for, what it saves, how it slipped")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  addCommand(mitigation, "due <mitigation> <day>", "promises another day; every day that was promised before is kept")
    .option("--reason <text>", "why")
    .option("--because-of <mitigation>", "what it waits for, M-n, where that is why")
    .action(due);
  addCommand(mitigation, "begin <mitigation>", "says that it is under way").action(begin);
  addCommand(mitigation, "deliver <mitigation>", "says that it is there; whether it helps, what happens from then on tells")
    .option("--service <name>", "the service whose release brought it")
    .option("--release <version>", "the release that brought it")
    .option("--at <moment>", "when; now unless told", momentOption)
    .option("--note <text>", "what to know of it")
    .action(deliver);
  addCommand(mitigation, "give-up <mitigation>", "says that it will not come").option("--reason <text>", "why").action(giveUp);
}

export const command: CliCommand = {
  register: registerMitigation,
  examples: {
    "mitigation": ["ballast mitigation list", "ballast mitigation show M-3"],
    "mitigation list": ["ballast mitigation list --risk RISK-12", "ballast mitigation list --owner me --all --json"],
    "mitigation show": ["ballast mitigation show M-3", "ballast mitigation show M-3 --as-of '30d ago' --json"],
    "mitigation due": ["ballast mitigation due M-3 2027-01-15 --because-of M-2 --reason 'M-2 is late'"],
    "mitigation begin": ["ballast mitigation begin M-3"],
    "mitigation deliver": ["ballast mitigation deliver M-3 --service checkout --release 2026.12.1"],
    "mitigation give-up": ["ballast mitigation give-up M-3 --reason 'the provider is gone'"],
  },
};
