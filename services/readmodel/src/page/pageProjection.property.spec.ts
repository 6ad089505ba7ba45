import { pageDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { DataOf, PageChannel, PlannedSend } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { pageProjection } from "./pageProjection.ts";

type PageCommand = Parameters<typeof pageDecider.decide>[0];

const now = "2026-11-01T10:00:00.000Z";
const pageId = "a0000000-0000-4000-8000-000000000001";
const people = ["ana", "ben"].map((login) => ids.person(login));
const request: DataOf<"PageRequested"> = {
  pageId,
  incidentId: ids.incident("an incident"),
  purpose: "responders",
  severity: 2,
  rotationIds: [ids.rotation("first line")], escalations: [],
  personIds: [],
  reason: "it was declared",
  policy: { acknowledgeWithinMs: 300_000, rounds: 3, repeatEveryMs: 0 },
};
const anyStep = fc.record({ step: fc.constantFrom("person" as const, "next" as const, "everyone" as const), round: fc.nat(2) });
/** Few messages, so that they meet again. */
const anySend = fc
  .tuple(fc.constantFrom(...people), fc.constantFrom<PageChannel>("mail", "sms", "inbox"), fc.nat(1))
  .map(([personId, channel, n]): PlannedSend => ({ key: `${n}/${personId}/${channel}`, personId, channel, afterMs: 0 }));

const anyCommand: fc.Arbitrary<PageCommand> = fc.oneof(
  fc.constant<PageCommand>({ type: "RequestPage", now, ...request }),
  fc
    .constantFrom("run-1", "run-2")
    .map((runId): PageCommand => ({ type: "StartPage", now, pageId, requestEventId: pageId, workflowId: "page", runId })),
  fc
    .tuple(anyStep, fc.uniqueArray(anySend, { maxLength: 4, selector: ({ key }) => key }))
    .map(([at, sends]): PageCommand => ({ type: "ClaimStep", now, pageId, ...at, sends, rung: null })),
  fc.tuple(anyStep, anySend).map(([at, send]): PageCommand => ({ type: "SendPage", now, pageId, ...at, ...send, address: "there" })),
  fc
    .tuple(anyStep, anySend)
    .map(([at, send]): PageCommand => ({ type: "RefuseDelivery", now, pageId, ...at, ...send, reason: "no such mailbox" })),
  fc
    .tuple(anyStep, anySend, fc.boolean(), fc.boolean())
    .map(([at, send, mayHaveArrived, triesAgain]): PageCommand => ({
      type: "FailDelivery", now, pageId, ...at, ...send, attempt: 1, mayHaveArrived, triesAgain, reason: "no answer",
    })),
  fc.tuple(anySend, fc.boolean()).map(([{ key }, delivered]): PageCommand => ({
    type: "TakeReceipt", now, pageId, key, delivered, reason: "the provider says so",
  })),
  anySend.map(({ key }): PageCommand => ({ type: "MissReceipt", now: "2026-11-01T10:01:00.000Z", pageId, key })),
  fc
    .constantFrom("run-1", "run-2")
    .map((toRunId): PageCommand => ({
      type: "ReplaceRun", now, pageId, requestEventId: pageId, workflowId: "page", fromRunId: "run-1", toRunId, reason: "lost",
    })),
  anyStep.map(({ step: to, round }): PageCommand => ({ type: "Escalate", now, pageId, to, round, reason: "nobody answered" })),
  fc.nat(2).map((round): PageCommand => ({ type: "GoUnanswered", now, pageId, round, againAt: null })),
  fc.tuple(fc.constantFrom(...people), fc.constantFrom(null, "2026-11-01T11:00:00.000Z", "2026-11-01T12:00:00.000Z"))
    .map(([personId, lookAgainAt]): PageCommand => ({ type: "Acknowledge", now, pageId, personId, lookAgainAt })),
  fc.tuple(fc.constantFrom(...people), fc.constantFrom(null, "2026-11-01T13:00:00.000Z"))
    .map(([personId, at]): PageCommand => ({ type: "LookAgain", now, pageId, personId, at })),
  fc.constantFrom(...people).map((personId): PageCommand => ({
    type: "HandOn", now, pageId, toPageId: ids.page("other", "responders", personId), personId, to: { kind: "person", personId }, note: "",
  })),
  fc.constant<PageCommand>({ type: "Stop", now, pageId, reason: "resolved" }),
);

it("a page's row says of every history what the domain's state says", () => {
  const requested = pageDecider.decide({ type: "RequestPage", now, ...request }, pageDecider.initialState);
  rowsAreStates(
    { record: ["page", pageId], decider: pageDecider, projection: pageProjection, command: anyCommand, beginnings: [[], requested] },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      const { status, step, round, firstSentAt, acknowledgedBy, sent, refused } = state;
      expect(row).toMatchObject({
        state: status, step, round, firstSentAt, acknowledgedBy: status === "acknowledged" ? acknowledgedBy[0] : null,
      });
      expect(new Map(row?.lookAgain.map(({ personId, at }) => [personId, at]))).toEqual(new Map(state.lookAgain));
      expect(row?.handedOn?.toPageId ?? null).toBe(state.handedTo);
      expect(row?.answers.map(({ personId }) => personId)).toEqual(acknowledgedBy);
      expect(row?.startedAt !== null).toBe(state.start !== null);
      const came = (key: string) => state.receipts.get(key)?.came ?? "awaited";
      const outcomes = { awaited: "handedOver", delivered: "delivered", failed: "undelivered", missing: "undelivered" } as const;
      for (const { key, outcome } of row?.sends ?? [])
        if (sent.has(key) || came(key) !== "awaited") expect(outcome).toBe(outcomes[came(key)]);
        else expect(outcome).not.toBe("handedOver");
      expect(new Set(row?.sends.map(({ key }) => key))).toEqual(expect.objectContaining({ size: row?.sends.length }));
      expect([...sent].every((key) => row?.sends.some((send) => send.key === key))).toBe(true);
      for (const key of refused)
        if (!sent.has(key) && came(key) === "awaited")
          expect(row?.sends.find((send) => send.key === key)).toMatchObject({ outcome: "failed" });
      expect(row?.unanswered.at(-1)?.round ?? null).toBe(state.unansweredRound);
    },
  );
});
