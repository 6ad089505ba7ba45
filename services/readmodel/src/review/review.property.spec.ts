import { meetingDecider, reviewDecider, usualAgenda, type MeetingCommand, type ReviewCommand } from "@ballast/domain/review";
import { ids } from "@ballast/eventlog";
import { reviewSections } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { meetingProjection, reviewProjection } from "./reviewProjections.ts";

const now = "2026-11-01T09:00:00.000Z";
const [reviewId, incidentId, ana, lea] = [ids.deploy("a review"), ids.incident("it"), ids.person("ana"), ids.person("lea")];
const person = fc.constantFrom(ana, lea);
const lineId = fc.constantFrom(ids.deploy("one"), ids.deploy("two"));
const told = fc.constantFrom("The judge was silent.", "Nobody asked it.");
const seenRevision = fc.nat(2);
const moment = { entryId: "entry", at: now };
const factorOf = (section: string) => (section === "factor" ? { word: "configuration", effect: "caused" as const } : null);

const anyCommand: fc.Arbitrary<ReviewCommand> = fc.oneof(
  fc
    .option(fc.constantFrom(now, "2026-11-04T09:00:00.000Z"))
    .map((dueAt): ReviewCommand => ({
      type: "OpenIncidentReview", now, reviewId, incidentId, dueAt, facilitatorId: ana, agenda: [...usualAgenda],
    })),
  fc
    .record({ section: fc.constantFrom(...reviewSections), lineId, text: told, authorId: person })
    .map((line): ReviewCommand => ({ type: "WriteLine", now, reviewId, ...line, factor: factorOf(line.section), moment })),
  fc
    .record({ lineId, text: told, authorId: person, seenRevision })
    .map((line): ReviewCommand => ({ type: "RewriteLine", now, reviewId, ...line, factor: null })),
  fc.record({ lineId, seenRevision }).map((line): ReviewCommand => ({ type: "RemoveLine", now, reviewId, ...line })),
  fc
    .record({ lineId, personId: person, agrees: fc.boolean() })
    .map((line): ReviewCommand => ({ type: "AgreeWithLine", now, reviewId, ...line })),
  fc
    .record({ personId: person, interview: fc.constantFrom("none", "wanted", "done") })
    .map((one): ReviewCommand => ({ type: "NameParticipant", now, reviewId, ...one })),
  person.map((personId): ReviewCommand => ({ type: "RemoveParticipant", now, reviewId, personId })),
  person.map((personId): ReviewCommand => ({ type: "NameFacilitator", now, reviewId, personId })),
  person.map((personId): ReviewCommand => ({ type: "BeginMeeting", now, reviewId, personId })),
  person.map((personId): ReviewCommand => ({ type: "NoteDraftRead", now, reviewId, personId })),
  person.map((personId): ReviewCommand => ({ type: "NoteRead", now, reviewId, personId })),
  person.map((personId): ReviewCommand => ({ type: "JoinMeeting", now, reviewId, personId })),
  fc.nat(4).map((topic): ReviewCommand => ({ type: "BeginTopic", now, reviewId, topic })),
  fc.constantFrom<ReviewCommand>(
    { type: "SetAgenda", now, reviewId, agenda: [...usualAgenda].slice(0, 2) }, { type: "AdjournMeeting", now, reviewId },
    { type: "CloseReview", now, reviewId, heldAt: now, actions: [] }, { type: "NoteHeld", now, reviewId, heldAt: now },
    { type: "NoteSkipped", now, reviewId, reason: "known" }, { type: "ReopenReview", now, reviewId, reason: "more" },
    { type: "PublishReview", now, reviewId, visibility: "internal", told: [lea], note: "" },
    { type: "WithdrawReview", now, reviewId, reason: "a name" },
  ),
);

it("a review's row says of every history what the domain's state says, and when it was published", () => {
  const review = { record: ["review", reviewId], decider: reviewDecider, projection: reviewProjection, command: anyCommand } as const;
  rowsAreStates(review, (state, row) => {
    if (state.status === "absent") return expect(row).toBeNull();
    expect(row).toMatchObject(state);
    expect(row).toMatchObject({ published: state.status === "published" ? expect.anything() : null });
  });
});

const anyMove = fc
  .record({ presenterId: person, momentId: fc.option(fc.constantFrom("a", "b")), takeOver: fc.boolean() })
  .map((move): MeetingCommand => ({ type: "MovePresenter", now, reviewId, ...move }));

it("a meeting's row says of every history what the domain's state says", () => {
  rowsAreStates(
    { record: ["meeting", reviewId], decider: meetingDecider, projection: meetingProjection, command: anyMove },
    (state, row) => (state.status === "absent" ? expect(row).toBeNull() : expect(row).toMatchObject(state)),
  );
});
