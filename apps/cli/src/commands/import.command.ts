import type { Command } from "commander";
import type { ImportResult } from "@ballast/schema";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { gitSource } from "../import/git.ts";
import {
  actionCsv, actionFile, checkFile, customerFile, flagFile, incidentFile, jiraFile, releaseFile, statuspageSource,
} from "../import/files.ts";
import { runImport } from "../import/run.ts";
import type { ImportSource } from "../import/source.ts";
import { duration } from "@ballast/schema/words";
import type { Format } from "../objectives/formats.ts";
import { importPolicies, importRisks, importSubscribers, importTechnologyList, runTable } from "../tables/importTables.ts";
import { objectiveTable } from "@ballast/schema/tables";
import { products, type MoveFlags } from "../moving/products.ts";
import { counted } from "../print/words.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { addOnCall } from "./importOnCall.ts";
import { addPages } from "./importPages.ts";
import { addWebhooks } from "./importWebhooks.ts";
import { collect, oneOf } from "./values.ts";
import type { CliCommand } from "../command.ts";

interface ImportFlags {
  /** Missing of what belongs to no service. */
  readonly service?: string;
  readonly dryRun?: true;
  readonly register?: true;
  readonly tags?: string;
  readonly shallow?: true;
}

const shownSkipped = 20;

function lines(
  { imported, updated, unchanged, skipped }: ImportResult,
  { dryRun, tookMs }: { dryRun: boolean; tookMs: number },
): readonly string[] {
  const rest = skipped.length - shownSkipped;
  return [
    `${dryRun ? "Would import" : "Imported"} ${String(imported)}, updated ${String(updated)}, unchanged ${String(unchanged)}, not usable ${String(skipped.length)}; took ${duration(tookMs)}.`,
    ...skipped.slice(0, shownSkipped).map(({ line, reason }) => (line === 0 ? `  ${reason}` : `  line ${String(line)}: ${reason}`)),
    ...(rest > 0 ? [`  and ${String(rest)} more: --json lists them all`] : []),
  ];
}

function nothingUsable({ sourceName, unusable }: ImportSource): CommandFailure {
  const { what, remedy } = unusable ?? {
    what: "has no record that can be used", remedy: "What each lacks is said above; `ballast import --help` says what is read.",
  };
  return new CommandFailure({ code: "NOTHING_USABLE", message: `Nothing was imported: ${sourceName} ${what}.`, remedy });
}

/** The command that imports from one kind of source. */
const importing = (open: (from: string, flags: ImportFlags) => Promise<ImportSource>) =>
  acting<ImportFlags>(async (session, { args: [from = ""], flags }) => runAndShow(session, await open(from, flags), flags));

async function runAndShow(session: Session, source: ImportSource, flags: ImportFlags): Promise<void> {
  const begun = performance.now();
  const dryRun = flags.dryRun === true;
  const result = await runImport(session.client, source, { service: flags.service ?? null, dryRun, register: flags.register === true });
  const { imported, updated, unchanged, skipped } = result;
  session.show({ imported, updated, unchanged, skipped }, () => lines(result, { dryRun, tookMs: performance.now() - begun }));
  if (imported + updated + unchanged === 0) throw nothingUsable(source);
}

const addImport = (parent: Command, usage: string, description: string): Command =>
  addCommand(parent, usage, description)
    .requiredOption("--service <name>", "the service the history belongs to")
    .option("--dry-run", "record nothing; say what would be")
    .option("--register", "register the service where it is missing");

interface FlagFile extends Omit<ImportFlags, "service">, Omit<MoveFlags, "from"> {
  readonly from?: MoveFlags["from"];
}

/** A history of flags that other systems hold; or, with `--from`, the flags themselves, as Ballast's own. */
const flagsOf = acting<FlagFile>(async (session, call) => {
  const { args: [file = ""], flags: { from, ...flags } } = call;
  if (from !== undefined) {
    const { moveFlags } = await import("../moving/moveFlags.ts");
    return moveFlags(session, file, { ...flags, from });
  }
  const [service, ...others] = flags.service;
  if (service === undefined || others.length > 0) {
    throw usageFailure(
      "A history of flags belongs to one service: --service NAME.",
      "To move the flags themselves here: --from flagd, unleash, flagsmith or launchdarkly.",
    );
  }
  return runAndShow(session, await flagFile(file), { ...flags, service });
});

