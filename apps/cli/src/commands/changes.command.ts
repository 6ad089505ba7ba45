import type { Command } from "commander";
import { graphql, type ResultOf, type VariablesOf } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { slugOf } from "../import/service.ts";
import { dim } from "../print/style.ts";
import { table } from "../print/table.ts";
import { counted, exact, short } from "../print/words.ts";
import { unknown } from "./lookup.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { momentOption, oneOf, parseCount, parseDuration } from "./values.ts";

const kinds = ["deploy", "release", "flag", "hold", "schedule"] as const;
type Kind = (typeof kinds)[number];

/** What `ballast changes` can be told. */
interface ChangesFlags {
  readonly service?: string;
  readonly from?: string;
  readonly to?: string;
  /** Milliseconds. */
  readonly since?: number;
  readonly incident?: string;
  readonly environment?: string;
  readonly kind?: readonly Kind[];
  readonly limit: number;
}

const changesDocument = graphql(`
  query Changes($service: String!, $from: DateTime!, $to: DateTime!, $environment: String, $kinds: [ChangeKind!], $first: Int, $after: String) {
    changes(service: $service, from: $from, to: $to, environment: $environment, kinds: $kinds, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      edges {
        node {
          id kind at planned sentence environment actor { name means }
          record { __typename id ... on Flag { key: name } } undo { kind sentence revision subject }
        }
      }
    }
  }
`);
type Page = ResultOf<typeof changesDocument>;
type Change = Page["changes"]["edges"][number]["node"];

const incidentDocument = graphql(`
  query IncidentSpan($id: ID) { incident(id: $id) { startedAt declaredAt resolvedAt services { slug } } }
`);

const dayMs = 24 * 60 * 60_000;
/** The API's largest page. */
const mostAtOnce = 500;

interface Span {
  readonly services: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** From the day before an incident to its end, or until now, for the services it is about. */
async function aroundIncident({ client, now }: Session, given: string): Promise<Span> {
  const { incident } = await client.query(incidentDocument, { id: given });
  if (incident === null) return unknown("incident", given, []);
  return {
    services: incident.services.map(({ slug }) => slug),
    from: new Date(Date.parse(incident.startedAt ?? incident.declaredAt) - dayMs).toISOString(),
    to: incident.resolvedAt ?? new Date(now).toISOString(),
  };
}

/** Which service, and from when to when: the last day up to now unless told. */
async function spanOf(session: Session, { service, from, to, since, incident }: ChangesFlags): Promise<Span> {
  if (from !== undefined && since !== undefined) throw usageFailure("--from and --since both say where to begin.", "Give one of them.");
  const around = incident === undefined ? null : await aroundIncident(session, incident);
  const services = service === undefined ? (around?.services ?? []) : [slugOf(service)];
  if (services.length === 0) {
    throw usageFailure(
      around === null ? "Say of which service: --service NAME, or --incident." : "The incident names no service yet.",
      "Add --service NAME.",
    );
  }
  const end = to ?? around?.to ?? new Date(session.now).toISOString();
  const begin = since === undefined ? (from ?? around?.from) : new Date(Date.parse(end) - since).toISOString();
  return { services, to: end, from: begin ?? new Date(Date.parse(end) - dayMs).toISOString() };
}

interface Told {
  readonly totalCount: number;
  readonly changes: readonly Change[];
}

async function changesOf({ client }: Session, variables: VariablesOf<typeof changesDocument>, limit: number): Promise<Told> {
  const found: Change[] = [];
  for (let after: string | null = null; ;) {
    const { changes }: Page = await client.query(changesDocument, {
      ...variables, first: Math.min(limit - found.length, mostAtOnce), after,
    });
    found.push(...changes.edges.map(({ node }) => node));
    after = changes.pageInfo.endCursor;
    if (!changes.pageInfo.hasNextPage || found.length >= limit || after === null) return { totalCount: changes.totalCount, changes: found };
  }
}

/** What to type to take a change back; null where another way is shorter. */
export function undoCommand({ undo, environment, record }: Change, service: string): string | null {
  const [where, flag] = [`--in ${environment ?? "production"}`, record !== null && "key" in record ? record.key : ""];
  switch (undo?.kind) {
    case "rollback":
      return `ballast rollback ${service} ${where}`;
    case "abortDeploy":
      return `ballast deploy abort ${record?.id ?? ""}`;
    case "revertFlag":
      return `ballast flag revert ${flag} ${where} --to ${String(undo.revision)}`;
    case "releaseKill":
      return `ballast flag release ${flag} ${where}`;
    case "resumeRamp":
      return `ballast flag ramp ${flag} ${where} --resume`;
    case "stopRamp":
      return `ballast flag ramp ${flag} ${where} --stop`;
    default:
      return null;
  }
}

const lines = (told: Told, service: string): readonly string[] => [
  ...table(
    [{ head: "at" }, { head: "what" }, { head: "" }, { head: "taken back by" }],
    told.changes.map((change) => [
      exact(change.at), change.planned ? `${change.kind}, to come` : change.kind, short(change.sentence, 140),
      undoCommand(change, service) ?? dim(change.undo?.sentence ?? "–"),
    ]),
  ),
  ...(told.totalCount > told.changes.length
    ? [dim(`${String(told.totalCount - told.changes.length)} more: --limit ${String(told.totalCount)}`)]
    : []),
];

const changes = acting<ChangesFlags>(async (session, { flags }) => {
  const { environment, kind, limit } = flags;
  const { services, from, to } = await spanOf(session, flags);
  const found: (Told & { readonly service: string })[] = [];
  for (const service of services)
    found.push({ service, ...(await changesOf(session, { service, from, to, environment, kinds: kind }, limit)) });
  session.show({ from, to, services: found }, () =>
    found.flatMap((told, index) => [
      ...(index === 0 ? [] : [""]),
      `${told.service}: ${counted(told.totalCount, "change")} from ${exact(from)} to ${exact(to)}`,
      ...lines(told, told.service),
    ]),
  );
});

/** Registers `ballast changes`. */
function registerChanges(program: Command): void {
  addCommand(program, "changes", "what changed for a service between two moments: deploys, releases, flags, holds, and what is planned")
    .option("--service <name>", "of this service")
    .option("--from <moment>", "from then on; the last day unless told", momentOption)
    .option("--to <moment>", "until then; now unless told", momentOption)
    .option("--since <time>", "so long before the end, as 2h", parseDuration)
    .option("--incident <number>", "from the day before an incident to its end, of its services unless told")
    .option("--environment <name>", "in this environment, and what belongs to none")
    .option("--kind <kinds>", `only ${kinds.join(", ")}; several with commas`, (text) =>
      text.split(",").map((one) => oneOf(kinds)(one.trim())),
    )
    .option("--limit <number>", "at most so many of a service", parseCount, 50)
    .action(changes);
}

export const command: CliCommand = {
  register: registerChanges,
  examples: {
    "changes": [
      "ballast changes --service checkout --since 2h",
      "ballast changes --incident INC-12 --kind deploy,flag",
      "ballast changes --service checkout --from 2026-11-28 --to 2026-11-29 --environment production --json",
    ],
  },
};
