import type { AgendaTopic, DataOf, ReviewEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { lackingWords, meetingDecider, reviewDecider, usualAgenda, type KnownReview, type ReviewCommand } from "./index.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [reviewId, incidentId, ana, kim, lea, first, second] = [id(1), id(2), id(3), id(4), id(5), id(6), id(7)];
const now = "2026-11-24T10:00:00.000Z";
const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, "0")}:00.000Z`;
const data: DataOf<"IncidentReviewOpened"> = { reviewId, incidentId, dueAt: null, facilitatorId: ana, agenda: [...usualAgenda] };
const opened: ReviewEvent = { type: "IncidentReviewOpened", data };
const begun = (minute = 0): ReviewEvent => ({ type: "ReviewMeetingBegun", data: { reviewId, at: at(minute) } });
const joined = (personId: string): ReviewEvent => ({ type: "ReviewMeetingJoined", data: { reviewId, personId } });
const topic = (place: number, minute: number): ReviewEvent => ({
  type: "ReviewTopicBegun", data: { reviewId, topic: place, at: at(minute) },
});
const adjourned = (minute: number): ReviewEvent => ({ type: "ReviewMeetingAdjourned", data: { reviewId, at: at(minute) } });
const closed: ReviewEvent = { type: "ReviewClosed", data: { reviewId, heldAt: at(40), elsewhere: false } };
const skipped: ReviewEvent = { type: "IncidentReviewSkipped", data: { reviewId, reason: "known" } };
const reopened: ReviewEvent = { type: "ReviewReopened", data: { reviewId, reason: "more" } };
const named = (personId: string, interview: "none" | "wanted" | "done" = "none"): ReviewEvent => ({
  type: "ReviewParticipantNamed", data: { reviewId, personId, interview },
});
const written = (lineId: string, more: Partial<DataOf<"ReviewLineWritten">> = {}): ReviewEvent => ({
  type: "ReviewLineWritten",
  data: { reviewId, lineId, section: "note", text: "The judge was silent.", authorId: ana, moment: null, factor: null, ...more },
});
const agreed = (lineId: string, personId: string, agrees = true): ReviewEvent => ({
  type: "ReviewLineAgreed", data: { reviewId, lineId, personId, agrees },
});
const state = (...events: readonly ReviewEvent[]): KnownReview => given(reviewDecider, events).state as KnownReview;

describe("who is asked to a review", () => {
  const name = (personId: string, interview: "none" | "wanted" | "done" = "none") =>
    ({ type: "NameParticipant", now, reviewId, personId, interview }) as const;

  it("is asked each by themselves, in the order in which they were named", () => {
    const three = [opened, named(ana), named(kim, "wanted"), named(lea)];
    expect(state(...three, named(kim, "done")).participants).toEqual([
      { personId: ana, interview: "none" }, { personId: kim, interview: "done" }, { personId: lea, interview: "none" },
    ]);
    const removed: ReviewEvent = { type: "ReviewParticipantRemoved", data: { reviewId, personId: kim } };
    expect(state(...three, removed).participants.map(({ personId }) => personId)).toEqual([ana, lea]);
    given(reviewDecider, [opened, named(ana)]).when(name(kim)).then([named(kim)]);
    given(reviewDecider, three).when({ type: "RemoveParticipant", now, reviewId, personId: lea }).then([
      { type: "ReviewParticipantRemoved", data: { reviewId, personId: lea } },
    ]);
    given(reviewDecider, [opened, named(ana)]).when({ type: "RemoveParticipant", now, reviewId, personId: kim }).then([]);
  });

  it("are sixty at most, of whom each may still be talked to", () => {
    const sixty = Array.from({ length: 60 }, (_, n) => named(id(100 + n)));
    given(reviewDecider, [opened, ...sixty]).when(name(kim)).thenRejected("TOO_LARGE", { path: ["personId"] });
    given(reviewDecider, [opened, ...sixty.slice(1)]).when(name(kim)).then([named(kim)]);
    given(reviewDecider, [opened, ...sixty]).when(name(id(100), "wanted")).then([named(id(100), "wanted")]);
  });

  it("is led by whoever was named last", () => {
    const led: ReviewEvent = { type: "ReviewFacilitatorNamed", data: { reviewId, personId: kim } };
    expect(state(opened, led)).toMatchObject({ facilitatorId: kim });
    given(reviewDecider, [opened, led]).when({ type: "NameFacilitator", now, reviewId, personId: kim }).then([]);
  });
});

describe("the agenda", () => {
  const short: AgendaTopic[] = [...usualAgenda].slice(0, 2);
  const set = (agenda: AgendaTopic[]) => ({ type: "SetAgenda", now, reviewId, agenda }) as const;
  const shortened: ReviewEvent = { type: "ReviewAgendaSet", data: { reviewId, agenda: short } };

  it("is what was said last, and may lose any topic but the one that is talked about", () => {
    given(reviewDecider, [opened]).when(set(short)).then([shortened]);
    given(reviewDecider, [opened, shortened]).when(set(short)).then([]);
    expect(state(opened, shortened).agenda).toEqual(short);
    given(reviewDecider, [opened, begun(), topic(1, 5)]).when(set(short)).then([shortened]);
    given(reviewDecider, [opened, begun(), topic(2, 5)]).when(set(short)).thenRejected("INVALID_INPUT", { path: ["agenda"] });
    given(reviewDecider, [opened, begun(), topic(2, 5), adjourned(9)]).when(set(short)).then([shortened]);
  });
});

describe("the course of a review", () => {
  const close = (heldAt: string, actions: Extract<ReviewCommand, { type: "CloseReview" }>["actions"] = []) =>
    ({ type: "CloseReview", now, reviewId, heldAt, actions }) as const;

  it("keeps its first opening, and is nothing before it", () => {
    expect(state(opened, { type: "IncidentReviewOpened", data: { ...data, facilitatorId: kim } })).toMatchObject({ facilitatorId: ana });
    expect(given(reviewDecider, [named(ana)]).state).toEqual({ status: "absent" });
    expect(state(opened)).toEqual({
      ...data, status: "preparing", participants: [], lines: [], meeting: null, draftReadBy: [], joined: [], heldAt: null,
      publication: null, readBy: [], skipped: null,
    });
    given(reviewDecider, []).when(close(now)).thenRejected("NOT_FOUND", { path: ["reviewId"] });
  });

  it("has its day moved while it is prepared, to another one that somebody says", () => {
    const open = (dueAt: string | null) => ({ type: "OpenIncidentReview", now, ...data, dueAt }) as const;
    const due: ReviewEvent = { type: "IncidentReviewOpened", data: { ...data, dueAt: at(10) } };
    const moved: ReviewEvent = { type: "ReviewDueMoved", data: { reviewId, dueAt: at(20) } };
    given(reviewDecider, [due]).when(open(at(20))).then([moved]);
    given(reviewDecider, [due]).when(open(null)).then([]);
    given(reviewDecider, [due]).when(open(at(10))).then([]);
    given(reviewDecider, [due, begun()]).when(open(at(20))).then([]);
    expect(state(due, moved)).toMatchObject({ dueAt: at(20) });
  });

  it("was held in the past: clocks may be five minutes ahead", () => {
    given(reviewDecider, [opened]).when(close("2026-11-24T10:05:00.000Z")).then([
      { type: "ReviewClosed", data: { reviewId, heldAt: "2026-11-24T10:05:00.000Z", elsewhere: false } },
    ]);
    given(reviewDecider, [opened]).when(close("2026-11-24T10:05:00.001Z")).thenRejected("INVALID_INPUT", { path: ["heldAt"] });
  });

  it("is skipped once, held all the same, and goes on when it is reopened", () => {
    const skip = { type: "NoteSkipped", now, reviewId, reason: "known" } as const;
    const hold = { type: "NoteHeld", now, reviewId, heldAt: at(40) } as const;
    const reopen = { type: "ReopenReview", now, reviewId, reason: "more" } as const;
    given(reviewDecider, [opened, skipped]).when(skip).then([]);
    given(reviewDecider, [opened, skipped]).when(hold).then([{
      type: "ReviewClosed", data: { reviewId, heldAt: at(40), elsewhere: true },
    }]);
    expect(state(opened, skipped)).toMatchObject({ status: "skipped", skipped: "known" });
    expect(state(opened, skipped, closed)).toMatchObject({ status: "held", skipped: null, heldAt: at(40) });
    given(reviewDecider, [opened, begun()]).when(reopen).then([]);
    given(reviewDecider, [opened, closed, reopened]).when(reopen).then([]);
    given(reviewDecider, [opened, closed, reopened]).when(close(at(0))).then([
      { type: "ReviewClosed", data: { reviewId, heldAt: at(0), elsewhere: false } },
    ]);
    given(reviewDecider, [opened, skipped]).when({ type: "PublishReview", now, reviewId, visibility: "internal", told: [], note: "" })
      .thenRejected("REVIEW_NOT_CLOSED", { path: ["reviewId"] });
    for (const over of [closed, skipped])
      given(reviewDecider, [opened, over]).when({ type: "SetAgenda", now, reviewId, agenda: [...usualAgenda] })
        .thenRejected("REVIEW_CLOSED", { path: ["reviewId"] });
  });

  it("is closed with actions that are all promised; five that are not are named", () => {
    const action = (n: number, hasOwner = false) => ({ name: `ACT-${String(n)}`, hasOwner, hasDay: hasOwner });
    const most = Array.from({ length: 5 }, (_, n) => action(n + 1));
    given(reviewDecider, [opened]).when(close(now, [action(9, true)])).then([
      { type: "ReviewClosed", data: { reviewId, heldAt: now, elsewhere: false } },
    ]);
    given(reviewDecider, [opened]).when(close(now, [action(9, true), ...most])).thenRejected("ACTIONS_INCOMPLETE", {
      path: ["reviewId"], message: /^ACT-1 has no owner and no day yet, .*ACT-5 has no owner and no day yet$/u,
    });
    given(reviewDecider, [opened]).when(close(now, [...most, action(6), action(7)])).thenRejected("ACTIONS_INCOMPLETE", {
      message: /ACT-5 has no owner and no day yet, and 2 more$/u,
    });
    expect([lackingWords({ hasOwner: true, hasDay: true }), lackingWords({ hasOwner: true, hasDay: false })]).toEqual([
      null, "no day yet",
    ]);
  });
});

describe("the meeting's clock", () => {
  it("runs for one topic at a time, stands still between meetings, and stops when the review is closed", () => {
    const spent = (...events: readonly ReviewEvent[]) => {
      const { meeting } = state(opened, ...events);
      return meeting && [meeting.topic, meeting.since, ...meeting.spentMs.map((ms) => ms / 60_000)];
    };
    expect(spent(begun())).toEqual([0, at(0)]);
    expect(spent(begun(), topic(2, 5))).toEqual([2, at(5), 5]);
    expect(spent(begun(), topic(2, 5), topic(1, 12))).toEqual([1, at(12), 5, 0, 7]);
    expect(spent(begun(), topic(2, 5), adjourned(12))).toEqual([null, at(12), 5, 0, 7]);
    expect(spent(begun(), topic(2, 5), adjourned(12), begun(30), topic(2, 31))).toEqual([2, at(31), 6, 0, 7]);
    expect(spent(begun(), topic(3, 5), closed)).toEqual([null, at(40), 5, 0, 0, 35]);
    expect(state(opened, begun(3), adjourned(4), begun(30)).meeting?.begunAt).toBe(at(3));
    // A clock that another machine sets back takes nothing away.
    expect(spent(begun(10), topic(1, 5))).toEqual([1, at(5), 0]);
    expect([
      state(opened, closed).meeting, state(opened, topic(1, 5)).meeting, state(opened, adjourned(5)).meeting,
    ]).toEqual([null, null, null]);
  });

  it("is begun once, whoever presses, and everybody who comes is in it once", () => {
    const begin = (personId: string) => ({ type: "BeginMeeting", now: at(0), reviewId, personId }) as const;
    const join = (personId: string) => ({ type: "JoinMeeting", now, reviewId, personId }) as const;
    given(reviewDecider, [opened, begun(), joined(ana)]).when(begin(ana)).then([]);
    given(reviewDecider, [opened, begun(), joined(ana)]).when(begin(kim)).then([joined(kim)]);
    given(reviewDecider, [opened, begun(), joined(ana), adjourned(5)]).when(begin(ana)).then([begun()]);
    given(reviewDecider, [opened, begun(), joined(ana)]).when(join(kim)).then([joined(kim)]);
    given(reviewDecider, [opened, begun(), joined(ana), joined(kim)]).when(join(kim)).then([]);
    expect(state(opened, begun(), joined(ana), joined(kim), joined(ana)).joined).toEqual([ana, kim]);
    for (const command of [join(kim), { type: "BeginTopic", now, reviewId, topic: 1 } as const])
      given(reviewDecider, [opened, begun(), adjourned(5)]).when(command).thenRejected("MEETING_NOT_BEGUN", { path: ["reviewId"] });
    given(reviewDecider, [opened, begun(), adjourned(5)]).when({ type: "AdjournMeeting", now: at(6), reviewId }).then([]);
    given(reviewDecider, [opened, begun()]).when({ type: "BeginTopic", now: at(5), reviewId, topic: 4 }).thenRejected("INVALID_INPUT", {
      path: ["topic"], message: "the agenda has 4 topics",
    });
    expect(state(opened, begun(), adjourned(5)).status).toBe("preparing");
  });
});

describe("lines of one review", () => {
  it("change each by itself", () => {
    const rewritten: ReviewEvent = {
      type: "ReviewLineRewritten", data: { reviewId, lineId: second, text: "It spoke.", factor: null, authorId: kim, revision: 1 },
    };
    const [one, other] = state(opened, written(first), written(second), rewritten, agreed(first, kim)).lines;
    expect(one).toMatchObject({ lineId: first, text: "The judge was silent.", revision: 0, agreed: [kim] });
    expect(other).toMatchObject({ lineId: second, text: "It spoke.", revision: 1, agreed: [], authorId: ana });
    const removed: ReviewEvent = { type: "ReviewLineRemoved", data: { reviewId, lineId: first } };
    expect(state(opened, written(first), written(second), removed).lines.map(({ lineId }) => lineId)).toEqual([second]);
    given(reviewDecider, [opened, written(first), written(second)])
      .when({ type: "RemoveLine", now, reviewId, lineId: second, seenRevision: 0 })
      .then([{ type: "ReviewLineRemoved", data: { reviewId, lineId: second } }]);
    expect(state(opened, written(first), agreed(first, kim), agreed(first, ana), agreed(first, kim)).lines[0]?.agreed).toEqual([ana, kim]);
  });

  it("of a factor may have another word, and never none; of nothing else has one", () => {
    const factor = { word: "monitoring-gap", effect: "prolonged" } as const;
    const line = written(first, { section: "factor", factor });
    const rewrite = (of: Pick<Extract<ReviewCommand, { type: "RewriteLine" }>, "factor">) =>
      ({
        type: "RewriteLine", now, reviewId, lineId: first, text: "The judge was silent.", authorId: kim, seenRevision: 0, ...of,
      }) as const;
    given(reviewDecider, [opened, line]).when(rewrite({ factor: { ...factor, effect: "caused" } })).then([{
      type: "ReviewLineRewritten",
      data: {
        reviewId, lineId: first, text: "The judge was silent.", authorId: kim, factor: { ...factor, effect: "caused" }, revision: 1,
      },
    }]);
    given(reviewDecider, [opened, line]).when(rewrite({ factor: null })).thenRejected("INVALID_INPUT", {
      path: ["factor"], message: "a contributing factor needs a word for it",
    });
    given(reviewDecider, [opened, written(first)]).when(rewrite({ factor })).thenRejected("INVALID_INPUT", {
      path: ["factor"], message: "only a contributing factor has a word for it",
    });
    given(reviewDecider, [opened, line]).when(rewrite({ factor })).then([]);
  });

  it("say which moment somebody saw differently, and are four hundred at most", () => {
    const { data: note } = written(first) as Extract<ReviewEvent, { type: "ReviewLineWritten" }>;
    const differently = { ...note, section: "differently" as const, moment: { entryId: "entry", at: at(1) } };
    given(reviewDecider, [opened]).when({ type: "WriteLine", now, ...differently }).then([{
      type: "ReviewLineWritten", data: differently,
    }]);
    const many = Array.from({ length: 400 }, (_, n) => written(id(1_000 + n)));
    given(reviewDecider, [opened, ...many]).when({ type: "WriteLine", now, ...note }).thenRejected("TOO_LARGE", { path: ["text"] });
    given(reviewDecider, [opened, ...many.slice(1)]).when({ type: "WriteLine", now, ...note }).then([written(first)]);
  });

  it("that were removed, or changed meanwhile, are refused where that was", () => {
    const rewritten: ReviewEvent = {
      type: "ReviewLineRewritten", data: { reviewId, lineId: first, text: "It spoke.", factor: null, authorId: kim, revision: 1 },
    };
    const remove = { type: "RemoveLine", now, reviewId, lineId: first, seenRevision: 0 } as const;
    given(reviewDecider, [opened, written(first), rewritten]).when(remove).thenRejected("LINE_CHANGED", {
      path: ["seenRevision"], message: /Theirs: "It spoke\."\.$/u,
    });
    given(reviewDecider, [opened]).when({ type: "AgreeWithLine", now, reviewId, lineId: first, personId: kim, agrees: true })
      .thenRejected("NOT_FOUND", { path: ["lineId"] });
    given(reviewDecider, [opened, written(first), agreed(first, kim)])
      .when({ type: "AgreeWithLine", now, reviewId, lineId: first, personId: kim, agrees: false })
      .then([agreed(first, kim, false)]);
  });
});

describe("who presents", () => {
  it("and takes over is refused with what to say instead, and taking over from oneself changes nothing", () => {
    const move = (presenterId: string, takeOver: boolean) =>
      ({ type: "MovePresenter", now, reviewId, presenterId, momentId: "a", takeOver }) as const;
    const moved = { type: "PresenterMoved", data: { reviewId, presenterId: ana, momentId: "a" } } as const;
    given(meetingDecider, [moved]).when(move(kim, false)).thenRejected("NOT_PRESENTING", { path: ["takeOver"] });
    given(meetingDecider, [moved]).when(move(ana, true)).then([]);
  });
});
