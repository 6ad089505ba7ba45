import { actionDecider, type ActionCommand } from "@ballast/domain/action";
import { ids } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { actionProjection } from "./actionProjection.ts";

const now = "2026-11-01T09:00:00.000Z";
const [actionId, owner, other] = [ids.deploy("an action"), ids.person("ana"), ids.person("lea")];
const day = fc.constantFrom("2026-11-20", "2026-12-01", "2027-01-15");
const by = fc.constantFrom(owner, other);
const described = {
  kind: "shortTerm", title: "Alert on the queue", text: "", links: [], riskId: null, ownerId: owner,
} as const;

const anyCommand: fc.Arbitrary<ActionCommand> = fc.oneof(
  fc
    .option(day)
    .map((dueOn): ActionCommand => ({ type: "RegisterAction", now, actionId, number: 1, ...described, links: [], dueOn, source: null })),
  fc
    .record({ dueOn: fc.option(day), state: fc.constantFrom("open", "done", "dropped"), ownerId: fc.option(by) })
    .map((said): ActionCommand => ({
      type: "ImportAction", now, actionId, externalId: "PM-9#1", kind: "shortTerm", title: "Alert", text: "", links: [], source: null,
      cameOf: null, ownerName: null, doneAt: null, ...said,
    })),
  fc
    .option(by)
    .map((ownerId): ActionCommand => ({ type: "DescribeAction", now, actionId, ...described, links: [], ownerId, reason: null })),
  day.map((dueOn): ActionCommand => ({ type: "PromiseActionDue", now, actionId, dueOn, reason: "it takes longer" })),
  by.map((finishedBy): ActionCommand => ({ type: "FinishAction", now, actionId, finishedBy, finishedAt: now, note: "" })),
  by.map((verifierId): ActionCommand => ({ type: "VerifyAction", now, actionId, verifierId, note: "" })),
  fc.constantFrom<ActionCommand>(
    { type: "DropAction", now, actionId, reason: "gone" }, { type: "ReopenAction", now, actionId, reason: "back" },
  ),
);

it("an action's row says of every history what the domain's state says, and has a time for every slip", () => {
  rowsAreStates(
    { record: ["action", actionId], decider: actionDecider, projection: actionProjection, command: anyCommand },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      expect(row).toMatchObject(state);
      expect(row).toMatchObject({
        moves: { length: state.slips.length }, endedAt: /proposed|open/.test(state.status) ? null : expect.any(String),
      });
    },
  );
});
