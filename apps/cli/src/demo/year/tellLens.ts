import { assessmentDecider, lensDecider, type AssessmentCommand } from "@ballast/domain/lens";
import { idOf, ids } from "@ballast/eventlog";
import { own } from "@ballast/schema/own";
import { after, type Author } from "../author.ts";
import { actor, type Login } from "../cast.ts";
import { lensName, lensPillars, lensWords } from "./yearLens.ts";
import { yearRiskId, type DaysAgo } from "./tellRisks.ts";

/** What was answered to each question, by its id; none of them: nothing of it. */
type Answers = Readonly<Record<string, readonly [choiceIds: readonly string[], note: string]>>;

const summer: Answers = {
  back: [["back_script"], "The script lies in the old repository."],
  data: [["data_known"], ""],
  load: [[], "Nobody has tried."],
  away: [["away_says_so"], "Bank files wait; invoices do not."],
  restore: [[], "Not since it moved."],
};
/** What is otherwise by now. */
const autumn: Answers = {
  back: [["back_press"], "Tried twice, the second time by somebody new."],
  load: [["load_last"], "Last season's peak, at night."],
  away: [["away_goes_on", "away_says_so"], ""],
};

/** The lens of the sample company, and what billing answered to it twice: the second time it does better, and one answer is a risk. */
export async function tellLens({ author, daysAgo }: { readonly author: Author; readonly daysAgo: DaysAgo }): Promise<void> {
  const lensId = idOf(lensDecider, lensName);
  const imported = daysAgo(131, 9);
  await author.write({
    aggregate: lensDecider, id: lensId, at: imported, by: actor("mira"),
    command: {
      type: "ImportLens", now: imported, lensId, name: lensName, description: lensWords, release: "1", pillars: [...lensPillars],
    },
  });
  const serviceId = ids.service("billing");
  const assessmentId = idOf(assessmentDecider, lensId, serviceId);
  const say = (at: string, who: Login, command: AssessmentCommand): Promise<void> =>
    author.write({ aggregate: assessmentDecider, id: assessmentId, at, by: actor(who), command });
  const begun = daysAgo(128, 9);
  await say(begun, "jo", {
    type: "BeginAssessment", now: begun, assessmentId, lensId, serviceId, forumId: null, ownerId: ids.person("jo"),
  });
  const answer = async (at: string, answers: Answers): Promise<string> => {
    let now = at;
    for (const question of lensPillars.flatMap(({ questions }) => questions)) {
      const given = own(answers, question.id);
      if (given === undefined) continue;
      now = after(now, 420);
      const [choiceIds, note] = given;
      await say(now, "jo", {
        type: "AnswerQuestion", now, assessmentId, questionId: question.id, choiceIds: [...choiceIds], note, notApplicable: null,
        answeredBy: ids.person("jo"), question,
      });
    }
    return after(now, 600);
  };
  const first = await answer(begun, summer);
  await say(first, "jo", { type: "SetMilestone", now: first, assessmentId, milestoneId: ids.part(assessmentId, "summer"), name: "Summer" });
  const carried = after(first, 900);
  await say(carried, "mira", { type: "CarryAnswer", now: carried, assessmentId, questionId: "restore", riskId: yearRiskId("backup") });
  const second = await answer(daysAgo(33, 13), autumn);
  await say(second, "jo", {
    type: "SetMilestone", now: second, assessmentId, milestoneId: ids.part(assessmentId, "season"), name: "Before the season",
  });
}