function addFlags(parent: Command): void {
  addCommand(
    parent,
    "flags <file>",
    "changes of flags that another system holds, one JSON object a line or one array; or, with --from, its flags themselves, as Ballast's own",
  )
    .option(
      "--service <name>",
      "the service that the history belongs to; with --from, a service that the flags concern, may be given several times",
      collect,
      [],
    )
    .option("--dry-run", "record nothing; say what would be")
    .option("--register", "register the service where it is missing")
    .option(
      "--from <product>",
      `move flags of ${products.join(", ")}: the report of who would switch sides; nothing changes before it is accepted`,
      oneOf(products),
    )
    .option("--environment <name>", "with --from: into this environment", "production")
    .option("--source-environment <name>", "with --from: the product's environment; called the same unless told")
    .option("--keep-sides", "with --from: keep who would switch by name, at most 1,000 of a flag")
    .option("--accept <hash>", "with --from: make what the report with this hash says")
    .option(
      "--replace <key>",
      "with --from: a flag or segment that is there with other contents is set anew; may be given several times",
      collect,
      [],
    )
    .addHelpText(
      "after",
      `
What is read: flagd's own files, JSON or YAML, and what \`ballast export flags\` wrote; Unleash's export (
  features-batch or state,
) and what its
SDKs get; Flagsmith's environment document and its export of features; LaunchDarkly's GET /api/v2/flags with ?summary=0, its pages as one list or as
{"items": […], "segments": […]} with those of GET /api/v2/segments, and the data of its SDKs, Relay Proxy and file data sources.
`)
    .action(flagsOf);
}

const actionFormats = { jsonl: actionFile, csv: actionCsv, jira: jiraFile } as const;
const formatNames = ["jsonl", "csv", "jira"] as const;

const actionsOf = acting<ImportFlags & { readonly from: keyof typeof actionFormats }>(async (session, { args: [file = ""], flags }) =>
  runAndShow(session, await actionFormats[flags.from](file), flags));

const objectiveFormats = ["openslo", "sloth", "pyrra", "csv"] as const satisfies readonly (Format | "csv")[];

interface ObjectiveFlags {
  readonly from: Format | "csv";
  readonly service: readonly string[];
  readonly dryRun?: true;
}

/** Objectives as other tools say them: what cannot be said here is named with its path, and nothing of its objective is taken. */
const objectivesOf = acting<ObjectiveFlags>(async (session, { args: [file = ""], flags: { dryRun = false, from, service } }) => {
  if (from === "csv") {
    if (service.length > 0) throw usageFailure("A CSV of ours names its services itself.", "Leave --service out.");
    return runTable(session, objectiveTable, { file, dryRun });
  }
  const { importObjectives } = await import("../objectives/importObjectives.ts");
  const result = await importObjectives(session.client, file, { from, service, dryRun });
  const { defined, changed, unchanged, problems, left } = result;
  session.show(result, () => [
    `${dryRun ? "Would define" : "Defined"} ${String(defined.length)}, changed ${String(changed.length)}, unchanged ${String(unchanged.length)}.`,
    ...problems.slice(0, shownSkipped).map(({ where, path, reason }) => `  ${where}, ${path}: ${reason}`),
    ...(problems.length > shownSkipped ? [`  and ${String(problems.length - shownSkipped)} more: --json lists them all`] : []),
    ...(left.length === 0 ? [] : [`Plays no part here: ${[...new Set(left.map(({ what }) => what))].join(", ")}.`]),
  ]);
  if (problems.length > 0) session.endWith(1);
});

const technologyFormats = ["lock", "csv"] as const;

interface TechnologyFlags {
  readonly from: (typeof technologyFormats)[number];
  readonly service?: string;
  readonly dryRun?: true;
}

/** What a service is made with: one statement for a file of any size; or, as CSV, the list of technologies itself. */
const technologiesOf = acting<TechnologyFlags>(async (session, { args: [file = ""], flags }) => {
  if (flags.from === "csv") {
    if (flags.service !== undefined)
      throw usageFailure("The list of technologies belongs to no service.", "Leave --service out, or name a lock file or an SBOM.");
    return importTechnologyList(session, { file, dryRun: flags.dryRun === true });
  }
  const { service } = flags;
  if (service === undefined) throw usageFailure("What a lock file or an SBOM names is of one service.", "Say which: --service NAME.");
  const { importTechnologies } = await import("../technologies/importTechnologies.ts");
  const dryRun = flags.dryRun === true;
  const result = await importTechnologies(session.client, file, { service, dryRun });
  const { changed, technologies, packages, development, unlisted, problems } = result;
  const did = changed ? (dryRun ? "Would say" : "Said") : "It is said already";
  session.show(result, () => [
    `${did} what ${service} is made with: ${counted(technologies.length, "technology", "technologies")} among ${counted(packages, "package")}${development === 0 ? "" : `, ${String(development)} for development left out`}.`,
    ...technologies.map(
      ({ name, status, versions }) => `  ${name} ${versions.join(", ")}${status === "offList" ? "  ■ off the list" : ""}`,
    ),
    ...(unlisted.length === 0 ? [] : [
      `Named by the service itself, and no technology of the list: ${unlisted.slice(0, shownSkipped).join(", ")}${unlisted.length > shownSkipped ? ` and ${String(unlisted.length - shownSkipped)} more` : ""}.`,
    ]),
    ...problems.slice(0, shownSkipped).map(({ where, reason }) => `  ${where}: ${reason}`),
    ...(problems.length > shownSkipped ? [`  and ${String(problems.length - shownSkipped)} more: --json lists them all`] : []),
  ]);
  if (problems.length > 0) session.endWith(1);
});

