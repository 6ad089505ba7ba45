import { assessmentDecider, lensDecider, type BegunAssessment, type ImportedLens } from "@ballast/domain/lens";
import type { AssessmentEvent, LensEvent } from "@ballast/schema";
import { defineProjection, rowIsState, type HappenedAs, type Keyed } from "../engine/projection.ts";
import type { Told } from "../engine/told.ts";

/** A lens: what the domain says it is, and when its newest version was read. */
export type LensRow = Keyed & ImportedLens & { readonly imported: Told };

const lensAfter = rowIsState(
  lensDecider,
  ({ event, metadata }: HappenedAs<LensEvent>, before: Pick<LensRow, "imported"> | null) => ({
    imported: event.type === "LensImported" || before === null ? { at: metadata.occurredAt, by: metadata.actor } : before.imported,
  }),
);

/** Lenses by id. */
export const lensProjection = defineProjection({
  kind: "lens",
  columns: {
    status: { type: "text", of: (row: LensRow) => row.status }, name: { type: "text", of: (row) => row.name.toLowerCase(), index: true },
  },
  handlers: { LensImported: lensAfter, LensRetired: lensAfter },
  search: (row) => ({
    title: row.name, detail: `version ${String(row.version)}`, at: row.imported.at,
    body: row.pillars.flatMap(({ questions }) => questions.map(({ title }) => title)).join("\n"),
  }),
});

/** Where in the log a milestone stands, and who set it when. */
interface MilestonePlace extends Told {
  readonly milestoneId: string;
  readonly position: string;
}

interface AssessmentTimes {
  readonly begun: Told;
  /** In the order of its milestones. */
  readonly places: readonly MilestonePlace[];
  /** When each question was answered last, by its id; as a list, since ids are other people's words. */
  readonly answeredAt: readonly { readonly questionId: string; readonly at: string }[];
}

/** What is answered to a lens: what the domain says it is, and its times. */
export type AssessmentRow = Keyed & BegunAssessment & AssessmentTimes;

const assessmentAfter = rowIsState(
  assessmentDecider,
  ({ event, metadata, position }: HappenedAs<AssessmentEvent>, before: AssessmentTimes | null): AssessmentTimes => {
    const told: Told = { at: metadata.occurredAt, by: metadata.actor };
    const places = before?.places ?? [];
    const answeredAt = before?.answeredAt ?? [];
    return {
      begun: before?.begun ?? told,
      places: event.type === "MilestoneSet" ? [...places, { ...told, milestoneId: event.data.milestoneId, position }] : places,
      answeredAt: event.type === "QuestionAnswered" || event.type === "AnswerTakenBack"
        ? [
            ...answeredAt.filter(({ questionId }) => questionId !== event.data.questionId),
            ...(event.type === "QuestionAnswered" ? [{ questionId: event.data.questionId, at: told.at }] : []),
          ]
        : answeredAt,
    };
  },
);

/** Assessments by id. */
export const assessmentProjection = defineProjection({
  kind: "assessment",
  columns: {
    lensId: { type: "text", of: (row: AssessmentRow) => row.lensId, index: true },
    serviceId: { type: "text", of: (row) => row.serviceId, index: true },
    forumId: { type: "text", of: (row) => row.forumId, index: true },
    begunAt: { type: "text", of: (row) => new Date(row.begun.at).toISOString() },
    risks: { type: "text", of: (row) => ` ${row.risks.map(({ riskId }) => riskId).join(" ")} ` },
  },
  handlers: {
    AssessmentBegun: assessmentAfter, QuestionAnswered: assessmentAfter, AnswerTakenBack: assessmentAfter, MilestoneSet: assessmentAfter,
    AnswerBecameRisk: assessmentAfter,
  },
  search: (row) => ({
    title: "Assessment", detail: row.milestones.at(-1)?.name ?? "", at: row.begun.at,
    body: row.answers.map(({ note, notApplicable }) => notApplicable ?? note).join("\n"),
  }),
});
