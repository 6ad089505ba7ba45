import type { Command } from "commander";
import { command as mutation, graphql, type ResultOf, type VariablesOf, type Command as Mutation } from "@ballast/schema/graphql";
import { incidentRole, incidentState, linkedKind, linkType, publicImpact, type PublicImpact } from "@ballast/schema";
import type { Client } from "../client/client.ts";
import { table } from "../print/table.ts";
import { exact, relative, short } from "../print/words.ts";
import {
  incidentLines, incidentRecord, incidentRow, severityWord, stateMark, timelineLines, timelineRow, type TimelineRow,
} from "./incidentView.ts";
import { incidentNamed, personNamed, unknown } from "./lookup.ts";
import { acknowledge, againOption } from "./acknowledge.ts";
import { callIn, handOn, receiverOptions } from "./callSomebody.ts";
import { usageFailure } from "../client/failure.ts";
import { incidentTypeNamed } from "./incidentTypes.ts";
import { incidentMergingExamples, registerMerging } from "./incidentMerging.ts";
import { incidentWorkExamples, registerIncidentWork } from "./incidentWork.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { templateNamed } from "./updateTemplates.ts";
import { collect, known, momentOption, oneOf, parseCount, parseDuration } from "./values.ts";
import type { CliCommand } from "../command.ts";

const incidentsDocument = graphql(`
  query IncidentList($first: Int, $filter: IncidentFilter) {
    incidents(first: $first, filter: $filter, sort: STARTED_DESC) { edges { node { ...IncidentRow } } }
  }
`, [incidentRow]);
const incidentDocument = graphql(`query IncidentShown($id: ID!) { incident(id: $id) { ...IncidentRecord } }`, [incidentRecord]);
const timelineDocument = graphql(`
  query IncidentTimeline($id: ID!, $after: String, $knownAt: DateTime) {
    incident(id: $id) {
      timeline(first: 200, after: $after, knownAt: $knownAt) { edges { node { ...TimelineRow } } pageInfo { hasNextPage endCursor } }
    }
  }
`, [timelineRow]);
const declareIncident = mutation("declareIncident", "incident { id reference }");
const changed = "incident { reference state }";
const postUpdate = mutation("postUpdate", changed);
const withdrawUpdate = mutation("withdrawUpdate", changed);
const updatesDocument = graphql(`query IncidentUpdates($id: ID!) { incident(id: $id) { updates { id visibility at body } } }`);
const setPublicTitle = mutation("setPublicTitle", changed);
const publicPostDocument = graphql(`query PublicPostSilence($incidentId: ID!) { publicPost(incidentId: $incidentId) { silent } }`);
const updateDraftDocument = graphql(`
  query UpdateDraft($updateTemplateId: ID!, $incidentId: ID!) {
    updateDraft(updateTemplateId: $updateTemplateId, incidentId: $incidentId) { visibility state body nextUpdateInMinutes missing }
  }
`);
const changeIncidentState = mutation("changeIncidentState", changed);
const addEntry = mutation("addEntry", changed);
const addLink = mutation("addLink", changed);

interface ListFlags {
  readonly service?: string;
  readonly open?: true;
  readonly text?: string;
  readonly limit: number;
}

const list = acting<ListFlags>(async (session, { flags: { service, open, text, limit } }) => {
  const { incidents } = await session.client.query(incidentsDocument, { first: limit, filter: { service, open, text } });
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
  const incident = (await session.client.query(incidentDocument, { id })).incident ?? unknown("incident", given, []);
  session.show(incident, () => incidentLines(incident, session));
});

type Timeline = NonNullable<ResultOf<typeof timelineDocument>["incident"]>["timeline"];

const timelineFrom = async (client: Client, from: VariablesOf<typeof timelineDocument>): Promise<Timeline> =>
  ((await client.query(timelineDocument, from)).incident ?? unknown("incident", from.id, [])).timeline;

const timeline = acting<{ known?: string }>(async (session, { args: [given = ""], flags: { known: knownAt } }) => {
  const { id, reference, title } = await incidentNamed(session.client, given);
  const rows: TimelineRow[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo }: Timeline = await timelineFrom(session.client, { id, after, knownAt: knownAt ?? null });
    rows.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  session.show(rows, () => [
    `${reference}: ${title}${knownAt === undefined ? "" : ` (as known at ${exact(knownAt)})`}`,
    ...timelineLines(rows),
  ]);
});

interface DeclareFlags {
  readonly service: readonly string[];
  readonly component: readonly string[];
  readonly severity: number;
  readonly impact: PublicImpact;
  readonly summary: string;
  readonly started?: string;
  readonly suspect?: string;
  readonly drill?: true;
  readonly private?: true;
  readonly type?: string;
}

