import type { Command } from "commander";
import { command as mutation } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { relative } from "../print/words.ts";
import { incidentTypeNamed, incidentTypesDocument } from "./incidentTypes.ts";
import { acting, addCommand } from "./session.ts";
import { collect, parseCount } from "./values.ts";

const writeDocument = mutation("writeIncidentType", "incidentType { id name }");

const offeredFor = ({ severities, services }: { severities: readonly number[]; services: readonly { slug: string }[] }): string =>
  [
    severities.length === 0 ? "every severity" : `severity ${severities.join(", ")}`,
    ...(services.length === 0 ? [] : [`of ${services.map(({ slug }) => slug).join(", ")}`]),
  ].join(" ");

const list = acting(async (session) => {
  const { incidentTypes } = await session.client.query(incidentTypesDocument, {});
  session.show(incidentTypes, () => incidentTypes.length === 0 ? ["There is no type of incidents yet."] : table(
    ["name", "offered for", "checklist", "roles", "written"].map((head) => ({ head })),
    incidentTypes.map(({ name, checklist, roles, writtenAt, ...one }) =>
      [name, offeredFor(one), String(checklist.length), roles.map((role) => role.name).join(", "), relative(writtenAt, session.now)]),
  ));
});

const show = acting(async (session, { args: [given = ""] }) => {
  const one = await incidentTypeNamed(session, given);
  session.show(one, () => [
    bold(one.name), ...facts([["offered for", offeredFor(one)], ["responders talk", one.conferenceLink]]), "",
    ...one.checklist.map(({ text, who }, index) => `${String(index + 1)}. ${text}${who === "" ? "" : dim(` (${who})`)}`),
    ...one.roles.map(({ name, purpose }) => `${bold(name)} ${dim(purpose)}`),
    ...one.links.map(({ label, url }) => `${label} ${dim(url)}`),
  ]);
});

/** Two words that an option gives as `one=other`; the sign that counts is the first, so that addresses may have more of them. */
function pairOf(given: string, option: string): readonly [string, string] {
  const at = given.indexOf("=");
  if (at < 1 || given.slice(at + 1).trim() === "") throw usageFailure(`${option} takes two words with = between them: "${given}" has one.`);
  return [given.slice(0, at).trim(), given.slice(at + 1).trim()];
}

/** A line of the checklist: who usually does it stands in front, before the first colon with a blank. */
function stepOf(given: string): { readonly text: string; readonly who: string } {
  const at = given.indexOf(": ");
  return at < 1 ? { text: given.trim(), who: "" } : { text: given.slice(at + 2).trim(), who: given.slice(0, at).trim() };
}

interface Writing {
  readonly step: readonly string[];
  readonly role: readonly string[];
  readonly link: readonly string[];
  readonly conference?: string;
  readonly severity: readonly string[];
  readonly service: readonly string[];
  readonly whole?: true;
}

const write = acting<Writing>(async (session, { args: [name = ""], flags }) => {
  const { incidentTypes } = await session.client.query(incidentTypesDocument, {});
  const before = incidentTypes.filter((one) => one.name.toLowerCase() === name.trim().toLowerCase());
  if (before.length > 1) throw usageFailure(`Several types are called ${name}: change it in the console.`);
  const [one] = before;
  // What nobody tells of one that is there stays, unless it is written whole.
  const kept = flags.whole === true ? undefined : one;
  const or = <Item>(told: readonly Item[], known: readonly Item[] | undefined): Item[] => [...(told.length === 0 ? (known ?? []) : told)];
  const payload = await session.client.mutate(writeDocument, {
    ...(one !== undefined && { incidentTypeId: one.id, expectedRevision: one.revision }), name,
    checklist: or(flags.step.map(stepOf), kept?.checklist.map(({ text, who }) => ({ text, who }))),
    roles: or(
      flags.role.map((given) => pairOf(given, "--role")).map(([role, purpose]) => ({ name: role, purpose })),
      kept?.roles.map(({ name: role, purpose }) => ({ name: role, purpose })),
    ),
    links: or(
      flags.link.map((given) => pairOf(given, "--link")).map(([label, url]) => ({ label, url })),
      kept?.links.map(({ label, url }) => ({ label, url })),
    ),
    conferenceLink: flags.conference ?? kept?.conferenceLink ?? null, severities: or(flags.severity.map(parseCount), kept?.severities),
    services: or(flags.service, kept?.services.map(({ slug }) => slug)),
  });
  session.show(payload, () => [`${bold(name)} is written.`]);
});

const remove = acting<{ readonly reason?: string }>(async (session, { args: [given = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  const { id, name } = await incidentTypeNamed(session, given);
  await session.client.mutate(mutation("removeIncidentType"), { incidentTypeId: id, reason });
  session.show({ removed: name }, () => [`${name} is removed; incidents that have it keep it.`]);
});

/** Registers `ballast incident-type …`. */
function registerIncidentType(program: Command): void {
  const type = program.command("incident-type").description("types of incidents: their roles, checklist, links and place to talk");
  addCommand(type, "list", "those there are").action(list);
  addCommand(type, "show <name>", "one of them").action(show);
  addCommand(type, "write <name>", "writes one, or changes one: of that, what is not told stays")
    .option("--step <text>", "a line of the checklist, `scribe: Open the notes` with who usually does it; several times", collect, [])
    .option("--role <name=purpose>", "a role of its own, and what it is for; several times", collect, [])
    .option("--link <label=address>", "something to have at hand; several times", collect, [])
    .option("--conference <address>", "where responders talk, https; {{incident}} stands where the number comes")
    .option("--severity <n>", "offered for this severity, else for each; several times", collect, [])
    .option("--service <slug>", "offered for this service, else for each; several times", collect, [])
    .option("--whole", "what is not told, a type that is there does not have any more")
    .action(write);
  addCommand(type, "remove <name>", "ends it; its history stays").option("--reason <text>", "why").action(remove);
}

export const command: CliCommand = {
  register: registerIncidentType,
  examples: {
    "incident-type": ["ballast incident-type list"],
    "incident-type list": ["ballast incident-type list --json"],
    "incident-type show": ["ballast incident-type show Payments"],
    "incident-type write": [
      "ballast incident-type write Payments --step 'scribe: Open the notes' --role 'liaison=Speaks with the bank' --severity 1",
    ],
    "incident-type remove": ["ballast incident-type remove Payments --reason 'a better one is there'"],
  },
};
