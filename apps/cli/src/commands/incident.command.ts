import type { Command } from "commander";
import { incidentRole, incidentState, linkedKind, linkType, publicImpact } from "@ballast/schema";
import { table } from "../print/table.ts";
import { exact, relative, short } from "../print/words.ts";
import { incidentLines, severityWord, stateMark, timelineLines, type IncidentRow, type TimelineRow } from "./incidentView.ts";
import { incidentNamed, personNamed } from "./lookup.ts";
import { acknowledge } from "./acknowledge.ts";
import { acting, addCommand } from "./session.ts";
import { collect, momentOption, oneOf, parseCount, parseDuration } from "./values.ts";
import type { CliCommand } from "../command.ts";

const listed = `id reference title state severity publicImpact startedAt declaredAt resolvedAt open imported drill services { slug } commander { name }`;
const recorded = `${listed} summary url plannedFrom plannedUntil components declaredBy { name } sentence milestones { milestone at } figures { impactMs detectMs acknowledgeMs mitigateMs resolveMs }
  roles { role person { name } to } links { type kind note confidence record { ... on Deploy { sentence } ... on Incident { reference } ... on Release { version } } } relatedChanges { reasons deploy { sentence } } relatedFlagChanges { reasons sentence } affectedCustomerCount review { state dueAt } nextUpdateDueAt`;

interface ListFlags {
  readonly service?: string;
  readonly open?: true;
  readonly text?: string;
  readonly limit: number;
}

const list = acting<ListFlags>(async (session, { flags: { service, open, text, limit } }) => {
  const { incidents } = await session.client.query<{ incidents: { edges: readonly { node: IncidentRow }[] } }>(
    `query($first: Int, $filter: IncidentFilter) { incidents(first: $first, filter: $filter, sort: STARTED_DESC) { edges { node { ${listed} } } } }`,
    { first: limit, filter: { service, open, text } },
  );
  const rows = incidents.edges.map(({ node }) => node);
  session.show(rows, () =>
    rows.length === 0
      ? [open === true ? "No incident is open." : "No incidents."]
      : table(
          [
            { head: "incident" },
            { head: "severity" },
            { head: "state" },
            { head: "started" },
            { head: "services" },
            { head: "commander" },
            { head: "title" },
          ],
          rows.map((row) => [
            row.reference,
            severityWord(row),
            stateMark(row),
            relative(row.startedAt ?? row.declaredAt, session.now),
            row.services.map(({ slug }) => slug).join(", "),
            row.commander?.name ?? "–",
            short(row.title, 60),
          ]),
        ),
  );
});

const show = acting(async (session, { args: [given = ""] }) => {
  const { id } = await incidentNamed(session.client, given);
  const { incident } = await session.client.query<{ incident: IncidentRow }>(`query($id: ID!) { incident(id: $id) { ${recorded} } }`, {
    id,
  });
  session.show(incident, () => incidentLines(incident, session));
});