const declare = acting<DeclareFlags>(async (session, { args: [title = ""], flags }) => {
  const type = flags.type === undefined ? null : await incidentTypeNamed(session, flags.type);
  const payload = await session.client.mutate(declareIncident, {
    title, summary: flags.summary, severity: flags.severity, publicImpact: flags.impact, services: flags.service,
    components: flags.component, impactStartAt: flags.started ?? null, drill: flags.drill ?? false, private: flags.private ?? false,
    suspectedDeployId: flags.suspect ?? null, incidentTypeId: type?.id ?? null,
  });
  session.show(payload, () => [
    `${payload.incident?.reference ?? "The incident"} is declared: ${title}`,
    `${session.client.connection.url}/incidents/${payload.incident?.id ?? ""}`,
  ]);
});

/** A command that changes one incident; `inputOf` makes its input from what was given after the incident. */
const change = <Flags, Input extends object, Payload>(
  changing: Mutation<Input, Payload>,
  done: string,
  inputOf: (incidentId: string, given: readonly string[], flags: Flags) => NoInfer<Input>,
) =>
  acting<Flags>(async (session, { args: [given = "", ...rest], flags }) => {
    const { id, reference } = await incidentNamed(session.client, given);
    const payload = await session.client.mutate(changing, inputOf(id, rest, flags));
    session.show(payload, () => [`${reference}: ${done}`]);
  });

interface UpdateFlags {
  readonly undo?: true;
  readonly template?: string;
  readonly public?: true;
  readonly title?: string;
  readonly status?: string;
  readonly next?: number;
}

/** Takes the last public update back: the server says whether somebody has been told by now. */
async function undoUpdate(session: Session, given: string): Promise<void> {
  const { id: incidentId, reference } = await incidentNamed(session.client, given);
  const { incident } = await session.client.query(updatesDocument, { id: incidentId });
  const last = incident?.updates.findLast(({ visibility }) => visibility === "public");
  if (last === undefined) throw usageFailure(`${reference} has no public update that could be taken back.`);
  const payload = await session.client.mutate(withdrawUpdate, { incidentId, updateId: last.id });
  session.show(payload, () => [`${reference}: taken back. Nobody was told, and readers see it no more: ${short(last.body, 80)}`]);
}

const update = acting<UpdateFlags>(async (session, { args: [given = "", body = ""], flags }) => {
  if (flags.undo === true) return undoUpdate(session, given);
  if (flags.template === undefined && body.trim() === "") throw usageFailure("Say what is known, or start from a template: --template.");
  const { id: incidentId, reference } = await incidentNamed(session.client, given);
  const from = flags.template === undefined ? null : await startedFrom(session, { template: flags.template, incidentId });
  if (flags.public === true && from?.visibility === "internal")
    throw usageFailure(`${String(flags.template)} is for inside: what starts from it may say what customers may not read.`, insideRemedy);
  const isPublic = flags.public === true || from?.visibility === "public";
  if (flags.title !== undefined && !isPublic) throw usageFailure("A title for the public goes with --public.");
  if (flags.title !== undefined) await session.client.mutate(setPublicTitle, { incidentId, title: flags.title });
  const payload = await session.client.mutate(postUpdate, {
    incidentId, visibility: isPublic ? ("public" as const) : ("internal" as const), status: flags.status ?? from?.state ?? "investigating",
    body: [from?.body ?? "", body.trim()].filter((part) => part !== "").join("\n\n"),
    nextUpdateInMinutes: flags.next === undefined ? (from?.nextUpdateInMinutes ?? null) : Math.ceil(flags.next / 60_000),
  });
  if (isPublic) await warnWhereSilent(session, incidentId);
  session.show(payload, () => [`${reference}: the update is posted.`]);
});

const insideRemedy = "Start from a public template, or write the update yourself.";

/** A template with the incident's facts in it. What it could not say, and somebody has to, is said. */
async function startedFrom(session: Session, { template, incidentId }: { readonly template: string; readonly incidentId: string }) {
  const { id, name } = await templateNamed(session, template);
  const { updateDraft } = await session.client.query(updateDraftDocument, { updateTemplateId: id, incidentId });
  if (updateDraft === null) throw usageFailure(`${name} is not there any more.`);
  const left = updateDraft.missing.map((fact) => `{{${fact}}}`).join(", ");
  if (left !== "") throw usageFailure(`${name} asks for what is not known yet: ${left}. Set it on the incident, or write the update yourself.`);
  return updateDraft;
}

/** A post that nobody reads is said, beside what was done. */
async function warnWhereSilent(session: Session, incidentId: string): Promise<void> {
  const { publicPost } = await session.client.query(publicPostDocument, { incidentId });
  if (publicPost?.silent) session.warn(publicPost.silent);
}

