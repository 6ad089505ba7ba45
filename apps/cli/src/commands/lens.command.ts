import type { Command } from "commander";
import { command as mutation } from "@ballast/schema/graphql";
import type { CliCommand } from "../command.ts";
import { usageFailure } from "../client/failure.ts";
import { forumNamed } from "./forumView.ts";
import { assessmentNamed, assessmentShown, lensNamed, list, show } from "./lensView.ts";
import { personNamed } from "./lookup.ts";
import { readText } from "./readFile.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { momentOption } from "./values.ts";

const importing = mutation("importLens", "lens { id name questionCount version }");
const beginning = mutation("beginAssessment", "assessment { id }");
const answering = mutation("answerQuestion", "assessment { id }");
const setting = mutation("setAssessmentMilestone", "assessment { id }");
const making = mutation("makeRisksOfAssessment", "assessment { id }");

async function shown(session: Session, id: string): Promise<void> {
  const { told, lines } = await assessmentShown(session.client, id);
  session.show(told, () => lines);
}

const importFile = acting(async (session, { args: [file = ""] }) => {
  const { lens } = await session.client.mutate(importing, { lens: readText(file) });
  session.show(lens, () => [
    lens === null
      ? "Done; the server that answered does not show it yet."
      : `${lens.name}: ${String(lens.questionCount)} questions, version ${String(lens.version)} here.`,
  ]);
});

interface BeginFlags {
  readonly service?: string;
  readonly forum?: string;
  readonly owner?: string;
}

const begin = acting<BeginFlags>(async (session, { args: [called = ""], flags: { service, forum, owner } }) => {
  if (service !== undefined && forum !== undefined) throw usageFailure(
    "It is about a service, or of a series of reviews: give one of them.",
  );
  const { client } = session;
  const { assessment } = await client.mutate(beginning, {
    lensId: (await lensNamed(client, called)).id, service: service ?? null,
    forumId: forum === undefined ? null : (await forumNamed(client, forum)).id,
    ownerId: owner === undefined ? null : (await personNamed(client, owner)).id,
  });
  if (assessment !== null) await shown(session, assessment.id);
});

interface AboutFlags {
  readonly about?: string;
}

const answer = acting<AboutFlags & { readonly note?: string; readonly notApplicable?: string }>(
  async (session, { args: [called = "", questionId = "", ...choiceIds], flags: { about, note, notApplicable } }) => {
    const assessmentId = await assessmentNamed(session.client, called, about);
    await session.client.mutate(answering, {
      assessmentId, questionId, choiceIds, note: note ?? "", notApplicable: notApplicable ?? null,
    });
    await shown(session, assessmentId);
  },
);

const milestone = acting<AboutFlags>(async (session, { args: [called = "", name = ""], flags: { about } }) => {
  const assessmentId = await assessmentNamed(session.client, called, about);
  await session.client.mutate(setting, { assessmentId, name });
  await shown(session, assessmentId);
});

const risks = acting<AboutFlags & { readonly due?: string; readonly owner?: string }>(
  async (session, { args: [called = ""], flags: { about, due, owner } }) => {
    if (due === undefined) throw usageFailure("Say by when they are to be mitigated: add --due 2026-12-15.");
    const { client } = session;
    const assessmentId = await assessmentNamed(client, called, about);
    await client.mutate(making, {
      assessmentId, dueOn: due, ownerId: owner === undefined ? null : (await personNamed(client, owner)).id,
    });
    await shown(session, assessmentId);
  },
);

function registerLens(program: Command): void {
  const lens = program.command("lens").description(
    "custom lenses of AWS Well-Architected: questions to look at a service with, and their answers",
  );
  const aboutOption = ["--about <what>", "the service or the series of reviews, where the lens is answered about several"] as const;
  addCommand(lens, "list", "lenses, and what is answered to them").action(list);
  addCommand(lens, "show <lens>", "what is answered to a lens, its milestones, and what has changed since")
    .option(...aboutOption)
    .option("--since <milestone>", "compare with this one; the last one unless told")
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(show);
  addCommand(
    lens, "import <file>", "reads the file of a lens (JSON, schema version 2021-11-01); another one of its name is its next version",
  )
    .action(importFile);
  addCommand(lens, "begin <lens>", "begins to answer a lens, about everything unless told")
    .option("--service <service>", "about this service: its readiness review")
    .option("--forum <series>", "within this series of reviews")
    .option("--owner <person>", "who answers for it; yourself unless told")
    .action(begin);
  addCommand(lens, "answer <lens> <question> [choices...]", "answers a question with what is done; no choice: nothing of it")
    .option(...aboutOption)
    .option("--note <text>", "what to know of it")
    .option("--not-applicable <reason>", "it does not apply, and why")
    .action(answer);
  addCommand(lens, "milestone <lens> <name>", "gives the answers as they are now a name").option(...aboutOption).action(milestone);
  addCommand(
    lens, "risks <lens>", "registers a risk for each answer with a high or medium one, with what the lens recommends as mitigation",
  )
    .option(...aboutOption)
    .option("--due <day>", "by when they are to be mitigated, as 2026-12-15")
    .option("--owner <person>", "who answers for them; who answers for the assessment unless told")
    .action(risks);
}

export const command: CliCommand = {
  register: registerLens,
  examples: {
    "lens": ["ballast lens list", "ballast lens import readiness.json"],
    "lens list": ["ballast lens list --json"],
    "lens show": [
      "ballast lens show 'Operational readiness' --about checkout", "ballast lens show 'Operational readiness' --since 'Before the launch'",
    ],
    "lens import": ["ballast lens import readiness.json"],
    "lens begin": ["ballast lens begin 'Operational readiness' --service checkout"],
    "lens answer": [
      "ballast lens answer 'Operational readiness' ops1 ops1_tried --note 'on Monday'",
      "ballast lens answer 'Operational readiness' ops2 --not-applicable 'it has no queue'",
    ],
    "lens milestone": ["ballast lens milestone 'Operational readiness' 'Before the launch' --about checkout"],
    "lens risks": ["ballast lens risks 'Operational readiness' --due 2026-12-15"],
  },
};
