import { forumDecider, sittingDecider, type ForumCommand, type SittingCommand } from "@ballast/domain/forum";
import { ids } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { forumProjection, sittingProjection } from "./forumProjections.ts";

const now = "2026-12-03T10:00:00.000Z";
const [forumId, sittingId, ana] = [ids.deploy("a forum"), ids.deploy("a review"), ids.person("ana")];
const reason = "because";
const part = fc.constantFrom(ids.deploy("one"), ids.deploy("two"));
const day = fc.constantFrom("2026-12-03", "2026-12-10", "2027-01-01");

const ofForum: fc.Arbitrary<ForumCommand> = fc.oneof(
  fc.record({
    type: fc.constantFrom("FoundForum" as const, "DescribeForum" as const), title: fc.constantFrom("Architecture", "Design"),
  }).map(
    ({ type, title }): ForumCommand => ({
      type, title, now, forumId, kind: "architecture", serviceIds: [], vendor: null, ownerId: ana, participantIds: [],
      cadence: { every: 1, unit: "week" }, firstOn: "2026-12-03", tellDaysBefore: 7, reason: null,
    }),
  ),
  fc.constantFrom("EndForum" as const, "ReopenForum" as const).map((type): ForumCommand => ({ type, now, forumId, reason })),
);

it("a forum's row is, in every history, what the domain's state says", () => {
  rowsAreStates(
    { record: ["forum", forumId], decider: forumDecider, projection: forumProjection, command: ofForum },
    (state, row) => (state.status === "absent" ? expect(row).toBeNull() : expect(row).toMatchObject(state)),
  );
});

const due = [{
  itemId: ids.deploy("one"), kind: "risk", record: { kind: "risk", recordId: ids.deploy("r") }, title: null, dueOn: null,
}] as const;
const ofSitting: fc.Arbitrary<SittingCommand> = fc.oneof(
  day.map((dueOn): SittingCommand => ({ type: "OpenSitting", now, sittingId, forumId, dueOn })),
  day.map((dueOn): SittingCommand => ({ type: "MoveSitting", now, sittingId, dueOn, reason })),
  fc.constant<SittingCommand>({ type: "BeginSitting", now, sittingId, due: [...due] }),
  part.map((itemId): SittingCommand => ({ type: "AddSittingItem", now, sittingId, itemId, title: "The lease" })),
  fc.boolean().map((attends): SittingCommand => ({ type: "AttendSitting", now, sittingId, personId: ana, attends })),
  fc.tuple(part, fc.boolean(), fc.option(fc.nat(2))).map(([itemId, done, seenRevision]): SittingCommand => ({
    type: "TalkOfItem", now, sittingId, itemId, done, note: "", seenRevision,
  })),
  part.map((decisionId): SittingCommand => ({
    type: "Decide", now, sittingId, decisionId, text: "Buy", reason, decidedBy: ana, itemId: null,
  })),
  part.map((decisionId): SittingCommand => ({ type: "UndoDecision", now, sittingId, decisionId, reason })),
  part.map((findingId): SittingCommand => ({
    type: "NoteFinding", now, sittingId, findingId, title: "No alert", text: "", notedBy: ana, itemId: null,
  })),
  part.map((findingId): SittingCommand => ({ type: "RewriteFinding", now, sittingId, findingId, title: "No alarm", text: "" })),
  part.map((findingId): SittingCommand => ({ type: "CarryFinding", now, sittingId, findingId, kind: "risk", recordId: ids.deploy("r") })),
  fc.tuple(part, fc.constantFrom("DismissFinding" as const, "TakeUpFinding" as const)).map(
    ([findingId, type]): SittingCommand => ({ type, now, sittingId, findingId, reason }),
  ),
  fc.constant<SittingCommand>({ type: "CloseSitting", now, sittingId, heldOn: "2026-12-03", today: "2026-12-03", summary: "" }),
  fc.constantFrom("SkipSitting" as const, "ReopenSitting" as const).map((type): SittingCommand => ({ type, now, sittingId, reason })),
);

it("a review's row is, in every history, what the domain's state says, and has a time for every decision", () => {
  rowsAreStates(
    { record: ["sitting", sittingId], decider: sittingDecider, projection: sittingProjection, command: ofSitting },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      expect(row).toMatchObject(state);
      expect(Object.keys(row?.decided ?? {}).toSorted()).toEqual(state.decisions.map(({ decisionId }) => decisionId).toSorted());
    },
  );
});