const timeline = acting<{ known?: string }>(async (session, { args: [given = ""], flags: { known } }) => {
  const { id, reference, title } = await incidentNamed(session.client, given);
  const rows: TimelineRow[] = [];
  for (let after: string | null = null; ;) {
    const page: {
      incident: { timeline: { edges: readonly { node: TimelineRow }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
    } = await session.client.query(
      "query($id: ID!, $after: String, $knownAt: DateTime) { incident(id: $id) { timeline(first: 200, after: $after, knownAt: $knownAt) { edges { node { lane kind title detail at endAt keyMoment tone knownFrom actor { name } } } pageInfo { hasNextPage endCursor } } } }",
      { id, after, knownAt: known ?? null });
    const { edges, pageInfo } = page.incident.timeline;
    rows.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  session.show(rows, () => [
    `${reference}: ${title}${known === undefined ? "" : ` (as known at ${exact(known)})`}`,
    ...timelineLines(rows),
  ]);
});

interface DeclareFlags {
  readonly service: readonly string[];
  readonly component: readonly string[];
  readonly severity: number;
  readonly impact: string;
  readonly summary: string;
  readonly started?: string;
  readonly suspect?: string;
  readonly drill?: true;
  readonly private?: true;
}

const declare = acting<DeclareFlags>(async (session, { args: [title], flags }) => {
  const payload = await session.client.mutate<{ incident: { id: string; reference: string } | null; position: string }>(
    "declareIncident",
    {
      title, summary: flags.summary, severity: flags.severity, publicImpact: flags.impact, services: flags.service,
      components: flags.component, impactStartAt: flags.started ?? null, drill: flags.drill ?? false, private: flags.private ?? false,
      suspectedDeployId: flags.suspect ?? null,
    },
    "incident { id reference } position",
  );
  session.show(payload, () => [
    `${payload.incident?.reference ?? "The incident"} is declared: ${String(title)}`,
    `${session.client.connection.url}/incidents/${payload.incident?.id ?? ""}`,
  ]);
});

/** A command that changes one incident; `input` makes the mutation's input from what was given after the incident. */
const change = <Flags>(mutation: string, done: string, input: (given: readonly string[], flags: Flags) => object) =>
  acting<Flags>(async (session, { args: [given = "", ...rest], flags }) => {
    const { id, reference } = await incidentNamed(session.client, given);
    const payload = await session.client.mutate<{ incident: { reference: string; state: string } | null; position: string }>(
      mutation,
      { incidentId: id, ...input(rest, flags) },
      "incident { reference state } position",
    );
    session.show(payload, () => [`${reference}: ${done}`]);
  });

interface UpdateFlags {
  readonly public?: true;
  readonly status: string;
  readonly next?: number;
}

const update = change<UpdateFlags>("postUpdate", "the update is posted.", ([body], flags) => ({
  visibility: flags.public === true ? "public" : "internal", status: flags.status, body,
  nextUpdateInMinutes: flags.next === undefined ? null : Math.ceil(flags.next / 60_000),
}));

const role = acting<{ leave?: true }>(async (session, { args: [given = "", name, person], flags }) => {
  const { id, reference } = await incidentNamed(session.client, given);
  const who = await personNamed(session.client, person ?? "me");
  const payload = await session.client.mutate<{ position: string }>(
    flags.leave === true ? "leaveRole" : "takeRole",
    { incidentId: id, role: name, personId: who.id },
    "position",
  );
  session.show(payload, () => [`${reference}: ${who.name} ${flags.leave === true ? "is no longer" : "is"} ${String(name)}.`]);
});

const words = (parser: Command): Command => parser.option("--reason <text>", "why", "");

function registerWork(incident: Command): void {
  words(
    addCommand(incident, "state <incident> <state>", "move it on").addHelpText("after", `\nStates: ${incidentState.options.join(", ")}\n`),
  ).action(change<{ reason: string }>("changeIncidentState", "it is moved on.", ([to], { reason }) => ({ to, reason })));
  words(addCommand(incident, "resolve <incident>", "say that it is over"))
    .option("--at <moment>", "when it was over, where that was before now", momentOption)
    .action(
      change<{ reason: string; at?: string }>("changeIncidentState", "resolved.", (_, { reason, at }) => ({
        to: "resolved", reason, resolvedAt: at ?? null,
      })),
    );
  addCommand(incident, "update <incident> <text>", "post an update; internal unless --public")
    .option("--public", "everybody may read it")
    .option("--status <word>", "where it stands", "investigating")
    .option("--next <time>", "promise the next one", parseDuration)
    .action(update);
  addCommand(incident, "role <incident> <role> [person]", `take a role: ${incidentRole.options.join(", ")}`)
    .option("--leave", "leave it instead")
    .action(role);
  addCommand(incident, "ack [incident]", "answer the open pages of an incident, or all of one's own").action(acknowledge);
  addCommand(incident, "entry <incident> <text>", "add a line to the timeline")
    .option("--at <moment>", "when it happened", momentOption)
    .option("--pin", "keep it in the short version")
    .action(
      change<{ at?: string; pin?: true }>("addEntry", "the line is added.", ([text], { at, pin }) => ({
        text, at: at ?? null, pinned: pin ?? false,
      })),
    );
  addCommand(incident, "link <incident> <type> <kind> <record>", "say how another record stands to it")
    .option("--note <text>", "why", "")
    .option("--confidence <word>", "sure, likely or unsure", oneOf(["sure", "likely", "unsure"]), "likely")
    .addHelpText("after", `\nTypes: ${linkType.options.join(", ")}\nKinds: ${linkedKind.options.join(", ")}\n`)
    .action(
      change<{ note: string; confidence: string }>("addLink", "the link is added.", ([type, kind, recordId], { note, confidence }) => ({
        type, kind, recordId, note, confidence,
      })),
    );
}

/** Registers `ballast incident …`. */
function registerIncident(program: Command): void {
  const incident = program
    .command("incident")
    .description("incidents: declare one, work on it, look back. One is named by its number (12, INC-12) or its id");
  addCommand(incident, "declare <title>", "declare an incident; anyone signed in may")
    .option("--service <slug>", "a service that is concerned; several times", collect, [])
    .option("--component <name>", "a component; several times", collect, [])
    .option("--severity <n>", "1 (worst) to 4", parseCount, 3)
    .option("--impact <level>", `what the public is told: ${publicImpact.options.join(", ")}`, oneOf(publicImpact.options), "none")
    .option("--summary <text>", "what is known", "")
    .option("--started <moment>", "when it began", momentOption)
    .option("--suspect <deploy>", "the deploy that is suspected")
    .option("--drill", "an exercise")
    .option("--private", "never told to the public")
    .action(declare);
  addCommand(incident, "list", "the newest incidents")
    .option("--service <slug>", "of one service")
    .option("--open", "only open ones")
    .option("--text <words>", "those that fit")
    .option("--limit <n>", "how many", parseCount, 20)
    .action(list);
  addCommand(incident, "show <incident>", "one incident").action(show);
  addCommand(incident, "timeline <incident>", "what happened, in order")
    .option("--known <moment>", "as it was known then", momentOption)
    .action(timeline);
  registerWork(incident);
}

export const command: CliCommand = {
  register: registerIncident,
  examples: {
    "incident": [
      'ballast incident declare "Payments fail" --service checkout --severity 2',
      "ballast incident ack",
      "ballast incident timeline 12",
    ],
    "incident declare": [
      'ballast incident declare "Payments fail" --service checkout --severity 2 --impact major',
      'ballast incident declare "Exercise: region lost" --drill',
    ],
    "incident list": ["ballast incident list --open", "ballast incident list --service checkout --limit 50"],
    "incident show": ["ballast incident show 12"],
    "incident timeline": ["ballast incident timeline 12", "ballast incident timeline INC-12 --known 2026-11-23T09:20:00Z"],
    "incident state": ['ballast incident state 12 monitoring --reason "the rollback is through"'],
    "incident resolve": ['ballast incident resolve 12 --reason "errors are back to normal" --at "5m ago"'],
    "incident update": ['ballast incident update 12 "We are rolling back" --public --status identified --next 20m'],
    "incident role": [
      "ballast incident role 12 commander",
      "ballast incident role 12 scribe ada",
      "ballast incident role 12 commander --leave",
    ],
    "incident ack": ["ballast incident ack", "ballast incident ack 12"],
    "incident entry": ["ballast incident entry 12 \"Restarted the payment gateway\" --at \"10m ago\" --pin"],
    "incident link": ["ballast incident link 12 caused deploy 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --confidence sure"],
  },
};
