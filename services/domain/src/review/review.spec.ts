import type { DataOf, ReviewEvent, ReviewSection } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import {
  annotationsOf, draftReaders, lackingWords, meetingDecider, reviewDecider, spentOn, usualAgenda, type KnownReview, type ReviewCommand,
} from "./index.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [reviewId, incidentId, ana, kim, first, second] = [id(1), id(2), id(3), id(4), id(5), id(6)];
const now = "2026-11-24T10:00:00.000Z";
const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, "0")}:00.000Z`;
const data: DataOf<"IncidentReviewOpened"> = { reviewId, incidentId, dueAt: null, facilitatorId: ana, agenda: [...usualAgenda] };
const opened: ReviewEvent = { type: "IncidentReviewOpened", data };
const written = (section: ReviewSection = "note", lineId = first): DataOf<"ReviewLineWritten"> => ({
  reviewId, lineId, section, text: "The judge was silent.", authorId: ana, moment: null,
  factor: section === "factor" ? { word: "monitoring-gap", effect: "prolonged" } : null,
});
const line: ReviewEvent = { type: "ReviewLineWritten", data: written() };
const begun: ReviewEvent = { type: "ReviewMeetingBegun", data: { reviewId, at: at(0) } };
const topic = (place: number, minute: number): ReviewEvent => ({
  type: "ReviewTopicBegun", data: { reviewId, topic: place, at: at(minute) },
});
const closed: ReviewEvent = { type: "ReviewClosed", data: { reviewId, heldAt: now, elsewhere: false } };
const skipped: ReviewEvent = { type: "IncidentReviewSkipped", data: { reviewId, reason: "known" } };
const published: ReviewEvent & { type: "ReviewPublished" } = {
  type: "ReviewPublished", data: { reviewId, visibility: "internal", told: [kim], note: "" },
};
const rewrite = (text: string, seenRevision: number): ReviewCommand => ({
  type: "RewriteLine", now, reviewId, lineId: first, text, factor: null, authorId: kim, seenRevision,
});
const rewritten = (text: string, revision: number): ReviewEvent => ({
  type: "ReviewLineRewritten", data: { reviewId, lineId: first, text, factor: null, authorId: kim, revision },
});
const close: ReviewCommand = { type: "CloseReview", now, reviewId, heldAt: now, actions: [] };
const state = (...events: readonly ReviewEvent[]): KnownReview => given(reviewDecider, events).state as KnownReview;

describe("a review", () => {
  it("is one for each incident: opened again, only its day moves", () => {
    given(reviewDecider, []).when({ type: "OpenIncidentReview", now, ...data }).then([opened]);
    const again = { type: "OpenIncidentReview", now, ...data, facilitatorId: kim } as const;
    given(reviewDecider, [opened]).when(again).then([]);
    const moved: ReviewEvent = { type: "ReviewDueMoved", data: { reviewId, dueAt: at(30) } };
    given(reviewDecider, [opened]).when({ ...again, dueAt: at(30) }).then([moved]);
    given(reviewDecider, [opened, moved]).when({ ...again, dueAt: at(30) }).then([]);
    given(reviewDecider, [opened, closed]).when({ ...again, dueAt: at(30) }).then([]);
    given(reviewDecider, []).when(close).thenRejected("NOT_FOUND");
  });

  it("is led by somebody, and asks people whom somebody talks to before", () => {
    const name = (interview: "none" | "wanted" | "done") =>
      ({ type: "NameParticipant", now, reviewId, personId: kim, interview }) as const;
    const named = (interview: "none" | "wanted" | "done"): ReviewEvent => ({
      type: "ReviewParticipantNamed", data: { reviewId, personId: kim, interview },
    });
    given(reviewDecider, [opened]).when(name("wanted")).then([named("wanted")]);
    given(reviewDecider, [opened, named("wanted")]).when(name("wanted")).then([]);
    expect(state(opened, named("wanted"), named("done")).participants).toEqual([{ personId: kim, interview: "done" }]);
    const removed: ReviewEvent = { type: "ReviewParticipantRemoved", data: { reviewId, personId: kim } };
    given(reviewDecider, [opened, named("done")]).when({ type: "RemoveParticipant", now, reviewId, personId: kim }).then([removed]);
    given(reviewDecider, [opened]).when({ type: "RemoveParticipant", now, reviewId, personId: kim }).then([]);
    given(reviewDecider, [opened]).when({ type: "NameFacilitator", now, reviewId, personId: kim }).then([
      { type: "ReviewFacilitatorNamed", data: { reviewId, personId: kim } },
    ]);
    given(reviewDecider, [opened]).when({ type: "NameFacilitator", now, reviewId, personId: ana }).then([]);
  });

  it("counts once who of those that take part has read the calibration draft, whoever else reads it", () => {
    const asked: ReviewEvent = { type: "ReviewParticipantNamed", data: { reviewId, personId: kim, interview: "none" } };
    const note = (personId: string) => ({ type: "NoteDraftRead", now, reviewId, personId }) as const;
    const seen = (personId: string): ReviewEvent => ({ type: "ReviewDraftRead", data: { reviewId, personId } });
    given(reviewDecider, [opened, asked]).when(note(kim)).then([seen(kim)]);
    given(reviewDecider, [opened, asked, seen(kim)]).when(note(kim)).then([]);
    given(reviewDecider, [opened]).when(note(ana)).then([seen(ana)]);
    given(reviewDecider, [opened]).when(note(kim)).thenRejected("INVALID_INPUT", { path: ["reviewId"] });
    given(reviewDecider, [opened, asked, closed]).when(note(kim)).thenRejected("REVIEW_CLOSED");
    expect(draftReaders(state(opened, asked))).toEqual({ readBy: [], awaited: [ana, kim] });
    const read = [opened, asked, seen(kim), seen(kim)];
    expect(draftReaders(state(...read))).toEqual({ readBy: [kim], awaited: [ana] });
    const removed: ReviewEvent = { type: "ReviewParticipantRemoved", data: { reviewId, personId: kim } };
    expect(draftReaders(state(...read, removed))).toEqual({ readBy: [], awaited: [ana] });
    expect(draftReaders({ participants: [], facilitatorId: null, draftReadBy: [kim] })).toEqual({ readBy: [], awaited: [] });
  });

  it("is annotated at moments of its timeline, by when they were", () => {
    const said = (section: ReviewSection, lineId: string, minute: number | null): ReviewEvent => ({
      type: "ReviewLineWritten",
      data: { ...written(section, lineId), moment: minute === null ? null : { entryId: `entry ${String(minute)}`, at: at(minute) } },
    });
    const told = state(
      opened, said("surprise", id(21), 9), said("differently", id(22), 4), said("surprise", id(23), null), said("note", id(24), 5),
    );
    expect(annotationsOf(told).map(({ lineId, moment }) => [lineId, moment.entryId])).toEqual([[id(22), "entry 4"], [id(21), "entry 9"]]);
  });

  it("says nothing more once it is over, until it is reopened", () => {
    for (const over of [[closed], [closed, published], [skipped]]) {
      given(reviewDecider, [opened, line, ...over]).when(rewrite("No.", 0)).thenRejected("REVIEW_CLOSED");
      given(reviewDecider, [opened, ...over]).when({ type: "BeginMeeting", now, reviewId, personId: ana }).thenRejected("REVIEW_CLOSED");
      const reopened: ReviewEvent = { type: "ReviewReopened", data: { reviewId, reason: "more came up" } };
      given(reviewDecider, [opened, ...over]).when({ type: "ReopenReview", now, reviewId, reason: "more came up" }).then([reopened]);
      expect(state(opened, ...over, reopened)).toMatchObject({ status: "preparing", heldAt: null, publication: null, skipped: null });
    }
    given(reviewDecider, [opened]).when({ type: "ReopenReview", now, reviewId, reason: "x" }).then([]);
  });

  it("is published once it was held, anew where something of that changes, and taken back", () => {
    const publish: ReviewCommand & { type: "PublishReview" } = {
      type: "PublishReview", now, reviewId, visibility: "internal", told: [kim], note: "",
    };
    given(reviewDecider, [opened]).when(publish).thenRejected("REVIEW_NOT_CLOSED");
    given(reviewDecider, [opened, closed]).when(publish).then([published]);
    given(reviewDecider, [opened, closed, published]).when(publish).then([]);
    given(reviewDecider, [opened, closed, published]).when({ ...publish, visibility: "public" }).then([
      { type: "ReviewPublished", data: { reviewId, visibility: "public", told: [kim], note: "" } },
    ]);
    const withdrawn: ReviewEvent = { type: "ReviewWithdrawn", data: { reviewId, reason: "a name in it" } };
    const withdraw = { type: "WithdrawReview", now, reviewId, reason: "a name in it" } as const;
    given(reviewDecider, [opened, closed, published]).when(withdraw).then([withdrawn]);
    given(reviewDecider, [opened, closed]).when({ type: "WithdrawReview", now, reviewId, reason: "x" }).then([]);
    expect(state(opened, closed, published, withdrawn)).toMatchObject({ status: "held", publication: null });
  });

  it("counts once who of those it was told to has read it, anew after it was taken back", () => {
    const note = (personId: string) => ({ type: "NoteRead", now, reviewId, personId }) as const;
    const seen: ReviewEvent = { type: "ReviewRead", data: { reviewId, personId: kim } };
    const out = [opened, closed, published];
    given(reviewDecider, out).when(note(kim)).then([seen]);
    given(reviewDecider, [...out, seen]).when(note(kim)).then([]);
    given(reviewDecider, out).when(note(ana)).thenRejected("INVALID_INPUT");
    given(reviewDecider, [opened, closed]).when(note(kim)).thenRejected("INVALID_INPUT");
    expect(state(...out, seen, seen).readBy).toEqual([kim]);
    const to = (told: string[]): ReviewEvent => ({ ...published, data: { ...published.data, told } });
    expect(state(...out, seen, to([kim, ana])).readBy).toEqual([kim]);
    expect(state(...out, seen, to([ana])).readBy).toEqual([]);
    for (const type of ["ReviewWithdrawn", "ReviewReopened"] as const)
      expect(state(...out, seen, { type, data: { reviewId, reason: "a name" } }).readBy).toEqual([]);
  });

  it("is held or skipped where the incident says so", () => {
    given(reviewDecider, [opened]).when({ type: "NoteHeld", now, reviewId, heldAt: now }).then([
      { type: "ReviewClosed", data: { reviewId, heldAt: now, elsewhere: true } },
    ]);
    given(reviewDecider, [opened, closed]).when({ type: "NoteHeld", now, reviewId, heldAt: at(1) }).then([]);
    given(reviewDecider, [opened]).when({ type: "NoteSkipped", now, reviewId, reason: "known" }).then([skipped]);
    given(reviewDecider, [opened, closed]).when({ type: "NoteSkipped", now, reviewId, reason: "known" }).then([]);
  });
});

describe("a line of a review", () => {
  it("is written once, of a factor with its word, of who saw it differently with its moment", () => {
    const write = (section: ReviewSection) => ({ type: "WriteLine", now, ...written(section) }) as const;
    given(reviewDecider, [opened]).when(write("note")).then([line]);
    given(reviewDecider, [opened, line]).when(write("note")).then([]);
    given(reviewDecider, [opened]).when(write("factor")).then([{ type: "ReviewLineWritten", data: written("factor") }]);
    given(reviewDecider, [opened]).when({ ...write("factor"), factor: null }).thenRejected("INVALID_INPUT", { path: ["factor"] });
    given(reviewDecider, [opened]).when({ ...write("note"), factor: { word: "x", effect: "caused" } }).thenRejected("INVALID_INPUT");
    given(reviewDecider, [opened]).when(write("differently")).thenRejected("INVALID_INPUT", { path: ["moment"] });
    const seen = (at: string) => ({ ...write("differently"), moment: { entryId: "entry", at } });
    given(reviewDecider, [opened]).when(seen("2026-11-25T10:00:00Z")).thenRejected("INVALID_INPUT", { path: ["moment", "at"] });
    // What has just happened, by a clock that is ahead.
    given(reviewDecider, [opened]).when(seen("2026-11-24T10:01:00Z")).then([
      { type: "ReviewLineWritten", data: { ...written("differently"), moment: { entryId: "entry", at: "2026-11-24T10:01:00Z" } } },
    ]);
    const many = Array.from({ length: 400 }, (_, n): ReviewEvent => ({ type: "ReviewLineWritten", data: written("note", id(1_000 + n)) }));
    given(reviewDecider, [opened, ...many]).when(write("note")).thenRejected("TOO_LARGE");
  });

  it("that somebody has rewritten is not overwritten: the refusal shows both texts", () => {
    const late = rewritten("It was silent for 15 looks.", 1);
    given(reviewDecider, [opened, line]).when(rewrite("It was silent for 15 looks.", 0)).then([late]);
    const history = [opened, line, late];
    given(reviewDecider, history).when(rewrite("Nobody asked it.", 0)).thenRejected("LINE_CHANGED", {
      message: /Theirs: "It was silent for 15 looks\."\. Yours: "Nobody asked it\."/,
    });
    given(reviewDecider, history).when(rewrite("Nobody asked it.", 1)).then([rewritten("Nobody asked it.", 2)]);
    given(reviewDecider, history).when(rewrite("It was silent for 15 looks.", 0)).then([]);
    given(reviewDecider, history).when({ type: "RemoveLine", now, reviewId, lineId: first, seenRevision: 0 }).thenRejected("LINE_CHANGED");
    const removed: ReviewEvent = { type: "ReviewLineRemoved", data: { reviewId, lineId: first } };
    given(reviewDecider, history).when({ type: "RemoveLine", now, reviewId, lineId: first, seenRevision: 1 }).then([removed]);
    given(reviewDecider, [...history, removed]).when({ type: "RemoveLine", now, reviewId, lineId: first, seenRevision: 1 }).then([]);
    given(reviewDecider, [...history, removed]).when(rewrite("No.", 1)).thenRejected("NOT_FOUND");
  });

  it("is agreed with by each person once, and no more when they say so", () => {
    const agree = (personId: string, agrees = true) =>
      ({ type: "AgreeWithLine", now, reviewId, lineId: first, personId, agrees }) as const;
    const agreed = (personId: string, agrees = true): ReviewEvent => ({
      type: "ReviewLineAgreed", data: { reviewId, lineId: first, personId, agrees },
    });
    given(reviewDecider, [opened, line]).when(agree(kim)).then([agreed(kim)]);
    given(reviewDecider, [opened, line, agreed(kim)]).when(agree(kim)).then([]);
    given(reviewDecider, [opened, line]).when(agree(kim, false)).then([]);
    expect(state(opened, line, agreed(kim), agreed(ana), agreed(kim, false)).lines[0]?.agreed).toEqual([ana]);
    given(reviewDecider, [opened]).when({ ...agree(kim), lineId: second }).thenRejected("NOT_FOUND");
  });
});

describe("the meeting", () => {
  it("begins with its first topic, and times each of them, whenever it comes back", () => {
    given(reviewDecider, [opened]).when({ type: "BeginMeeting", now: at(0), reviewId, personId: ana }).then([
      begun, { type: "ReviewMeetingJoined", data: { reviewId, personId: ana } },
    ]);
    given(reviewDecider, [opened]).when({ type: "BeginTopic", now, reviewId, topic: 1 }).thenRejected("MEETING_NOT_BEGUN");
    given(reviewDecider, [opened]).when({ type: "JoinMeeting", now, reviewId, personId: kim }).thenRejected("MEETING_NOT_BEGUN");
    given(reviewDecider, [opened, begun]).when({ type: "BeginTopic", now: at(5), reviewId, topic: 1 }).then([topic(1, 5)]);
    given(reviewDecider, [opened, begun]).when({ type: "BeginTopic", now: at(5), reviewId, topic: 0 }).then([]);
    given(reviewDecider, [opened, begun]).when({ type: "BeginTopic", now: at(5), reviewId, topic: 4 }).thenRejected("INVALID_INPUT");
    const { meeting } = state(opened, begun, topic(1, 5), topic(0, 12));
    if (meeting === null) throw new Error("nobody meets");
    expect([spentOn(meeting, 0, at(14)), spentOn(meeting, 1, at(14)), spentOn(meeting, 2, at(14))]).toEqual([420_000, 420_000, 0]);
  });

  it("is adjourned and goes on with what was spent", () => {
    const adjourned: ReviewEvent = { type: "ReviewMeetingAdjourned", data: { reviewId, at: at(10) } };
    given(reviewDecider, [opened, begun]).when({ type: "AdjournMeeting", now: at(10), reviewId }).then([adjourned]);
    given(reviewDecider, [opened]).when({ type: "AdjournMeeting", now: at(10), reviewId }).then([]);
    const later: ReviewEvent = { type: "ReviewMeetingBegun", data: { reviewId, at: at(30) } };
    const { status, meeting } = state(opened, begun, adjourned, later);
    expect(status).toBe("meeting");
    expect(meeting).toMatchObject({ topic: 0, since: at(30), spentMs: [600_000] });
    given(reviewDecider, [opened, begun, topic(3, 1)]).when({ type: "SetAgenda", now, reviewId, agenda: [...usualAgenda].slice(0, 2) })
      .thenRejected("INVALID_INPUT");
  });

  it("ends in closing the review, which is refused while an action has nobody or no day", () => {
    given(reviewDecider, [opened, begun]).when(close).then([closed]);
    given(reviewDecider, [opened, closed]).when(close).then([]);
    const actions = [
      { name: "ACT-1", hasOwner: true, hasDay: true }, { name: "ACT-2", hasOwner: false, hasDay: false },
      { name: "ACT-3", hasOwner: true, hasDay: false },
    ];
    given(reviewDecider, [opened, begun]).when({ ...close, actions }).thenRejected("ACTIONS_INCOMPLETE", {
      message: "ACT-2 has no owner and no day yet, ACT-3 has no day yet",
    });
    expect(lackingWords({ hasOwner: false, hasDay: true })).toBe("no owner yet");
    given(reviewDecider, [opened]).when({ ...close, heldAt: "2026-12-24T00:00:00Z" }).thenRejected("INVALID_INPUT", { path: ["heldAt"] });
  });

  it("is moved by who presents, and by whoever takes over", () => {
    const move = (presenterId: string, momentId: string | null, takeOver = false) =>
      ({ type: "MovePresenter", now, reviewId, presenterId, momentId, takeOver }) as const;
    const moved = (presenterId: string, momentId: string | null) =>
      ({ type: "PresenterMoved", data: { reviewId, presenterId, momentId } }) as const;
    given(meetingDecider, []).when(move(ana, null)).then([moved(ana, null)]);
    given(meetingDecider, [moved(ana, null)]).when(move(ana, "a")).then([moved(ana, "a")]);
    given(meetingDecider, [moved(ana, "a")]).when(move(ana, "a")).then([]);
    given(meetingDecider, [moved(ana, "a")]).when(move(kim, "b")).thenRejected("NOT_PRESENTING");
    given(meetingDecider, [moved(ana, "a")]).when(move(kim, "a", true)).then([moved(kim, "a")]);
    // Its stream keeps the last one only: that says everything.
    expect(given(meetingDecider, [moved(kim, "b")]).state).toEqual({ status: "presented", reviewId, presenterId: kim, momentId: "b" });
  });
});
