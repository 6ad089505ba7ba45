import type { Command } from "commander";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { acting, addCommand } from "./session.ts";
import { templateNamed, templatesDocument } from "./updateTemplates.ts";
import { parseDuration } from "./values.ts";

const factsDocument = graphql(`query UpdateTemplateFacts { templateFacts { name says isPublic } }`);
const shownDocument = graphql(`
  query UpdateTemplateShown($id: ID!) {
    updateTemplate(id: $id) {
      id name visibility state body nextUpdateInMinutes removed history(first: 20) { edges { node { occurredAt sentence } } }
    }
  }
`);
const writeDocument = mutation("writeUpdateTemplate", "updateTemplate { id name }");

const list = acting(async (session) => {
  const { updateTemplates } = await session.client.query(templatesDocument, {});
  session.show(updateTemplates, () => updateTemplates.length === 0 ? ["There is no template yet."] : table(
    ["name", "readers", "then stands", "next update", "what it says"].map((head) => ({ head })),
    updateTemplates.map(({ name, visibility, state, nextUpdateInMinutes: next, body }) =>
      [name, visibility, state, next === null ? dim("none") : `${String(next)} min`, body.split("\n")[0] ?? ""]),
  ));
});

const show = acting(async (session, { args: [given = ""] }) => {
  const { updateTemplate: one } = await session.client.query(shownDocument, { id: (await templateNamed(session, given)).id });
  session.show(one, () => one === null ? ["It is gone."] : [
    bold(one.name), one.body,
    ...facts([
      ["readers", one.visibility], ["then stands", one.state],
      ["next update", one.nextUpdateInMinutes === null ? null : `in ${String(one.nextUpdateInMinutes)} minutes`],
    ]),
    ...one.history.edges.map(({ node: { occurredAt, sentence } }) => dim(`${occurredAt}  ${sentence}`)),
  ]);
});

const known = acting(async (session) => {
  const { templateFacts } = await session.client.query(factsDocument, {});
  session.show(templateFacts, () => table(
    ["fact", "what comes in its place", "readers"].map((head) => ({ head })),
    templateFacts.map(({ name, says, isPublic }) => [`{{${name}}}`, says, isPublic ? "everybody" : "internal"]),
  ));
});

interface Writing {
  readonly public?: true;
  readonly internal?: true;
  readonly status?: string;
  readonly next?: number | "none";
}

const write = acting<Writing>(async (session, { args: [name = "", said], flags }) => {
  const { updateTemplates } = await session.client.query(templatesDocument, {});
  const before = updateTemplates.filter((one) => one.name.toLowerCase() === name.trim().toLowerCase());
  if (before.length > 1) throw usageFailure(`Several templates are called ${name}: change it in the console.`);
  const [one] = before;
  if (flags.public === true && flags.internal === true) throw usageFailure("It is for everybody, or for inside: --public or --internal.");
  // Nothing of it is changed by leaving a word out: neither who reads what starts from it, nor what it says and promises.
  const body = said ?? one?.body;
  if (body === undefined) throw usageFailure(`Say what it says: ballast update-template write '${name}' 'Trouble with {{components}}.'`);
  const visibility = flags.public === true ? "public" : flags.internal === true ? "internal" : (one?.visibility ?? "internal");
  const payload = await session.client.mutate(writeDocument, {
    ...(one !== undefined && { updateTemplateId: one.id }), name, body, visibility,
    state: flags.status ?? one?.state ?? "investigating",
    nextUpdateInMinutes: flags.next === undefined
      ? (one?.nextUpdateInMinutes ?? null) : flags.next === "none" ? null : Math.ceil(flags.next / 60_000),
    expectedRevision: one?.revision ?? null,
  });
  session.show(payload, () => [`${bold(name)} is written, for ${visibility === "public" ? "everybody" : "inside"}.`]);
});

const remove = acting<{ readonly reason?: string }>(async (session, { args: [given = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  const { id, name } = await templateNamed(session, given);
  await session.client.mutate(mutation("removeUpdateTemplate"), { updateTemplateId: id, reason });
  session.show({ removed: name }, () => [`${name} is removed; its history stays.`]);
});

/** Registers `ballast update-template …`. */
function registerUpdateTemplate(program: Command): void {
  const template = program.command("update-template").description("what updates of incidents may start from");
  addCommand(template, "list", "those there are").action(list);
  addCommand(template, "show <name>", "one of them and what happened to it").action(show);
  addCommand(template, "facts", "what may stand between its braces").action(known);
  addCommand(template, "write <name> [text]", "writes one, or changes one: of that, what is not told stays")
    .option("--public", "everybody may read what starts from it")
    .option("--internal", "it is for inside; without either, one that is there stays as it is, and a new one is for inside")
    .option("--status <word>", "where an incident then stands; investigating for a new one unless told")
    .option("--next <time>", "when the next update is promised, or none", (text) => (text === "none" ? "none" : parseDuration(text)))
    .action(write);
  addCommand(template, "remove <name>", "ends it; its history stays").option("--reason <text>", "why").action(remove);
}

export const command: CliCommand = {
  register: registerUpdateTemplate,
  examples: {
    "update-template": ["ballast update-template list"],
    "update-template list": ["ballast update-template list --json"],
    "update-template show": ["ballast update-template show 'We look into it'"],
    "update-template facts": ["ballast update-template facts"],
    "update-template write": [
      "ballast update-template write 'We look into it' 'Trouble with {{components}} since {{started}}.' --public --next 20m",
      "ballast update-template write 'We look into it' --next none",
    ],
    "update-template remove": ["ballast update-template remove 'We look into it' --reason 'a better one is there'"],
  },
};
