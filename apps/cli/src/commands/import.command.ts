import type { Command } from "commander";
import type { ImportResult } from "@ballast/schema";
import { CommandFailure } from "../client/failure.ts";
import { gitSource } from "../import/git.ts";
import { customerFile, flagFile, incidentFile, releaseFile, statuspageSource } from "../import/files.ts";
import { runImport } from "../import/run.ts";
import type { ImportSource } from "../import/source.ts";
import { duration } from "@ballast/schema/words";
import { acting, addCommand } from "./session.ts";
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
  acting<ImportFlags>(async (session, { args: [from = ""], flags }) => {
    const begun = performance.now();
    const dryRun = flags.dryRun === true;
    const source = await open(from, flags);
    const result = await runImport(session.client, source, { service: flags.service ?? null, dryRun, register: flags.register === true });
    const { imported, updated, unchanged, skipped } = result;
    session.show({ imported, updated, unchanged, skipped }, () => lines(result, { dryRun, tookMs: performance.now() - begun }));
    if (imported + updated + unchanged === 0) throw nothingUsable(source);
  });

const addImport = (parent: Command, usage: string, description: string): Command =>
  addCommand(parent, usage, description)
    .requiredOption("--service <name>", "the service the history belongs to")
    .option("--dry-run", "record nothing; say what would be")
    .option("--register", "register the service where it is missing");

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
  addImport(
    command,
    "releases <file>",
    "releases with their commits, one JSON object a line or one array, also compressed; - reads standard input",
  ).action(importing(releaseFile));
  addImport(
    command,
    "flags <file>",
    "changes of flags that another system holds, one JSON object a line or one array, also compressed; - reads standard input",
  ).action(importing(flagFile));
  addCommand(
    command,
    "customers <file>",
    "customers (id, name, plan, region, attributes), one JSON object a line or one array, also compressed; - reads standard input",
  )
    .option("--dry-run", "record nothing; say what would be")
    .action(importing(customerFile));
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
    "import statuspage": [
      "ballast import statuspage https://status.example.com/api/v2/incidents.json --service checkout",
      "ballast import statuspage incidents.json --service checkout --register",
    ],
    "import releases": ["ballast import releases releases.jsonl --service checkout --json"],
    "import flags": ["ballast import flags flags.jsonl --service checkout --dry-run"],
    "import customers": [
      "ballast import customers customers.jsonl --dry-run",
      "zcat customers.jsonl.gz | ballast import customers - --json",
    ],
    "import git": [
      "ballast import git ../checkout --service checkout --tags 'v*'",
      "ballast import git /srv/git/checkout.git --service checkout --dry-run",
    ],
  },
};
