import { command, graphql } from "@ballast/schema/graphql";
import type { ReviewSection, ResultOf } from "@ballast/schema/graphql";
import { actorFields, historyFields } from "../data/fields.ts";
import { actionLineFields } from "../promises/actionDocuments.ts";
import { figureFields } from "../response/incidentDocuments.ts";

/** What changes while people work on a review. */
const workFields = graphql(`
  fragment ReviewWorkFields on Review {
    id state dueAt overdue heldAt openedAt skipped revision openedBy { ...ActorFields }
    draft { reading readBy { id name } awaited { id name } annotations { id } }
    facilitator { id name } participants { interview person { id name } } joined { id name }
    agenda { subject title minutes spentSeconds } clock { begunAt topic since } presenter { momentId person { id name } }
    lines {
      id section text revision factor { word effect } moment { entryId at } author { id name } agreed { id name }
      recurrence { time times earlier { id incident { reference } } }
    }
    actions { ...ActionLineFields } publication { visibility note address at by { ...ActorFields } told { id name } readBy { id name } }
  }
`, [actorFields, actionLineFields]);
export type ReviewWork = ResultOf<typeof workFields>;
export type Line = ReviewWork["lines"][number];
export type Section = ReviewSection;

export const reviewDocument = graphql(`
  query Review($id: ID!, $asOf: AsOf) {
    review(id: $id, asOf: $asOf) {
      ...ReviewWorkFields
      incident {
        id reference title sentence severity state private startedAt resolvedAt affectedCustomerCount figures { ...FigureFields }
        milestones { milestone at } services { id slug name } impactSeries { at errorsPer100k version }
        tasks { id text state owner { id name } action { id reference } }
      }
      asKnown: draft { knownAt } incidentAsTold { id severity affectedCustomerCount figures { ...FigureFields } }
      excerpt { more keptAt moments { entryId at title detail tone pinned public knownAfterSeconds said { id } } }
      history(first: 50) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [workFields, figureFields, historyFields]);
/** A review with everything around it. */
export type ReviewRecord = NonNullable<ResultOf<typeof reviewDocument>["review"]>;

export const reviewChangedDocument = graphql(`
  subscription ReviewChanged($reviewId: ID!) { reviewChanged(reviewId: $reviewId) { ...ReviewWorkFields } }
`, [workFields]);

/** Tells that the incident changed: what its document shows of it is read again. */
export const reviewedIncidentChangedDocument = graphql(`
  subscription ReviewedIncidentChanged($incidentId: ID!) { incidentChanged(incidentId: $incidentId) { id revision } }
`);

/** How many there are, and which want somebody. */
export const reviewCountsDocument = graphql(`
  query ReviewCounts($dueBefore: DateTime!, $asOf: AsOf) {
    overdue: reviews(first: 1, filter: { states: [preparing, meeting], dueBefore: $dueBefore }, asOf: $asOf) { totalCount }
    prepared: reviews(first: 1, filter: { states: [preparing] }, asOf: $asOf) { totalCount }
    meeting: reviews(first: 1, filter: { states: [meeting] }, asOf: $asOf) { totalCount }
    held: reviews(first: 1, filter: { states: [held] }, asOf: $asOf) { totalCount }
  }
`);
export type ReviewCounts = ResultOf<typeof reviewCountsDocument>;

export const reviewFactorsDocument = graphql(`query ReviewFactors($asOf: AsOf) { reviewFactors(asOf: $asOf) { word times } }`);

export const reviewExportDocument = graphql(`
  query ReviewExport($id: ID!, $format: ReviewFormat, $audience: Visibility, $asOf: AsOf) {
    review(id: $id, asOf: $asOf) { exported(format: $format, audience: $audience) }
  }
`);

export const reviewPdfDocument = graphql(`
  query ReviewPdf($id: ID!, $audience: Visibility, $asOf: AsOf) { reviewPdf(id: $id, audience: $audience, asOf: $asOf) { name base64 } }
`);

/** What stands at the incident that somebody wants to review. */
export const reviewedIncidentDocument = graphql(`
  query ReviewedIncident($id: ID!, $asOf: AsOf) { incident(id: $id, asOf: $asOf) { id reference title } }
`);

/** Key moments of the incident, as they are known now. */
export const keyMomentsDocument = graphql(`
  query KeyMoments($id: ID!, $first: Int!, $after: String, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) {
      id timeline(first: $first, after: $after) {
        edges { node { id kind title detail at tone keyMoment pinned recordKind recordId } } pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
export type KeyMoment = NonNullable<ResultOf<typeof keyMomentsDocument>["incident"]>["timeline"]["edges"][number]["node"];

/** What a moment was made from, for who asks in the meeting. */
export const momentEvidenceDocument = graphql(`
  query MomentEvidence($id: ID!, $entryId: ID!, $asOf: AsOf) {
    incident(id: $id, asOf: $asOf) { id timelineEntry(id: $entryId) { id evidence recordedAt corrections { at by previous reason } } }
  }
`);

export const linkMoments = command("addLink", "incident { id }");
export const openReview = command("openReview", "review { id }");
export const nameReviewFacilitator = command("nameReviewFacilitator", "review { id }");
export const nameReviewParticipant = command("nameReviewParticipant", "review { id }");
export const removeReviewParticipant = command("removeReviewParticipant", "review { id }");
export const setReviewAgenda = command("setReviewAgenda", "review { id }");
export const writeReviewLine = command("writeReviewLine", "review { id }");
export const rewriteReviewLine = command("rewriteReviewLine", "review { id }");
export const removeReviewLine = command("removeReviewLine", "review { id }");
export const agreeWithReviewLine = command("agreeWithReviewLine", "review { id }");
export const beginReviewMeeting = command("beginReviewMeeting", "review { id }");
export const joinReviewMeeting = command("joinReviewMeeting", "review { id }");
export const beginReviewTopic = command("beginReviewTopic", "review { id }");
export const adjournReviewMeeting = command("adjournReviewMeeting", "review { id }");
export const movePresenter = command("movePresenter", "review { id }");
export const closeReview = command("closeReview", "review { id }");
export const reopenReview = command("reopenReview", "review { id }");
export const publishReview = command("publishReview", "review { id }");
export const noteReviewRead = command("noteReviewRead", "review { id }");
export const withdrawReview = command("withdrawReview", "review { id }");

/** Makes an action item of what the incident left undone: once, however often it is pressed. */
export const carryTaskOn = command("carryTaskOn", "incident { id revision } actionId");
