import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { bold, dim } from "../print/style.ts";
import { facts, table } from "../print/table.ts";
import { counted, short } from "../print/words.ts";
import { acting } from "./session.ts";

const lensesDocument = graphql(`
  query LensList {
    lenses { id name release version questionCount }
    assessments { id lens { name } service { slug } forum { title } owner { name } progress { questions answered high medium } }
  }
`);
type Listed = ResultOf<typeof lensesDocument>;

const assessmentDocument = graphql(`
  query AssessmentShown($id: ID!, $since: ID, $asOf: AsOf) {
    assessment(id: $id, asOf: $asOf) {
      id lens { name } service { slug } forum { title } owner { name } progress { questions answered high medium none notApplicable }
      milestones { id name at position } changes(since: $since) { questionId title before after }
      pillars { name questions { standing choiceIds note notApplicable question { id title choices { id title } } risk { reference } } }
    }
  }
`);
type ToldAssessment = NonNullable<ResultOf<typeof assessmentDocument>["assessment"]>;

const missing = (message: string, remedy: string): CommandFailure => new CommandFailure({ code: "NOT_FOUND", message, remedy });

/** The lens of this name, whatever its case, or id. */
export async function lensNamed(client: Client, called: string): Promise<Listed["lenses"][number]> {
  const { lenses } = await client.query(lensesDocument, {});
  const found = lenses.find(({ id, name }) => id === called || name.toLowerCase() === called.toLowerCase());
  if (found !== undefined) return found;
  throw missing(`There is no lens ${called}.`, "`ballast lens list` shows those there are.");
}

/** What people call an assessment: its lens and what it is about. */
const about = ({ service, forum }: Listed["assessments"][number]): string => service?.slug ?? forum?.title ?? "everything";

/** The assessment of a lens about a service (its slug) or by a series of reviews (its title); the only one where neither is told. */
export async function assessmentNamed(client: Client, called: string, of: string | undefined): Promise<string> {
  const lens = await lensNamed(client, called);
  const { assessments } = await client.query(lensesDocument, {});
  const found = assessments.filter((one) =>
    one.lens.name === lens.name && (of === undefined || about(one).toLowerCase() === of.toLowerCase()));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.id;
  throw found.length === 0
    ? missing(`Nobody has answered ${lens.name}${of === undefined ? "" : ` about ${of}`} yet.`, "`ballast lens begin` begins it.")
    : missing(`${lens.name} is answered about ${found.map(about).join(", ")}.`, "Say about which: add --about.");
}

/** `ballast lens list`. */
export const list = acting(async (session) => {
  const told = await session.client.query(lensesDocument, {});
  session.show(told, () => [
    ...table(
      [{ head: "lens" }, { head: "questions" }, { head: "version" }],
      told.lenses.map(({ name, questionCount, release, version }) => [short(name, 60), String(questionCount), release ?? String(version)]),
    ),
    "",
    ...table(
      [{ head: "answered" }, { head: "about" }, { head: "owner" }, { head: "answers" }, { head: "high" }, { head: "medium" }],
      told.assessments.map((one) => [
        short(one.lens.name, 50), about(one), one.owner?.name ?? "nobody",
        `${String(one.progress.answered)} of ${String(one.progress.questions)}`, String(one.progress.high), String(one.progress.medium),
      ]),
    ),
    dim(`${counted(told.lenses.length, "lens", "lenses")}, ${counted(told.assessments.length, "assessment")}`),
  ]);
});

const words = {
  HIGH_RISK: "high", MEDIUM_RISK: "medium", NO_RISK: "no risk", notApplicable: "n/a", unsaid: "no rule says", unanswered: "–",
} as const;
const wordOf = (standing: keyof typeof words | null): string => (standing === null ? "not asked" : words[standing]);

function described(assessment: ToldAssessment): readonly string[] {
  const { lens, service, forum, owner, progress, milestones, changes, pillars } = assessment;
  return [
    bold(`${lens.name}: ${service?.slug ?? forum?.title ?? "everything"}`),
    ...facts([
      ["owner", owner?.name ?? "nobody"],
      ["answered", `${String(progress.answered)} of ${String(progress.questions)}`],
      ["risks", `${String(progress.high)} high, ${String(progress.medium)} medium`],
      ["milestones", milestones.map(({ name, position }) => `${name} (${position})`).join(", ") || "–"],
    ]),
    ...pillars.flatMap(({ name, questions }) => [
      "",
      bold(name),
      ...table(
        [{ head: "id" }, { head: "question" }, { head: "stands" }, { head: "risk" }],
        questions.map(({ question, standing, risk }) => [
          question.id, short(question.title, 60), wordOf(standing), risk?.reference ?? "",
        ]),
      ),
    ]),
    ...(milestones.length === 0 ? [] : ["", bold("changed since the milestone"), ...changes.map(({ title, before, after }) =>
      `  ${short(title, 60)}: ${wordOf(before)} → ${wordOf(after)}`)]),
  ];
}

interface ShowFlags {
  readonly about?: string;
  readonly since?: string;
  readonly asOf?: string;
}

/** `ballast lens show`. */
export const show = acting<ShowFlags>(async (session, { args: [called = ""], flags: { about: of, since, asOf } }) => {
  const id = await assessmentNamed(session.client, called, of);
  const asked = { id, asOf: asOf === undefined ? null : { at: asOf } };
  const { assessment } = await session.client.query(assessmentDocument, { ...asked, since: null });
  if (assessment === null) throw missing("There was no such assessment then.", "Choose a later moment.");
  const milestone = since === undefined ? undefined : assessment.milestones.find(({ name }) => name === since);
  if (since !== undefined && milestone === undefined) throw missing(`There is no milestone ${since}.`, "`ballast lens show` names them.");
  const compared = milestone === undefined
    ? assessment
    : ((await session.client.query(assessmentDocument, { ...asked, since: milestone.id })).assessment ?? assessment);
  session.show(compared, () => described(compared));
});

/** The assessment as it is after a command. */
export async function assessmentShown(client: Client, id: string): Promise<{ told: ToldAssessment | null; lines: readonly string[] }> {
  const { assessment } = await client.query(assessmentDocument, { id, since: null, asOf: null });
  return { told: assessment, lines: assessment === null ? [] : described(assessment) };
}
