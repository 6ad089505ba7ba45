import type { DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import type { ReviewFilter } from "./slice.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [first, second, third, ana, stranger, line] = [id(1), id(2), id(3), id(4), id(5), id(6)];
const incidents = new Map([[first, id(11)], [second, id(12)], [third, id(13)]]);
const opened = (reviewId: string, dueAt: string | null): DataOf<"IncidentReviewOpened"> => ({
  reviewId, incidentId: incidents.get(reviewId) ?? "", dueAt, facilitatorId: reviewId === first ? null : ana,
  agenda: [{ subject: "timeline", title: "Timeline", minutes: 15 }],
});

function reviews() {
  const history = recordedHistory();
  history.add(["review", first], { type: "IncidentReviewOpened", data: opened(first, null) });
  history.add(["review", second], { type: "IncidentReviewOpened", data: opened(second, "2026-11-20T09:00:00+01:00") });
  history.add(["review", third], { type: "IncidentReviewOpened", data: opened(third, "2026-11-18T09:00:00.000Z") });
  for (const [reviewId, effect] of [[first, "caused"], [second, "ruledOut"], [third, "prolonged"]] as const) {
    history.add(["review", reviewId], {
      type: "ReviewLineWritten",
      data: {
        reviewId, lineId: line, section: "factor", text: "A shared file held a retry budget", factor: { word: "configuration", effect },
        authorId: ana, moment: null,
      },
    });
  }
  return history;
}

describe("reviews", () => {
  it("stand by what is due first, whatever zone it was said in, after what people meet about", () => {
    const history = reviews();
    const order = () => folded(history.events).reviews.list({ filter: { viewer: "all" } }).nodes.map((row) => row.id);
    expect(order()).toEqual([third, second, first]);
    history.add(["review", first], { type: "ReviewMeetingBegun", data: { reviewId: first, at: "2026-11-19T09:00:00.000Z" } });
    const heldAt = "2026-11-19T09:00:00.000Z";
    history.add(["review", third], { type: "ReviewClosed", data: { reviewId: third, heldAt, elsewhere: false } });
    expect(order()).toEqual([first, second, third]);
    history.add(["review", first], {
      type: "ReviewClosed", data: { reviewId: first, heldAt: "2026-11-18T09:00:00.000Z", elsewhere: false },
    });
    history.add(["review", second], {
      type: "ReviewClosed", data: { reviewId: second, heldAt: "2026-11-20T09:00:00.000Z", elsewhere: false },
    });
    expect(order()).toEqual([second, third, first]);
  });

  it("are filtered by state, who leads them, day, factor and words", () => {
    const { reviews: known } = folded(reviews().events);
    const found = (filter: ReviewFilter) =>
      known.list({ filter: { viewer: "all", ...filter } }).nodes.map((row) => row.id).toSorted();
    expect(found({ states: ["preparing"] })).toHaveLength(3);
    expect(found({ states: ["held"] })).toEqual([]);
    expect(found({ facilitatorId: ana })).toEqual([second, third]);
    expect(found({ dueBefore: "2026-11-20T08:00:00.000Z" })).toEqual([third]);
    expect(found({ factor: "configuration" })).toEqual([first, third]);
    expect(found({ text: "retry" })).toHaveLength(3);
    expect([...known.factors({ viewer: "all" })]).toEqual([["configuration", 2]]);
  });

  it("of private incidents are there for nobody who must not know of these, nor counted in a factor", () => {
    const history = reviews();
    history.add(["meeting", third], { type: "PresenterMoved", data: { reviewId: third, presenterId: ana, momentId: null } });
    history.add(["incident", id(13)], {
      type: "IncidentDeclared",
      data: {
        incidentId: id(13), number: 1, title: "Leak", summary: "", severity: 1, publicImpact: "none", serviceIds: [], components: [],
        impactStartAt: null, drill: false, private: true, declaredAutomatically: false,
      },
    });
    const { reviews: known, search, history: log } = folded(history.events);
    const viewer = { personId: stranger };
    expect(known.list({ filter: { viewer } }).totalCount()).toBe(2);
    expect([...known.factors({ viewer })]).toEqual([["configuration", 1]]);
    expect([known.mayKnow(third, viewer), known.mayKnow(first, viewer), known.mayKnow(third, "all")]).toEqual([false, true, true]);
    expect(search.find({ text: "retry", viewer }).map((hit) => hit.id).toSorted()).toEqual([first, second]);
    expect(log.list({ filter: { viewer } }).nodes.filter((event) => event.id === third)).toEqual([]);
    expect(log.list({ filter: { viewer: "all", categories: ["meeting"] } }).nodes).toHaveLength(1);
  });
});
