import type { ReviewEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { CLOCKS_MS } from "./course.ts";
import { lineOf, type KnownReview, type ReviewLine } from "./review.ts";
import type { ReviewCommandOf } from "./reviewCommands.ts";

/** Lines of one review: more is no review any more. */
const MOST_LINES = 400;

function present(review: KnownReview, lineId: string): ReviewLine {
  const line = lineOf(review, lineId);
  if (line === undefined) throw new Rejection("NOT_FOUND", "this line was removed, or is of another review", ["lineId"]);
  return line;
}

/** A factor is one with a word for it, and nothing else has one; who saw it differently says of which moment. */
function refuseMisplaced({ section, factor, moment }: Pick<ReviewLine, "section" | "factor" | "moment">): void {
  if ((section === "factor") !== (factor !== null)) {
    const words = section === "factor" ? "a contributing factor needs a word for it" : "only a contributing factor has a word for it";
    throw new Rejection("INVALID_INPUT", words, ["factor"]);
  }
  if (section === "differently" && moment === null)
    throw new Rejection("INVALID_INPUT", "say which moment you saw differently", ["moment"]);
}

/** A moment is of the timeline: nobody has seen one that is still to come. */
function refuseToCome({ moment }: Pick<ReviewLine, "moment">, now: string): void {
  if (moment !== null && instantOf(moment.at) > instantOf(now) + CLOCKS_MS)
    throw new Rejection("INVALID_INPUT", `${moment.at} has not come yet: nobody saw it`, ["moment", "at"]);
}

export function writeLine({ type: _, now, ...data }: ReviewCommandOf<"WriteLine">, review: KnownReview): readonly ReviewEvent[] {
  if (lineOf(review, data.lineId) !== undefined) return [];
  refuseMisplaced(data);
  refuseToCome(data, now);
  if (review.lines.length >= MOST_LINES)
    throw new Rejection("TOO_LARGE", `a review has at most ${String(MOST_LINES)} lines`, ["text"]);
  return [{ type: "ReviewLineWritten", data }];
}

/** Both texts stand in the refusal: whoever was late decides on seeing them. */
function refuseLate(line: ReviewLine, seenRevision: number, mine: string | null): void {
  if (line.revision === seenRevision) return;
  const yours = mine === null ? "" : ` Yours: "${mine}".`;
  throw new Rejection("LINE_CHANGED", `somebody has rewritten this line meanwhile. Theirs: "${line.text}".${yours}`, ["seenRevision"]);
}

export function rewriteLine(
  { reviewId, lineId, text, factor, authorId, seenRevision }: ReviewCommandOf<"RewriteLine">,
  review: KnownReview,
): readonly ReviewEvent[] {
  const line = present(review, lineId);
  if (line.text === text && sameContent(line.factor, factor)) return [];
  refuseLate(line, seenRevision, text);
  refuseMisplaced({ ...line, factor });
  return [{ type: "ReviewLineRewritten", data: { reviewId, lineId, text, factor, authorId, revision: line.revision + 1 } }];
}

export function removeLine({ reviewId, lineId, seenRevision }: ReviewCommandOf<"RemoveLine">, review: KnownReview): readonly ReviewEvent[] {
  const line = lineOf(review, lineId);
  if (line === undefined) return [];
  refuseLate(line, seenRevision, null);
  return [{ type: "ReviewLineRemoved", data: { reviewId, lineId } }];
}

export function agreeWithLine(
  { type: _, now: __, ...data }: ReviewCommandOf<"AgreeWithLine">,
  review: KnownReview,
): readonly ReviewEvent[] {
  const line = present(review, data.lineId);
  return line.agreed.includes(data.personId) === data.agrees ? [] : [{ type: "ReviewLineAgreed", data }];
}
