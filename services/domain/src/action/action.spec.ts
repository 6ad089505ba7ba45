import type { ActionEvent, DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { actionDecider, actionLateness, actionName, type KnownAction } from "./index.ts";

const now = "2026-11-24T10:00:00.000Z";
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [actionId, owner, other, incident] = [id(1), id(2), id(3), id(4)];
const data: DataOf<"ActionRegistered"> = {
  actionId, number: 7, kind: "shortTerm", title: "Alert on the queue", text: "", ownerId: owner, dueOn: "2026-11-30", links: [],
  riskId: null, source: { kind: "incident", recordId: incident },
};
const registered: ActionEvent = { type: "ActionRegistered", data };
const finished: ActionEvent = { type: "ActionFinished", data: { actionId, finishedBy: owner, finishedAt: now, note: "" } };
const verified: ActionEvent = { type: "ActionVerified", data: { actionId, verifierId: other, note: "" } };
const dropped: ActionEvent = { type: "ActionDropped", data: { actionId, reason: "moved away" } };
const due = (dueOn: string, reason: string) => ({ type: "PromiseActionDue", now, actionId, dueOn, reason }) as const;
const state = (events: readonly ActionEvent[]): KnownAction => given(actionDecider, events).state as KnownAction;

describe("an action", () => {
  it("is proposed until somebody owns it and a day is promised", () => {
    given(actionDecider, []).when({ type: "RegisterAction", now, ...data }).then([registered]);
    given(actionDecider, [registered]).when({ type: "RegisterAction", now, ...data }).then([]);
    expect(state([registered]).status).toBe("open");
    const proposed: ActionEvent = { type: "ActionRegistered", data: { ...data, dueOn: null } };
    expect(state([proposed]).status).toBe("proposed");
    given(actionDecider, [proposed]).when(due("2026-12-01", "")).then([
      { type: "ActionDuePromised", data: { actionId, dueOn: "2026-12-01", reason: "" } },
    ]);
    expect(state([proposed, { type: "ActionDuePromised", data: { actionId, dueOn: "2026-12-01", reason: "" } }])).toMatchObject({
      status: "open", slips: [],
    });
  });

  it("keeps every day that was promised, and why it was moved", () => {
    given(actionDecider, [registered]).when(due("2026-12-15", "")).thenRejected("INVALID_INPUT", { path: ["reason"] });
    given(actionDecider, [registered]).when(due("2026-11-30", "same")).then([]);
    const moved: ActionEvent = { type: "ActionDuePromised", data: { actionId, dueOn: "2026-12-15", reason: "holidays" } };
    given(actionDecider, [registered]).when(due("2026-12-15", "holidays")).then([moved]);
    expect(state([registered, moved])).toMatchObject({
      dueOn: "2026-12-15", slips: [{ from: "2026-11-30", to: "2026-12-15", reason: "holidays" }],
    });
    expect(actionLateness(state([registered, moved]), "2026-12-20")).toEqual({ overdue: 5, sinceFirst: 20 });
    expect(actionLateness(state([registered, moved, dropped]), "2026-12-20")).toEqual({ overdue: 0, sinceFirst: 0 });
  });

  it("is verified by somebody else than who owns it and who finished it", () => {
    const verify = (verifierId: string) => ({ type: "VerifyAction", now, actionId, verifierId, note: "" }) as const;
    given(actionDecider, [registered]).when(verify(other)).thenRejected("ACTION_NOT_DONE");
    given(actionDecider, [registered, finished]).when(verify(owner)).thenRejected("VERIFIER_IS_OWNER");
    const byOther: ActionEvent = { type: "ActionFinished", data: { actionId, finishedBy: other, finishedAt: now, note: "" } };
    given(actionDecider, [registered, byOther]).when(verify(other)).thenRejected("VERIFIER_IS_OWNER");
    given(actionDecider, [registered, byOther]).when(verify(owner)).thenRejected("VERIFIER_IS_OWNER");
    given(actionDecider, [registered, finished]).when(verify(other)).then([verified]);
    given(actionDecider, [registered, finished, verified]).when(verify(other)).then([]);
  });

  it("is finished once, not ahead of time, and not after it was dropped", () => {
    const finish = { type: "FinishAction", now, actionId, finishedBy: owner, finishedAt: now, note: "" } as const;
    given(actionDecider, [registered]).when(finish).then([finished]);
    given(actionDecider, [registered, finished]).when(finish).then([]);
    given(actionDecider, [registered]).when({ ...finish, finishedAt: "2026-12-24T00:00:00Z" }).thenRejected("INVALID_INPUT");
    given(actionDecider, [registered, dropped]).when(finish).thenRejected("ACTION_ENDED");
    given(actionDecider, []).when(finish).thenRejected("NOT_FOUND");
  });

  it("changes no more once it has ended, until it is reopened", () => {
    given(actionDecider, [registered]).when({ type: "DropAction", now, actionId, reason: "moved away" }).then([dropped]);
    given(actionDecider, [registered, finished]).when({ type: "DropAction", now, actionId, reason: "x" }).thenRejected("ACTION_ENDED");
    given(actionDecider, [registered, dropped]).when(due("2026-12-15", "x")).thenRejected("ACTION_ENDED");
    const reopen = { type: "ReopenAction", now, actionId, reason: "it came back" } as const;
    const reopened: ActionEvent = { type: "ActionReopened", data: { actionId, reason: "it came back" } };
    given(actionDecider, [registered]).when(reopen).then([]);
    for (const ended of [[finished], [finished, verified], [dropped]]) {
      given(actionDecider, [registered, ...ended]).when(reopen).then([reopened]);
      expect(state([registered, ...ended, reopened])).toMatchObject({ status: "open", finished: null, verified: null, dropped: null });
    }
  });
});

describe("reminders of an action", () => {
  const remind = (reminders: readonly { personId: string; on: string; stage: "before" | "due" }[], dueOn = "2026-11-30") =>
    ({ type: "RemindOfAction", now, actionId, dueOn, reminders }) as const;
  const reminded = (personId: string, on: string, stage: "before" | "due" = "before"): ActionEvent => ({
    type: "ActionReminded", data: { actionId, personId, on, stage, dueOn: "2026-11-30" },
  });
  const [first, second] = [
    { personId: owner, on: "2026-11-28", stage: "before" }, { personId: other, on: "2026-11-28", stage: "before" },
  ] as const;

  it("are given once a person and day, however many find that it is time", () => {
    given(actionDecider, [registered]).when(remind([first, second])).then([reminded(owner, "2026-11-28"), reminded(other, "2026-11-28")]);
    given(actionDecider, [registered, reminded(owner, "2026-11-28")]).when(remind([first, second])).then([reminded(other, "2026-11-28")]);
    given(actionDecider, [registered, reminded(owner, "2026-11-28")]).when(remind([{ ...first, on: "2026-11-30", stage: "due" }])).then([
      reminded(owner, "2026-11-30", "due"),
    ]);
  });

  it("are none of what is over, or promised for another day by now", () => {
    given(actionDecider, [registered]).when(remind([first], "2026-12-01")).then([]);
    for (const ended of [[finished], [dropped]]) given(actionDecider, [registered, ...ended]).when(remind([first])).then([]);
    given(actionDecider, []).when(remind([first])).thenRejected("NOT_FOUND");
  });

  it("are remembered as far as fifty back: nobody is told twice", () => {
    const many = Array.from({ length: 60 }, (_, n) => reminded(id(100 + n), "2026-11-28"));
    expect(
      state([registered, ...many]).reminded.map(({ personId }) => personId),
    ).toEqual(Array.from({ length: 50 }, (_, n) => id(110 + n)));
  });
});

describe("an action of another system", () => {
  const said: DataOf<"ActionImported"> = {
    actionId, externalId: "PM-9#1", kind: "shortTerm", title: "Lock versions", text: "", ownerId: null, ownerName: null, dueOn: null,
    links: [], source: null, cameOf: "PM-9", state: "open", doneAt: null,
  };
  const told: ActionEvent = { type: "ActionImported", data: said };

  it("is known by what it is called there, and the same when it is told again", () => {
    given(actionDecider, []).when({ type: "ImportAction", now, ...said }).then([told]);
    given(actionDecider, [told]).when({ type: "ImportAction", now, ...said }).then([]);
    expect(actionName(state([told]))).toBe("PM-9#1");
    expect(state([told])).toMatchObject({ status: "proposed", number: null });
  });

  it("takes over what its source has changed, and leaves what was changed here", () => {
    const here: ActionEvent = { type: "ActionDuePromised", data: { actionId, dueOn: "2026-12-15", reason: "" } };
    const again = { ...said, title: "Lock all versions", ownerId: owner };
    given(actionDecider, [told, here]).when({ type: "ImportAction", now, ...again }).then([
      { type: "ActionImportCorrected", data: again },
    ]);
    expect(state([told, here, { type: "ActionImportCorrected", data: again }])).toMatchObject({
      status: "open", title: "Lock all versions", ownerId: owner, dueOn: "2026-12-15",
    });
  });

  it("ends and comes back as its source says, and is verified here", () => {
    const ended = { ...said, state: "done", doneAt: now } as const;
    const done: ActionEvent = { type: "ActionImportCorrected", data: ended };
    const back: ActionEvent = { type: "ActionImportCorrected", data: said };
    given(actionDecider, []).when({ type: "ImportAction", now, ...ended }).then([told, done]);
    expect(state([told, done])).toMatchObject({ status: "done", finished: { by: null, at: now } });
    given(actionDecider, [told, done]).when({ type: "ImportAction", now, ...ended }).then([]);
    given(actionDecider, [told, done]).when({ type: "VerifyAction", now, actionId, verifierId: other, note: "" }).then([verified]);
    expect(state([told, done, verified, done])).toMatchObject({ status: "verified" });
    expect(state([told, done, back])).toMatchObject({ status: "proposed", finished: null });
    const dropped: ActionEvent = { type: "ActionImportCorrected", data: { ...said, state: "dropped" } };
    expect(state([told, dropped])).toMatchObject({ status: "dropped" });
  });

  it("slips where its source moves the day, and was late for nobody where nobody knows when it was done", () => {
    const first: ActionEvent = { type: "ActionImported", data: { ...said, ownerId: owner, dueOn: "2026-11-01" } };
    const later = { ...said, ownerId: owner, dueOn: "2026-12-01" };
    expect(state([first, { type: "ActionImportCorrected", data: later }])).toMatchObject({
      slips: [{ from: "2026-11-01", to: "2026-12-01" }],
    });
    const corrected = (dueOn: string | null, title = "Lock versions"): ActionEvent => ({
      type: "ActionImportCorrected", data: { ...said, ownerId: owner, dueOn, title },
    });
    // A first day, none any more, and the same one move nothing.
    expect(state([told, corrected("2026-12-01")]).slips).toEqual([]);
    expect(state([first, corrected(null)]).slips).toEqual([]);
    expect(state([first, corrected("2026-11-01", "Lock all")]).slips).toEqual([]);
    const done: ActionEvent = { type: "ActionImportCorrected", data: { ...said, ownerId: owner, dueOn: "2026-11-01", state: "done" } };
    expect(actionLateness(state([first, done]), "2027-01-01")).toEqual({ overdue: 0, sinceFirst: 0 });
  });
});
