import { ordinalTime } from "@ballast/schema/words";
import { actionName } from "@ballast/domain/action";
import {
  draftReaders, forAudience, reviewCsv, reviewHtml, reviewJson, reviewMarkdown, type DocumentLine, type ReviewAudience, type ReviewContent,
} from "@ballast/domain/review";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { find, namedRecord } from "../graphql/records.ts";
import { asPublished } from "./asPublished.ts";
import { excerptOf, knownAfter, titlesOf } from "./excerpt.ts";
import type { Review } from "./reviewType.ts";

/** How a review is written down. */
export const reviewFormats = ["md", "html", "csv", "json"] as const;
export type ReviewFormat = (typeof reviewFormats)[number];

const writers: Readonly<Record<ReviewFormat, (content: ReviewContent) => string>> = {
  md: reviewMarkdown, html: reviewHtml, csv: reviewCsv, json: reviewJson,
};

const nameIn = (scope: Scope, personId: string | null): string | null => find(scope, "Person", personId)?.name ?? null;
const namesIn = (scope: Scope, ids: readonly string[]): readonly string[] =>
  ids.flatMap((id) => {
    const name = nameIn(scope, id);
    return name === null ? [] : [name];
  });

/** As status pages call it: by the title made for readers, else by what it hurt. */
const publicTitleOf = ({ row, scope }: RecordOf<"Incident">): string => {
  const services = row.serviceIds.flatMap((id) => find(scope, "Service", id)?.name ?? []);
  return row.publicTitle ?? (services.length === 0 ? "an incident" : `trouble with ${services.join(", ")}`);
};

const milestoneWords = {
  impactStart: "the impact began", detected: "detected", firstPageSent: "first page sent", acknowledged: "acknowledged",
  commanderAssigned: "somebody commands", mitigated: "mitigated", resolved: "resolved",
} as const;

const milestonesOf = ({ milestones }: RecordOf<"Incident">): ReviewContent["milestones"] =>
  milestones
    .flatMap(({ milestone, at }) => (at === null ? [] : [{ name: milestoneWords[milestone], at }]))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));

/** "the fourth time with this factor", as far as the reader may know; null of the first. */
function recurrenceOf({ key, scope }: Review, { factor }: Review["row"]["lines"][number]): string | null {
  if (factor === null || factor.effect === "ruledOut") return null;
  const all = scope.context.readModel.reviews.all({ filter: { factor: factor.word, viewer: scope.viewer }, asOf: scope.asOf });
  const time = all.findIndex(({ id }) => id === key) + 1;
  return time < 2 ? null : `the ${ordinalTime(time)} time with this factor`;
}

/** All that a review's document is made from for an audience, as far as the reader may know. */
function contentOf(review: Review, audience: ReviewAudience): ReviewContent {
  const { row, key, scope, state } = review;
  const incident = namedRecord(scope, "Incident", row.incidentId);
  const { detectMs: detect, acknowledgeMs: acknowledge, mitigateMs: mitigate, resolveMs: resolve } = incident.figures;
  const { moments, more } = excerptOf(review, audience);
  const titles = titlesOf(scope, row.incidentId);
  const actions = scope.context.readModel.actions.all({ filter: { sourceId: key, viewer: scope.viewer }, asOf: scope.asOf });
  return {
    incident: incident.reference, title: incident.title, publicTitle: publicTitleOf(incident),
    severity: incident.severity, summary: incident.row.summary, state,
    heldAt: row.heldAt, facilitator: nameIn(scope, row.facilitatorId), joined: namesIn(scope, row.joined),
    figures: { detect, acknowledge, mitigate, resolve }, customers: incident.affectedCustomerCount, milestones: milestonesOf(incident),
    timeline: moments.map(({ entry, said }) => ({
      at: entry.at, title: entry.title, detail: entry.detail === null || entry.detail === "" ? null : entry.detail,
      knownAfterMs: knownAfter(entry), public: entry.visibility === "public",
      said: said.map(({ section, text, authorId }) => ({ section, text, author: nameIn(scope, authorId) })),
    })),
    moreMoments: more, draftReadBy: namesIn(scope, draftReaders(row).readBy),
    lines: row.lines.map((line): DocumentLine => ({
      section: line.section, text: line.text, author: nameIn(scope, line.authorId), agreed: namesIn(scope, line.agreed),
      factor: line.factor, recurrence: recurrenceOf(review, line), at: line.moment?.at ?? null,
      about: line.moment === null ? null : (titles.get(line.moment.entryId) ?? null),
    })),
    actions: actions.map((action) => ({
      reference: actionName(action), title: action.title, kind: action.kind, owner: nameIn(scope, action.ownerId), dueOn: action.dueOn,
      state: action.status,
    })),
  };
}

/** A review written down, for those inside or for the public; once it is published, as it was then. */
export const exported = (review: Review, format: ReviewFormat, audience: ReviewAudience): string =>
  writers[format](forAudience(contentOf(asPublished(review), audience), audience));
