import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted } from "../print/words.ts";
import { readJson } from "./readFile.ts";
import { acting, addCommand } from "./session.ts";
import { collect, momentOption } from "./values.ts";

const segmentsDocument = graphql(`
  query SegmentList($archived: Boolean) {
    segments(archived: $archived) { slug name description archived members usedBy { environment flag { name } } }
  }
`);
const segmentDocument = graphql(`
  query SegmentShown($key: String!, $asOf: AsOf) {
    segment(segment: $key, asOf: $asOf) { slug name description archived members usedBy { environment flag { name } } }
  }
`);
const defineSegment = mutation("defineSegment", "segment { slug name description archived members usedBy { environment flag { name } } }");
type SegmentRow = NonNullable<ResultOf<typeof segmentDocument>["segment"]>;

const membersWords = ({ members: { included, excluded, rules } }: Pick<SegmentRow, "members">): string =>
  [
    ...(included.length > 0 ? [`${counted(included.length, "customer")} by name`] : []),
    ...(rules.length > 0 ? [`${counted(rules.length, "rule")}`] : []),
    ...(excluded.length > 0 ? [`not ${String(excluded.length)} by name`] : []),
  ].join(", ") || "nobody";

const usedWords = ({ usedBy }: SegmentRow): string =>
  usedBy.map(({ flag, environment }) => `${flag?.name ?? "a flag"} in ${environment}`).join(", ");

const list = acting<{ readonly archived?: true }>(async (session, { flags: { archived = false } }) => {
  const { segments } = await session.client.query(segmentsDocument, { archived });
  const rows = segments.map((segment) => [
    segment.slug, segment.name, membersWords(segment), segment.archived === null ? usedWords(segment) || dim("no flag") : dim("archived"),
  ]);
  session.show(segments, () =>
    rows.length === 0 ? ["There are no segments."] : table(["segment", "name", "members", "used by"].map((head) => ({ head })), rows),
  );
});

const show = acting<{ readonly asOf?: string }>(async (session, { args: [key = ""], flags: { asOf } }) => {
  const { segment } = await session.client.query(segmentDocument, { key, asOf: asOf === undefined ? null : { at: asOf } });
  if (segment === null)
    throw new CommandFailure({
      code: "NOT_FOUND", message: `There is no segment ${key}.`, remedy: "`ballast segment list` shows those there are.",
    });
  session.show(segment, () => {
    const { name, description, archived, members: { included, excluded, rules } } = segment;
    return [
      bold(name), ...(description === "" ? [] : [description]),
      ...facts([
        ["archived", archived], ["included", included.join(", ")], ["excluded", excluded.join(", ")],
        ["rules", rules.length === 0 ? null : JSON.stringify(rules)], ["used by", usedWords(segment) || "no flag"],
      ]),
    ];
  });
});

interface Defining {
  readonly name?: string;
  readonly description?: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules?: string;
  readonly reason?: string;
}

/** Whole: what is not given is not in it any more. */
const define = acting<Defining>(async (session, { args: [key = ""], flags }) => {
  const { name, description = "", include: included, exclude: excluded, rules: file, reason } = flags;
  const rules = file === undefined ? [] : readJson(file);
  if (!Array.isArray(rules)) throw usageFailure(`${String(file)} holds no list of rules.`);
  const { segment } = await session.client.mutate(defineSegment, {
    key, name: name ?? key, description, members: { included, excluded, rules }, reason: reason ?? null,
  });
  session.show(segment, () => [
    segment === null ? "Done; the server that answered does not show it yet." : `${bold(segment.name)}: ${membersWords(segment)}`,
  ]);
});

const archive = acting<{ readonly reason?: string }>(async (session, { args: [key = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  await session.client.mutate(mutation("archiveSegment"), { key, reason });
  session.show({ archived: key }, () => [`${key} is archived.`]);
});

/** Registers `ballast segment …`. */
function registerSegment(program: Command): void {
  const segment = program.command("segment").description("segments: groups of customers that rules of flags ask for");
  addCommand(segment, "list", "segments, by key").option("--archived", "with those that were archived").action(list);
  addCommand(segment, "show <key>", "one segment, who is in it and which flags ask for it")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  addCommand(segment, "define <key>", "says who is in a segment, whole: what is not given is not in it any more")
    .option("--name <name>", "its name; the key unless told")
    .option("--description <text>", "what it is")
    .option("--include <customer>", "always in it; may be given several times", collect, [])
    .option("--exclude <customer>", "never in it; may be given several times", collect, [])
    .option("--rules <file>", "rules as JSON: who meets all conditions of one of them is in it")
    .option("--reason <text>", "why")
    .action(define);
  addCommand(segment, "archive <key>", "ends a segment; refused while a flag asks for it")
    .option("--reason <text>", "why it is not needed any more")
    .action(archive);
}

export const command: CliCommand = {
  register: registerSegment,
  examples: {
    "segment": ["ballast segment list", "ballast segment show pilots"],
    "segment list": ["ballast segment list --archived --json"],
    "segment show": ["ballast segment show pilots --as-of '2h ago' --json"],
    "segment define": [
      "ballast segment define pilots --include acme --include globex --reason 'they asked'",
      "ballast segment define germany --rules rules.json",
    ],
    "segment archive": ["ballast segment archive pilots --reason 'everyone has it'"],
  },
};
