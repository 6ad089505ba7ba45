import { CommandFailure, usageFailure } from "../client/failure.ts";
import type { Session } from "../commands/session.ts";
import { slugOf } from "../import/service.ts";
import { bold, dim } from "../print/style.ts";
import { counted } from "../print/words.ts";
import { applyMove, differingSegments, knownCustomers, standingsOf, type Applied, type Destination, type Standing } from "./applyMove.ts";
import { fromFlagd } from "./flagd/fromFlagd.ts";
import { fromFlagsmith } from "./flagsmith.ts";
import { fromLaunchDarkly } from "./launchDarkly/fromLaunchDarkly.ts";
import type { Moved } from "./moved.ts";
import { MOST_KEPT, reportOf, type FlagReport, type MoveReport, type Reported } from "./moveReport.ts";
import type { MoveFlags, Product } from "./products.ts";
import { readConfiguration } from "./reading.ts";
import { fromUnleash } from "./unleash/fromUnleash.ts";

const readers: Readonly<Record<Product, (data: unknown, environment: string) => Moved>> = {
  flagd: fromFlagd, unleash: fromUnleash, flagsmith: fromFlagsmith, launchdarkly: fromLaunchDarkly,
};

/** So many names of a flag are told to people; with --json all are. */
const SHOWN = 5;

/** Flags of another product: the report of who would switch sides; and, where its hash is accepted, the flags. */
export async function moveFlags(session: Session, file: string, flags: MoveFlags): Promise<void> {
  const { environment, replace, keepSides, accept, from } = flags;
  const { client } = session;
  const destination: Destination = { environment, services: flags.service.map(slugOf), replace: new Set(replace) };
  const moved = readers[from](await readConfiguration(file, { yaml: from === "flagd" }), flags.sourceEnvironment ?? environment);
  if (moved.flags.length + moved.refused.length === 0) throw usageFailure(`${file} has no flags.`);
  const reported = reportOf(moved, { customers: await knownCustomers(client), keepSides: keepSides === true, environment });
  const standings = await standingsOf(client, reported.moved, destination);
  const segments = await differingSegments(client, reported.moved, destination);
  const usable = withoutDiffering(reported, { standings, segments, destination });
  const applied = accept === undefined ? null : await accepted(session, usable, { accept, destination, standings });
  session.show({ ...reported.report, standings: Object.fromEntries(standings), differingSegments: segments, applied }, () =>
    lines({ report: reported.report, standings, segments, applied, file, flags }));
  if (applied !== null && applied.failed.length > 0) session.endWith(1);
}

async function accepted(
  { client }: Session,
  { moved, report }: Reported,
  { accept, ...where }: { readonly accept: string; readonly destination: Destination; readonly standings: ReadonlyMap<string, Standing> },
): Promise<Applied> {
  if (accept !== report.hash) {
    throw new CommandFailure({
      code: "REPORT_MOVED",
      message: `Nothing was changed: the report is ${report.hash} now, not ${accept}. Flags, customers or the file have changed since.`,
      remedy: "Read it again, without --accept, and accept that.",
    });
  }
  return applyMove(client, moved, { ...where.destination, standings: where.standings });
}

/** What is there with other contents stays as it is, unless it was named. */
function withoutDiffering(
  { moved, report }: Reported,
  {
    standings, segments, destination,
  }: { readonly standings: ReadonlyMap<string, Standing>; readonly segments: readonly string[]; readonly destination: Destination },
): Reported {
  const stays = ({ key, segments: asked }: Moved["flags"][number]): boolean =>
    asked.some((one) => segments.includes(one))
    || standings.get(key) === "archived"
    || (standings.get(key) === "differs" && !destination.replace.has(key));
  return {
    report,
    moved: {
      ...moved,
      flags: moved.flags.filter((flag) => !stays(flag)),
      segments: moved.segments.filter(({ key }) => !segments.includes(key)),
    },
  };
}

const standingWords: Readonly<Record<Standing, string>> = {
  new: "new", unfinished: "there, not turned yet", same: "there, the same",
  differs: "there with other contents: stays as it is, unless --replace KEY", archived: "was archived here: its key is not given twice",
};

function flagLines({ key, same, switches, cannotTell, kept, notes }: FlagReport, standing: Standing | undefined): readonly string[] {
  const names = switches.slice(0, SHOWN).map(({ customer, from, to }) => `${customer} ${from} → ${to}`);
  const more = switches.length > SHOWN ? `, and ${String(switches.length - SHOWN)} more` : "";
  return [
    `${bold(key)}  ${standingWords[standing ?? "new"]}`,
    `  ${String(same)} stay, ${String(switches.length)} switch${cannotTell.length > 0 ? `, of ${String(cannotTell.length)} nobody can tell` : ""}${names.length > 0 ? `: ${names.join(", ")}${more}` : ""}`,
    ...(kept > 0
      ? [
          `  ${counted(kept, "customer is", "customers are")} kept where they are, by name${kept < switches.length ? ` (at most ${String(MOST_KEPT)} of a flag)` : ""}`,
        ]
      : []),
    ...notes.map((note) => dim(`  ${note}`)),
  ];
}

/** How it was called, for the call that makes it so. */
const optionsOf = ({ from, environment, sourceEnvironment, service, keepSides, replace }: MoveFlags): string =>
  [
    `--from ${from}`, ...service.map((slug) => `--service ${slug}`), `--environment ${environment}`,
    ...(sourceEnvironment === undefined ? [] : [`--source-environment ${sourceEnvironment}`]),
    ...(keepSides === true ? ["--keep-sides"] : []), ...replace.map((key) => `--replace ${key}`),
  ].join(" ");

interface Shown {
  readonly report: MoveReport;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly segments: readonly string[];
  readonly applied: Applied | null;
  readonly file: string;
  readonly flags: MoveFlags;
}

function lines({ report, standings, segments, applied, file, flags }: Shown): readonly string[] {
  const refused = report.refused.map(({ key, why }) => `${bold(key)}  is not moved: ${why}`);
  const differing = segments.map(
    (key) => `${bold(key)}  is a segment here, with other members: flags that ask for it are not moved, unless --replace ${key}`,
  );
  return [
    `${counted(report.flags.length, "flag")} to ${flags.environment}, tried on ${counted(report.known, "known customer")}${report.known === 0 ? ": nobody can say who would switch sides" : ""}`,
    ...report.flags.flatMap((flag) => flagLines(flag, standings.get(flag.key))), ...differing, ...refused, "",
    ...(applied === null
      ? [
          `Nothing was changed. To make it so: ballast import flags ${file} ${optionsOf(flags)} --accept ${report.hash}`,
        ]
      : [
          `${counted(applied.made.length, "flag was", "flags were")} moved; ${String(applied.unchanged.length)} had been before.`,
          ...applied.failed.map(({ key, code, message }) => `${bold(key)}  ${message} ${dim(`(${code})`)}`),
        ]),
  ];
}