const role = acting<{ leave?: true }>(async (session, { args: [given = "", name, person], flags }) => {
  const { id, reference } = await incidentNamed(session.client, given);
  const who = await personNamed(session.client, person ?? "me");
  const input = { incidentId: id, role: name ?? "", personId: who.id };
  const common = incidentRole.options.find((option) => option === name);
  const left = flags.leave === true;
  // A role that not every incident has is one of its type, or none.
  const payload = common === undefined
    ? await session.client.mutate(left ? mutation("leaveTypeRole") : mutation("takeTypeRole"), input)
    : await session.client.mutate(left ? mutation("leaveRole") : mutation("takeRole"), { ...input, role: common });
  session.show(payload, () => [`${reference}: ${who.name} ${flags.leave === true ? "is no longer" : "is"} ${input.role}.`]);
});

interface LinkFlags {
  readonly note: string;
  readonly confidence: "sure" | "likely" | "unsure";
}

const words = (parser: Command): Command => parser.option("--reason <text>", "why", "");

function registerWork(incident: Command): void {
  words(
    addCommand(incident, "state <incident> <state>", "move it on").addHelpText("after", `\nStates: ${incidentState.options.join(", ")}\n`),
  ).action(change(
    changeIncidentState,
    "it is moved on.",
    (incidentId, [to], { reason }: { reason: string }) => ({ incidentId, to: known(incidentState.options, to, "state"), reason }),
  ));
  words(addCommand(incident, "resolve <incident>", "say that it is over"))
    .option("--at <moment>", "when it was over, where that was before now", momentOption)
    .action(
      change(changeIncidentState, "resolved.", (incidentId, _, { reason, at }: { reason: string; at?: string }) => ({
        incidentId, to: "resolved" as const, reason, resolvedAt: at ?? null,
      })),
    );
  addCommand(incident, "update <incident> [text]", "post an update; internal unless --public")
    .option("--template <name>", "start from a template; what else is said comes below it")
    .option("--public", "everybody may read it, on the status pages")
    .option("--title <text>", "with --public: what readers call the incident")
    .option("--status <word>", "where it stands; investigating, or what its template says")
    .option("--next <time>", "promise the next one", parseDuration)
    .option("--undo", "take the last public one back, within ten seconds of posting it: until then nobody is told")
    .action(update);
  addCommand(incident, "role <incident> <role> [person]", `take a role: ${incidentRole.options.join(", ")}, or one of its type`)
    .option("--leave", "leave it instead")
    .action(role);
  addCommand(incident, "ack [incident]", "answer the open pages of an incident, or all of one's own")
    .option("--again <when>", "be called again then (30m, 1h, or a moment), unless it is over or somebody else's", againOption)
    .action(acknowledge);
  receiverOptions(addCommand(incident, "hand-on <incident>", "hand its page on: somebody else is called, and the page is theirs"))
    .action(handOn);
  receiverOptions(addCommand(incident, "call-in <incident>", "call somebody into an incident, with a note")).action(callIn);
  addCommand(incident, "entry <incident> <text>", "add a line to the timeline")
    .option("--at <moment>", "when it happened", momentOption)
    .option("--pin", "keep it in the short version")
    .action(
      change(addEntry, "the line is added.", (incidentId, [text = ""], { at, pin }: { at?: string; pin?: true }) => ({
        incidentId, text, at: at ?? null, pinned: pin ?? false,
      })),
    );
  addCommand(incident, "link <incident> <type> <kind> <record>", "say how another record stands to it")
    .option("--note <text>", "why", "")
    .option("--confidence <word>", "sure, likely or unsure", oneOf(["sure", "likely", "unsure"]), "likely")
    .addHelpText("after", `\nTypes: ${linkType.options.join(", ")}\nKinds: ${linkedKind.options.join(", ")}\n`)
    .action(
      change(addLink, "the link is added.", (incidentId, [type, kind, recordId = ""], flags: LinkFlags) => ({
        incidentId, type: known(linkType.options, type, "type"), kind: known(linkedKind.options, kind, "kind"), recordId, ...flags,
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
    .option("--type <name>", "its type, with the roles and the checklist of that")
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
  registerIncidentWork(incident);
  registerMerging(incident);
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
    "incident update": [
      'ballast incident update 12 "We are rolling back" --public --status identified --next 20m',
      'ballast incident update 12 "We look into it" --public --title "Search is slow for some customers"',
    ],
    "incident role": [
      "ballast incident role 12 commander",
      "ballast incident role 12 scribe ada",
      "ballast incident role 12 commander --leave",
    ],
    ...incidentWorkExamples,
    ...incidentMergingExamples,
    "incident ack": ["ballast incident ack", "ballast incident ack 12 --again 30m", "ballast incident ack --again 2026-11-30T14:30:00Z"],
    "incident hand-on": [
      'ballast incident hand-on 12 --person ana --note "it is the database"', "ballast incident hand-on 12 --schedule Database",
    ],
    "incident call-in": [
      'ballast incident call-in 12 --person ana --note "the index is corrupt"', "ballast incident call-in 12 --policy Database",
    ],
    "incident entry": ["ballast incident entry 12 \"Restarted the payment gateway\" --at \"10m ago\" --pin"],
    "incident link": ["ballast incident link 12 caused deploy 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --confidence sure"],
  },
};
