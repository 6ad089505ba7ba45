import type { Command } from "commander";
import { changeRiskScoreSentence, changeRiskSentence } from "@ballast/schema/changeRiskWords";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Commit, ReleaseRecord } from "@ballast/schema";
import { own } from "@ballast/schema/own";
import { usageFailure } from "../client/failure.ts";
import { gitSource } from "../import/git.ts";
import { mapRelease } from "../import/releases.ts";
import { bold, dim, mark, type Tone } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { duration, inPercent } from "@ballast/schema/words";
import { counted, exact, relative, short } from "../print/words.ts";
import { readJson } from "./readFile.ts";
import { acting, addCommand } from "./session.ts";
import { collect, momentOption, parseCount } from "./values.ts";
import type { CliCommand } from "../command.ts";

const releaseRow = graphql(`
  fragment ReleaseRow on Release {
    service { slug } version releasedAt sha notes commitCount partial headline recordedBy { name } rollbackSafe rollbackUnsafeReason leadTimeMs
    where { environment kind state percent since incidentNumber }
  }
`);
type Where = ResultOf<typeof releaseRow>["where"][number];

const commitRow = graphql(`fragment CommitRow on Commit { sha subject author authorAt merge reverts }`);
type CommitRow = ResultOf<typeof commitRow>;

const releasesDocument = graphql(`
  query ReleaseList($first: Int, $filter: ReleaseFilter) {
    releases(first: $first, filter: $filter, sort: RELEASED_DESC) { edges { node { ...ReleaseRow } } }
  }
`, [releaseRow]);

const releaseDocument = graphql(`
  query ReleaseShown($service: String!, $version: String!, $first: Int) {
    release(service: $service, version: $version) { ...ReleaseRow commits(first: $first) { edges { node { ...CommitRow } } } }
    changeRisk(service: $service, version: $version) {
      percent size commits service { failed of } ofSize { failed of } score { brier always of },
    }
  }
`, [releaseRow, commitRow]);

const comparisonDocument = graphql(`
  query ReleaseComparison($service: String!, $from: String!, $to: String!) {
    comparison: compareReleases(service: $service, from: $from, to: $to) {
      from { version } to { version } added { ...CommitRow } removed { ...CommitRow } releasesBetween revertsOf
    }
  }
`, [commitRow]);

const recordRelease = mutation("recordRelease", "release { version commitCount }");

const states: Readonly<Record<string, readonly [Tone, string]>> = {
  deploying: ["moving", "deploying"], live: ["good", "live"], lastKnownGood: ["idle", "last known good"], replaced: ["idle", "replaced"],
  rolledBack: ["bad", "rolled back"],
};

const whereWords = (where: readonly Where[]): string =>
  where
    .flatMap(({ environment, state, percent, incidentNumber }) => {
      const [tone, word] = own(states, state) ?? ["idle", ""];
      if (word === "") return [];
      const more = [
        percent !== null && percent < 100 && state === "deploying" ? ` ${inPercent(percent)}` : "",
        incidentNumber === null ? "" : ` INC-${String(incidentNumber)}`,
      ].join("");
      return [mark(tone, `${environment} ${word}${more}`)];
    })
    .join("  ") || dim("–");

const commitLines = (commits: readonly CommitRow[]): readonly string[] =>
  table(
    [{ head: "commit" }, { head: "author" }, { head: "subject" }],
    commits.map(({ sha, author, subject, merge, reverts }) => [
      sha.slice(0, 10),
      short(author, 20),
      `${short(subject, 90)}${merge ? dim(" (merge)") : ""}${reverts.length > 0 ? dim(" (revert)") : ""}`,
    ]),
  );