function addTechnologies(parent: Command): void {
  addCommand(
    parent,
    "technologies <file>",
    "what a service is made with: npm's package-lock.json, or an SBOM (CycloneDX, JSON); or the list itself as CSV; - reads standard input",
  )
    .option("--from <format>", `a lock file or SBOM (lock), or the list of technologies (csv)`, oneOf(technologyFormats), "lock")
    .option("--service <name>", "the service that is made so")
    .option("--dry-run", "record nothing; say what would be")
    .addHelpText(
      "after",
      "\nPackages are matched with those that the technologies of the list name; what only development needs is left out. What the file said before\nis replaced, so import it again after the list has changed. As CSV (name, status, packages, instead, until, note, reason) a technology is\nknown by its name; `ballast export technologies` writes what this reads.\n",
    )
    .action(technologiesOf);
}

function addPolicies(parent: Command): void {
  addCommand(parent, "policies <file>", "policies as CSV (name, isFor, url, text, reason); - reads standard input")
    .option("--dry-run", "record nothing; say what would be")
    .addHelpText(
      "after",
      "\nA policy is known by its name; one that says something else gets its next version. `ballast export policies` writes what this reads.\n",
    )
    .action(importPolicies);
}

function addSubscribers(parent: Command): void {
  addCommand(
    parent, "subscribers <file>",
    "who hears of status pages as CSV (page, channel, address, components, groups, reason); - reads standard input",
  )
    .option("--dry-run", "record nothing; say what would be")
    .addHelpText(
      "after",
      "\nWho comes in this way agreed elsewhere: nothing asks them to confirm it. `ballast export subscribers` writes what this reads.\n",
    )
    .action(importSubscribers);
}

function addObjectives(command: Command): void {
  addCommand(
    command, "objectives <file>",
    "objectives that other tools define, as YAML, or as CSV with a column for every field; - reads standard input",
  )
    .requiredOption("--from <format>", `what it is: ${objectiveFormats.join(", ")}`, oneOf(objectiveFormats))
    .option("--service <name>", "whose they are: ours for all, or theirs=ours; may be given several times", collect, [])
    .option("--dry-run", "record nothing; say what would be")
    .addHelpText(
      "after",
      `
OpenSLO v1 and v1alpha, Sloth (
  prometheus/v1, also as Kubernetes gets it,
) and Pyrra (v1alpha1). Their queries of Prometheus are taken as they
are; what cannot be said here is named with its path and why, and nothing of that objective is taken. An objective is known by its name.
\`ballast export objectives\` writes what this reads as openslo or csv.
`)
    .action(objectivesOf);
}

