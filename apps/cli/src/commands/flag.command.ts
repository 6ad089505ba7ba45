import type { Command } from "commander";
import type { CliCommand } from "../command.ts";
import { CommandFailure } from "../client/failure.ts";
import { slugOf } from "../import/service.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted, exact, relative, short } from "../print/words.ts";
import { acting, addCommand } from "./session.ts";
import { parseCount } from "./values.ts";

interface FlagChange {
  readonly at: string;
  readonly change: string;
  readonly field: string | null;
  readonly from: unknown;
  readonly to: unknown;
  readonly who: string | null;
  readonly commit: string | null;
  readonly version: string | null;
  readonly release: { readonly version: string } | null;
  readonly note: string;
}

interface Flag {
  readonly name: string;
  readonly environment: string | null;
  readonly present: boolean;
  readonly state: unknown;
  readonly changedAt: string;
  readonly changeCount: number;
  readonly service: { readonly slug: string } | null;
}

/** A flag with its history. */
type Told = Flag & { readonly changes: readonly FlagChange[] };

const fields = "id name environment present state changedAt changeCount service { slug }";
const changeFields = "seq at change field from to who commit version release { version } note";

interface ListFlags {
  readonly service?: string;
  readonly text?: string;
  readonly removed?: true;
  readonly limit: number;
}

const nameOf = ({ name, environment }: Flag): string => (environment === null ? name : `${name}@${environment}`);
const setTo = ({ present, state }: Flag): string => (present ? short(JSON.stringify(state), 60) : dim("removed"));

const list = acting<ListFlags>(async (session, { flags: { service, text, removed, limit } }) => {
  const { flags } = await session.client.query<{ flags: { totalCount: number; edges: readonly { node: Flag }[] } }>(
    `query($filter: FlagFilter, $first: Int) { flags(filter: $filter, first: $first) { totalCount edges { node { ${fields} } } } }`,
    {
      filter: { service: service === undefined ? null : slugOf(service), text: text ?? null, present: removed === true ? false : null },
      first: limit,
    },
  );
  const found = flags.edges.map(({ node }) => node);
  session.show({ totalCount: flags.totalCount, flags: found }, () => [
    ...table(
      [{ head: "service" }, { head: "flag" }, { head: "set to" }, { head: "changed" }],
      found.map((flag) => [flag.service?.slug ?? "", nameOf(flag), setTo(flag), relative(flag.changedAt, session.now)]),
    ),
    ...(flags.totalCount > found.length
      ? [dim(`${String(flags.totalCount - found.length)} more: --limit ${String(flags.totalCount)}`)]
      : []),
  ]);
});

const changeRow = ({ at, change, field, to, who, commit, version, release, note }: FlagChange): readonly string[] => [
  exact(at),
  field === null ? change : `${change} ${field}`,
  change === "removed" ? "" : short(JSON.stringify(to), 50),
  who ?? dim("–"),
  release?.version ?? version ?? commit?.slice(0, 10) ?? dim("–"),
  short(note, 50),
];

const show = acting<object>(async (session, { args: [service = "", name = ""] }) => {
  // A name may have an @ of its own.
  const names = [name, name.slice(0, Math.max(0, name.lastIndexOf("@")))].filter((one) => one !== "");
  const lists = names.map(
    (_, index) =>
      `list${String(index)}: flags(filter: { service: $service, name: $name${String(index)} }, first: 500) { edges { node { ${fields} changes { ${changeFields} } } } }`,
  );
  const found = await session.client.query<Readonly<Record<string, { readonly edges: readonly { readonly node: Told }[] }>>>(
    `query($service: String${names.map((_, index) => `, $name${String(index)}: String`).join("")}) { ${lists.join(" ")} }`,
    { service: slugOf(service), ...Object.fromEntries(names.map((one, index) => [`name${String(index)}`, one])) },
  );
  const flag = Object.values(found).flatMap(({ edges }) => edges.map(({ node }) => node)).find((node) => nameOf(node) === name);
  if (flag === undefined)
    throw new CommandFailure({
      code: "NOT_FOUND", message: `${service} has no flag ${name}.`, remedy: `\`ballast flag list --service ${service}\` names them.`,
    });
  session.show(flag, () => [
    bold(nameOf(flag)),
    ...facts([
      ["service", flag.service?.slug],
      ["set to", flag.present ? JSON.stringify(flag.state) : "removed"],
      ["changed", `${counted(flag.changeCount, "time")}, last ${exact(flag.changedAt)}`],
    ]),
    "",
    ...table(
      [{ head: "when" }, { head: "change" }, { head: "to" }, { head: "who" }, { head: "by" }, { head: "note" }],
      flag.changes.map(changeRow),
    ),
  ]);
});

/** Registers `ballast flag …`. */
function registerFlag(program: Command): void {
  const flag = program.command("flag").description("flags: what each is set to, and everything that changed it");
  addCommand(flag, "list", "flags, the last changed first")
    .option("--service <name>", "of this service")
    .option("--text <words>", "with these words in their name or notes")
    .option("--removed", "those that were removed")
    .option("--limit <number>", "at most so many", parseCount, 50)
    .action(list);
  addCommand(flag, "show <service> <name>", "one flag with its history; name@environment where it is set for one").action(show);
}

export const command: CliCommand = {
  register: registerFlag,
  examples: {
    "flag": ["ballast flag list --service checkout", "ballast flag show checkout one-page-pay"],
    "flag list": ["ballast flag list --service checkout", "ballast flag list --text pay --removed"],
    "flag show": ["ballast flag show checkout one-page-pay", "ballast flag show checkout one-page-pay@production --json"],
  },
};