interface ListFlags {
  readonly service?: string;
  readonly text?: string;
  readonly environment?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

const list = acting<ListFlags>(async (session, { flags }) => {
  const { service, text, environment, from, to } = flags;
  const filter = { service, text, environment, releasedFrom: from, releasedTo: to };
  const { releases } = await session.client.query(releasesDocument, { first: flags.limit, filter });
  const rows = releases.edges.map(({ node }) => node);
  session.show(rows, () =>
    table(
      [
        { head: "service" },
        { head: "version" },
        { head: "released" },
        { head: "commits", right: true },
        { head: "what" },
        { head: "where" },
      ],
      rows.map((row) => [
        row.service.slug, row.version, relative(row.releasedAt, session.now), String(row.commitCount), short(row.headline ?? "", 50),
        whereWords(row.where),
      ]),
    ),
  );
});

const show = acting<{ commits: number }>(async (session, { args: [service = "", version = ""], flags }) => {
  const { release, changeRisk } = await session.client.query(releaseDocument, { service, version, first: flags.commits });
  if (release === null)
    throw usageFailure(
      `There is no release ${version} of ${service}.`,
      `\`ballast release list --service ${service}\` shows those there are.`,
    );
  const { commits: connection, ...row } = release;
  const commits = connection.edges.map(({ node }) => node);
  session.show({ ...row, commits, changeRisk }, () => [
    bold(`${row.service.slug} ${row.version}`),
    ...facts([
      ["released", `${exact(row.releasedAt)} (${relative(row.releasedAt, session.now)}), recorded by ${row.recordedBy.name}`],
      ["commit", row.sha],
      ["where", whereWords(row.where)],
      ["going back", row.rollbackSafe ? "is safe" : `is not safe: ${row.rollbackUnsafeReason ?? ""}`],
      ["lead time", row.leadTimeMs === null ? null : `${duration(row.leadTimeMs)} (median)`],
      ["risk", changeRisk === null ? null : changeRiskSentence(changeRisk)],
      ["", changeRisk === null ? null : changeRiskScoreSentence(changeRisk)],
      ["notes", row.notes],
    ]),
    "",
    `${counted(row.commitCount, "commit")}${row.partial ? "; some may be missing: it was imported from a shallow clone" : ""}`,
    ...commitLines(commits),
  ]);
});

interface RecordFlags {
  readonly releasedAt?: string;
  readonly sha?: string;
  readonly notes: string;
  readonly commits?: string;
  readonly git?: string;
  readonly command?: string;
  readonly arg: readonly string[];
  readonly env: readonly string[];
  readonly unsafe?: string;
}

/** Commits from a JSON list in the shape of an import, or those of the tag of this name. */
async function commitsFor(version: string, { commits, git }: RecordFlags): Promise<readonly Commit[]> {
  if (git !== undefined) {
    for await (const { record } of (await gitSource(git)).items)
      if (record !== null && "version" in record && record.version === version) return record.commits;
    throw usageFailure(`${git} has no tag ${version}.`, "A release's commits are those first shipped in its tag.");
  }
  if (commits === undefined) return [];
  const { record, problems } = mapRelease({ version, released_at: "2000-01-01T00:00:00Z", commits: readJson(commits) }, 0);
  if (problems.length > 0 || record === null)
    throw usageFailure(`${commits}: ${problems.join("; ")}.`, "It takes a list of {sha, author_date, author, subject, merge?, reverts?}.");
  return (record as ReleaseRecord).commits;
}

function environmentOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map((pair) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) throw usageFailure(`--env takes NAME=VALUE, not ${pair}.`);
    return [name, value];
  }));
}

const record = acting<RecordFlags>(async (session, { args: [service = "", version = ""], flags }) => {
  const artifact = flags.command === undefined ? null : { command: flags.command, args: flags.arg, env: environmentOf(flags.env) };
  const commits = await commitsFor(version, flags);
  const payload = await session.client.mutate(recordRelease, {
    service, version, releasedAt: flags.releasedAt ?? null, sha: flags.sha ?? null, artifact, commits, notes: flags.notes,
    rollbackSafe: flags.unsafe === undefined, rollbackUnsafeReason: flags.unsafe ?? null,
  });
  session.show(payload, () => [`${service} ${version} is recorded with ${counted(commits.length, "commit")}.`]);
});

const compare = acting(async (session, { args: [service = "", from = "", to = ""] }) => {
  const { comparison } = await session.client.query(comparisonDocument, { service, from, to });
  session.show(comparison, () => [
    bold(
      `${service} ${from} → ${to}: ${counted(comparison.added.length, "commit")} more, ${String(comparison.removed.length)} less, ${counted(comparison.releasesBetween, "release")} between.`,
    ),
    ...(comparison.added.length > 0 ? ["", "Comes", ...commitLines(comparison.added)] : []),
    ...(comparison.removed.length > 0 ? ["", "Goes", ...commitLines(comparison.removed)] : []),
  ]);
});

/** Registers `ballast release …`. */
function registerRelease(program: Command): void {
  const release = program.command("release").description("releases: record them from CI, look at them, compare two");
  addCommand(release, "list", "the newest releases")
    .option("--service <slug>", "of one service")
    .option("--text <words>", "in version, notes and commits")
    .option("--environment <name>", "that are or were there")
    .option("--from <moment>", "released from then on", momentOption)
    .option("--to <moment>", "released before", momentOption)
    .option("--limit <n>", "how many", parseCount, 30)
    .action(list);
  addCommand(release, "show <service> <version>", "one release with its commits")
    .option("--commits <n>", "how many commits to show", parseCount, 50)
    .action(show);
  addCommand(release, "record <service> <version>", "record a release; again with the same contents, nothing happens")
    .option("--released-at <moment>", "when it was released (default: now)", momentOption)
    .option("--sha <commit>", "commit it was built from")
    .option("--notes <text>", "what it brings", "")
    .option("--commits <json>", "file with its commits: [{sha, author_date, author, subject}]")
    .option("--git <repository>", "take the commits first shipped in the tag of this name")
    .option("--command <program>", "what the fleet starts")
    .option("--arg <text>", "an argument of it; several times", collect, [])
    .option("--env <name=value>", "a variable for it; several times", collect, [])
    .option("--unsafe <reason>", "going back from it would break something")
    .action(record);
  addCommand(release, "compare <service> <from> <to>", "what one release has that another has not").action(compare);
}

export const command: CliCommand = {
  register: registerRelease,
  examples: {
    "release": ["ballast release record checkout v2 --git . --command node --arg server.js", "ballast release compare checkout v1 v2"],
    "release list": ["ballast release list --service checkout --from \"30d ago\"", "ballast release list --text \"connection pool\""],
    "release show": ["ballast release show checkout v2"],
    "release record": [
      "ballast release record checkout v2 --git . --command node --arg server.js",
      'ballast release record checkout v2 --commits commits.json --unsafe "the schema cannot go back"',
    ],
    "release compare": ["ballast release compare checkout v1 v2"],
  },
};