/** Registers `ballast import …`. */
function registerImport(program: Command): void {
  const command = program.command("import").description("bring in the history of other systems; importing again changes nothing");
  command.addHelpText(
    "after",
    "\nA record that cannot be used is named with its line and the reason; the others go on. Ctrl C cancels; what was imported stays.\n",
  );
  addImport(command, "incidents <file>", "incidents, one JSON object a line or one array, also compressed; - reads standard input").action(
    importing(incidentFile),
  );
  addImport(command, "statuspage <file-or-address>", "a status page's incidents.json (Statuspage v2)").action(
    importing((from) => statuspageSource(from)),
  );
  addPages((usage, description) => addImport(command, usage, description), runAndShow);
  addImport(
    command,
    "releases <file>",
    "releases with their commits, one JSON object a line or one array, also compressed; - reads standard input",
  ).action(importing(releaseFile));
  addImport(
    command,
    "checks <file>",
    "looks at sites from outside (site, time, state up or down), one JSON object a line or one array; counted by site and month",
  ).action(importing(checkFile));
  [addFlags, addTechnologies, addPolicies, addSubscribers, addWebhooks, addOnCall].forEach((add) => add(command));
  addCommand(
    command,
    "customers <file>",
    "customers (id, name, plan, region, attributes), one JSON object a line or one array, also compressed; - reads standard input",
  )
    .option("--dry-run", "record nothing; say what would be")
    .action(importing(customerFile));
  addCommand(command, "risks <file>", "risks of the register as CSV, a column for every field; - reads standard input")
    .option("--dry-run", "record nothing; say what would be")
    .addHelpText("after", "\nA row is known by its reference, else by its title. `ballast export risks` writes what this reads.\n")
    .action(importRisks);
  addCommand(
    command,
    "actions <file>",
    "what somebody has to do (id, action, incident, date, state, owner, due, links), one JSON object a line or one array; - reads standard input",
  )
    .option("--from <format>", `how it is written: ${formatNames.join(", ")} (its export as CSV, all fields)`, oneOf(formatNames), "jsonl")
    .option("--dry-run", "record nothing; say what would be")
    .addHelpText(
      "after",
      "\nAn action is linked to the incident that was imported under the same id; import those first, or the actions again after them.\nWhat was changed here stays, unless its source changed it too. Times of Jira are taken as UTC.\n",
    )
    .action(actionsOf);
  addObjectives(command);
  addImport(command, "git <repository>", "a repository's tags and commits, bare or not")
    .option("--tags <glob>", "only tags that fit, as 'v*'")
    .option("--shallow", "take a clone that is cut off; importing the whole later completes it")
    .action(importing((from, { tags, shallow }) => gitSource(from, { tags, shallow })));
}

export const command: CliCommand = {
  register: registerImport,
  examples: {
    "import": [
      "ballast import git ../checkout --service checkout --tags 'v*'",
      "ballast import incidents incidents.jsonl --service checkout --dry-run",
    ],
    "import incidents": [
      "ballast import incidents incidents.jsonl --service checkout --dry-run",
      "zcat incidents.jsonl.gz | ballast import incidents - --service checkout --json",
    ],
    "import cachet": [
      "ballast import cachet https://status.example.com --service checkout --impact major --dry-run",
      "ballast import cachet incidents.json --service checkout --zone Europe/Berlin",
    ],
    "import upptime": ["ballast import upptime ./upptime --issues issues.json --service checkout --dry-run"],
    "import statuspage": [
      "ballast import statuspage https://status.example.com/api/v2/incidents.json --service checkout",
      "ballast import statuspage incidents.json --service checkout --register",
    ],
    "import releases": ["ballast import releases releases.jsonl --service checkout --json"],
    "import flags": [
      "ballast import flags flags.jsonl --service checkout --dry-run",
      "ballast import flags export.json --from unleash --source-environment production --service checkout",
      "ballast import flags flags.flagd.json --from flagd --environment staging --accept 3f2a90c1b7d84e55",
    ],
    "import webhooks": [
      "ballast import webhooks webhooks.jsonl --service checkout", "zcat webhooks.jsonl.gz | ballast import webhooks - --json",
    ],
    "import oncall": [
      "ballast import oncall opsgenie.json --from opsgenie --dry-run",
      "ballast import oncall pagerduty.jsonl --from pagerduty --register",
    ],
    "import checks": ["ballast import checks checks.jsonl --service shop --dry-run"],
    "import customers": [
      "ballast import customers customers.jsonl --dry-run",
      "zcat customers.jsonl.gz | ballast import customers - --json",
    ],
    "import risks": ["ballast import risks risks.csv --dry-run", "ballast export risks | ballast import risks - --json"],
    "import policies": ["ballast import policies policies.csv --dry-run", "ballast export policies | ballast import policies - --json"],
    "import subscribers": [
      "ballast import subscribers subscribers.csv --dry-run", "ballast export subscribers | ballast import subscribers - --dry-run",
    ],
    "import actions": [
      "ballast import actions action_items.jsonl --dry-run",
      "ballast import actions issues.csv --from jira",
    ],
    "import objectives": [
      "ballast import objectives slos.yaml --from sloth --dry-run",
      "ballast import objectives nginx.yaml --from pyrra --service checkout",
      "ballast export objectives | ballast import objectives - --from openslo",
    ],
    "import technologies": [
      "ballast import technologies package-lock.json --service checkout --dry-run",
      "ballast export technologies | ballast import technologies - --from csv --dry-run",
      "syft . -o cyclonedx-json | ballast import technologies - --service checkout --json",
    ],
    "import git": [
      "ballast import git ../checkout --service checkout --tags 'v*'",
      "ballast import git /srv/git/checkout.git --service checkout --dry-run",
    ],
  },
};
