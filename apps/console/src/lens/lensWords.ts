import { counted } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { Asked, AssessmentLine, AssessmentRecord, Progress } from "./lensDocuments.ts";

/** How an answer stands, as a word and its tone. */
export const standings: Readonly<Record<Asked["standing"], { words: string; tone: Tone }>> = {
  HIGH_RISK: { words: "High risk", tone: "bad" }, MEDIUM_RISK: { words: "Medium risk", tone: "attention" },
  NO_RISK: { words: "No risk", tone: "good" }, notApplicable: { words: "Does not apply", tone: "planned" },
  unsaid: { words: "No rule says", tone: "attention" }, unanswered: { words: "Not answered", tone: "idle" },
};

/** What an assessment is about. */
export const about = ({ service, forum }: Pick<AssessmentLine, "service" | "forum">): string =>
  service?.name ?? forum?.title ?? "everything";

/** "2 high, 1 medium"; empty where there is none. */
export const riskWords = ({ high, medium }: Progress): string =>
  [high === 0 ? "" : `${String(high)} high`, medium === 0 ? "" : `${String(medium)} medium`].filter((part) => part !== "").join(", ");

/** "4 of 9 answered, 2 high, 1 medium". */
export const progressWords = (progress: Progress): string =>
  [`${String(progress.answered)} of ${String(progress.questions)} answered`, riskWords(progress)].filter((part) => part !== "").join(", ");

/** Answers with a risk that nothing carries yet. */
export const uncarried = ({ pillars }: Pick<AssessmentRecord, "pillars">): readonly Asked[] =>
  pillars.flatMap(({ questions }) => questions).filter(
    ({ standing, risk }) => (standing === "HIGH_RISK" || standing === "MEDIUM_RISK") && risk === null,
  );

/** The sentence of an assessment: how far it is, what it found, what has changed. */
export function assessmentSentence(assessment: AssessmentRecord): string {
  const { progress, changes, milestones } = assessment;
  const last = milestones.at(-1);
  const open = progress.questions - progress.answered;
  const left = open === 0 ? "Every question is answered" : `${counted(open, "question")} ${open === 1 ? "is" : "are"} left`;
  const first = progress.answered === 0
    ? `None of ${counted(progress.questions, "question")} is answered yet.`
    : `${left}${riskWords(progress) === "" ? ", without a risk so far." : `: ${riskWords(progress)}.`}`;
  const since = last === undefined
    ? ""
    : changes.length === 0 ? `Nothing has changed since ${last.name}.` : `${counted(changes.length, "answer")} changed since ${last.name}.`;
  return [first, since].filter((part) => part !== "").join(" ");
}
