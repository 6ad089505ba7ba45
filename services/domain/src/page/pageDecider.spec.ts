import type { DataOf, PageEvent } from "@ballast/schema";
import { defaultPagePolicy } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { absentPage, evolvePage, hasArrived, maySend } from "./page.ts";
import { pageDecider } from "./pageDecider.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [pageId, incidentId, ana, ben, requestEventId] = [id(1), id(2), id(3), id(4), id(5)];
const now = "2026-03-01T10:00:00.000Z";

const request: DataOf<"PageRequested"> = {
  pageId, incidentId, purpose: "responders", severity: 1, rotationIds: [id(6)], escalations: [], personIds: [], reason: "checkout fails",
  policy: defaultPagePolicy,
};
const start: DataOf<"PageStarted"> = { pageId, requestEventId, workflowId: `page/${pageId}`, runId: "run-1" };
const sending = { pageId, key: "k1", step: "person", round: 0, personId: ana, channel: "mail", address: "ana@example.org" } as const;

const requested: PageEvent = { type: "PageRequested", data: request };
const started: PageEvent = { type: "PageStarted", data: start };
const sent: PageEvent = { type: "PageSent", data: { ...sending, sentAt: now } };
const acknowledged: PageEvent = { type: "PageAcknowledged", data: { pageId, personId: ana, late: false, sentAt: now } };
const stopped: PageEvent = { type: "PageStopped", data: { pageId, reason: "resolved" } };
const refusal: DataOf<"PageDeliveryRefused"> = {
  pageId, key: "k1", step: "person", round: 0, personId: ana, channel: "mail", reason: "550 no such mailbox",
};
const escalatedTo = (to: "person" | "next" | "everyone", round = 0): PageEvent => ({
  type: "PageEscalated", data: { pageId, to, round, reason: "no answer" },
});

const acknowledge = (personId: string) => ({ type: "Acknowledge", now, pageId, personId }) as const;
const escalate = (to: "person" | "next" | "everyone", round: number) =>
  ({ type: "Escalate", now, pageId, to, round, reason: "no answer" }) as const;

describe("requesting a page", () => {
  const requestPage = { type: "RequestPage", now, ...request } as const;
  it("asks for people, once", () => {
    given(pageDecider, []).when(requestPage).then([requested]);
    given(pageDecider, [requested]).when(requestPage).then([]);
  });
  it("refuses the same id for another call", () => {
    given(pageDecider, [requested])
      .when({ ...requestPage, incidentId: id(9) })
      .thenRejected("ALREADY_EXISTS", { path: ["pageId"], message: incidentId });
  });
});

describe("a message whose provider says later what became of it", () => {
  const key = "k2";
  const send = { key, personId: ana, channel: "sms", afterMs: 0 } as const;
  const attempt = { pageId, key, step: "person", round: 0, personId: ana, channel: "sms" } as const;
  const claimed: PageEvent = { type: "PageStepClaimed", data: { pageId, step: "person", round: 0, sends: [send], rung: null } };
  const handed: PageEvent = { type: "PageSent", data: { ...attempt, address: "sms", sentAt: now } };
  const after = (ms: number): string => new Date(Date.parse(now) + ms).toISOString();
  const word = (delivered: boolean, at = now) =>
    ({ type: "TakeReceipt", now: at, pageId, key, delivered, reason: "no such number" }) as const;
  const miss = (at: string) => ({ type: "MissReceipt", now: at, pageId, key }) as const;
  const arrived = (late = false): PageEvent => ({ type: "PageDelivered", data: { ...attempt, late } });
  const lost: PageEvent = { type: "PageNotDelivered", data: { ...attempt, cause: "noReceipt", reason: "no receipt within 1 min" } };
  const failed: PageEvent = { type: "PageNotDelivered", data: { ...attempt, cause: "failed", reason: "no such number" } };
  const history = [requested, claimed, handed];
  const came = (events: readonly PageEvent[]) => hasArrived(given(pageDecider, events).state, key);

  it("has arrived when it says so, and the first word holds", () => {
    given(pageDecider, history).when(word(true)).then([arrived()]);
    given(pageDecider, history).when(word(false)).then([failed]);
    for (const first of [arrived(), failed])
      for (const second of [true, false]) given(pageDecider, [...history, first]).when(word(second)).then([]);
  });
  it("has not where it says nothing in time, and not a moment earlier; what comes later is kept as late", () => {
    given(pageDecider, history).when(miss(after(59_999))).then([]);
    given(pageDecider, history).when(miss(after(60_000))).then([lost]);
    given(pageDecider, [requested, claimed]).when(miss(after(60_000))).then([]);
    given(pageDecider, [...history, arrived()]).when(miss(after(60_000))).then([]);
    given(pageDecider, [...history, lost]).when(miss(after(60_001))).then([]);
    given(pageDecider, [...history, lost]).when(word(false, after(70_000))).then([]);
    given(pageDecider, [...history, lost]).when(word(true, after(70_000))).then([arrived(true)]);
    expect([came(history), came([...history, lost]), came([...history, lost, arrived(true)]), came([...history, failed])])
      .toEqual([true, false, true, false]);
  });
  it("may say so before it is known that it was sent, also where it gave no answer: it is not sent again then", () => {
    given(pageDecider, [requested, claimed]).when(word(true)).then([arrived()]);
    const { state } = given(pageDecider, [requested, claimed, arrived()]);
    expect([maySend(state, key), hasArrived(state, key)]).toEqual([false, true]);
    given(pageDecider, [requested, claimed, arrived()])
      .when({ type: "FailDelivery", now, ...attempt, attempt: 0, mayHaveArrived: true, triesAgain: true, reason: "no answer" }).then([]);
    expect(came([requested, claimed, arrived(), handed])).toBe(true);
    expect(came([requested, claimed, failed, handed])).toBe(false);
  });
  it("says nothing of a message that nobody claimed, nor of one whose channel gives no receipts", () => {
    given(pageDecider, [requested]).when(word(true)).thenRejected("NOT_FOUND", { path: ["key"] });
    given(pageDecider, [requested, sent]).when({ ...word(true), key: "k1" }).thenRejected("NOT_FOUND", { path: ["key"] });
  });
});

describe("taking up a page whose run was lost", () => {
  const lost = { pageId, requestEventId, workflowId: start.workflowId, fromRunId: "run-1", toRunId: "run-2", reason: "it was terminated" };
  const replace = { type: "ReplaceRun", now, ...lost } as const;
  const replaced: PageEvent = { type: "PageRunReplaced", data: lost };
  it("is done once, by the run that names the lost one, while the page is open", () => {
    given(pageDecider, [requested, started]).when(replace).then([replaced]);
    given(pageDecider, [requested]).when(replace).then([replaced]);
    given(pageDecider, [requested, started, replaced]).when(replace).then([]);
    given(pageDecider, [requested, started, replaced]).when({ ...replace, toRunId: "run-3" }).thenThrown(StartedByAnotherRun);
    given(pageDecider, [requested, started, acknowledged]).when(replace).thenRejected("PAGE_NOT_OPEN");
  });
});

describe("claiming a step", () => {
  const place = { pageId, step: "person", round: 0 } as const;
  const sends = [
    { key: "inbox", personId: ana, channel: "inbox", afterMs: 0 }, { key: "k1", personId: ana, channel: "mail", afterMs: 0 },
  ] as const;
  const claimed: PageEvent = { type: "PageStepClaimed", data: { ...place, sends: [...sends], rung: null } };
  const inInbox: PageEvent = {
    type: "PageSent", data: { ...place, key: "inbox", personId: ana, channel: "inbox", address: "console", sentAt: now },
  };

  it("is won once, and lies in the inbox by that", () => {
    given(pageDecider, [requested, started]).when({
      type: "ClaimStep", now, ...place, sends: [...sends], rung: null,
    }).then([claimed, inInbox]);
    given(pageDecider, [requested, started, claimed]).when({ type: "ClaimStep", now, ...place, sends: [], rung: null }).then([]);
  });
  it("is refused once somebody answered", () => {
    given(pageDecider, [requested, acknowledged])
      .when({ type: "ClaimStep", now, ...place, sends: [], rung: null })
      .thenRejected("PAGE_NOT_OPEN", { path: ["pageId"], message: "answered" });
  });
  it("sends nothing that wakes: the first hand-over is that to a channel that can", () => {
    const page = [requested, claimed, inInbox].reduce(evolvePage, absentPage);
    expect(page).toMatchObject({ firstSentAt: null });
    expect(evolvePage(page, sent)).toMatchObject({ firstSentAt: now });
  });
});

describe("a channel that fails in a way that may pass", () => {
  const failure: DataOf<"PageDeliveryFailed"> = {
    pageId, key: "k1", step: "person", round: 0, personId: ana, channel: "mail", attempt: 0, mayHaveArrived: true, triesAgain: true,
    reason: "no answer",
  };
  const failed: PageEvent = { type: "PageDeliveryFailed", data: failure };

  it("is recorded for each try, and may still take it", () => {
    given(pageDecider, [requested]).when({ type: "FailDelivery", now, ...failure }).then([failed]);
    given(pageDecider, [requested, failed]).when({ type: "FailDelivery", now, ...failure }).then([]);
    given(pageDecider, [requested, failed])
      .when({ type: "FailDelivery", now, ...failure, attempt: 1 })
      .then([{ type: "PageDeliveryFailed", data: { ...failure, attempt: 1 } }]);
    expect(maySend([requested, failed].reduce(evolvePage, absentPage), "k1")).toBe(true);
  });
  it("says nothing after it was handed over", () => {
    given(pageDecider, [requested, sent]).when({ type: "FailDelivery", now, ...failure, attempt: 1 }).then([]);
  });
});

describe("a page that nobody answers in all its rounds", () => {
  const silence: PageEvent = { type: "PageUnanswered", data: { pageId, round: 5, againAt: "2026-03-01T10:30:00.000Z" } };
  it("says so once for each time, and stays open", () => {
    given(pageDecider, [requested]).when({ type: "GoUnanswered", now, ...silence.data }).then([silence]);
    given(pageDecider, [requested, silence]).when({ type: "GoUnanswered", now, ...silence.data }).then([]);
    expect([requested, silence].reduce(evolvePage, absentPage)).toMatchObject({ status: "open" });
  });
  it("is refused once somebody answered", () => {
    given(pageDecider, [requested, acknowledged])
      .when({ type: "GoUnanswered", now, ...silence.data })
      .thenRejected("PAGE_NOT_OPEN", { path: ["pageId"], message: "answered" });
  });
});

describe("starting a page", () => {
  const startPage = { type: "StartPage", now, ...start } as const;
  it("is done by one run", () => {
    given(pageDecider, [requested]).when(startPage).then([started]);
    given(pageDecider, [requested, started]).when(startPage).then([]);
  });
  it("tells another run who carries it out", () => {
    given(pageDecider, [requested, started]).when({ ...startPage, runId: "run-2" }).thenThrown(StartedByAnotherRun);
  });
  it("refuses a page that was answered or stopped before", () => {
    given(pageDecider, [requested, acknowledged]).when(startPage).thenRejected("PAGE_NOT_OPEN", { message: "answered" });
    given(pageDecider, [requested, stopped]).when(startPage).thenRejected("PAGE_NOT_OPEN", { message: "stopped" });
  });
});

describe("sending", () => {
  const sendPage = { type: "SendPage", now, ...sending } as const;
  it("is recorded with its time, never twice for a key", () => {
    given(pageDecider, [requested, started]).when(sendPage).then([sent]);
    given(pageDecider, [requested, started, sent]).when({ ...sendPage, now: "2026-03-01T10:00:05.000Z" }).then([]);
  });
  it("is recorded even when somebody answered meanwhile, because it did go out", () => {
    given(pageDecider, [requested, started, acknowledged]).when(sendPage).then([sent]);
  });
  it("is allowed while the page is open and the key is new", () => {
    const after = (events: readonly PageEvent[]) => given(pageDecider, events).state;
    expect(maySend(absentPage, "k1")).toBe(false);
    expect(maySend(after([requested]), "k1")).toBe(true);
    expect(maySend(after([requested, started, sent]), "k1")).toBe(false);
    expect(maySend(after([requested, started, sent]), "k2")).toBe(true);
    expect(maySend(after([requested, { type: "PageDeliveryRefused", data: refusal }]), "k1")).toBe(false);
    expect(maySend(after([requested, acknowledged]), "k2")).toBe(false);
    expect(maySend(after([requested, stopped]), "k2")).toBe(false);
  });
  it("records a refused delivery once", () => {
    const refuse = { type: "RefuseDelivery", now, ...refusal } as const;
    given(pageDecider, [requested]).when(refuse).then([{ type: "PageDeliveryRefused", data: refusal }]);
    given(pageDecider, [requested, { type: "PageDeliveryRefused", data: refusal }]).when(refuse).then([]);
  });
});

describe("escalating", () => {
  it("goes person, next, everyone, and round again", () => {
    given(pageDecider, [requested]).when(escalate("next", 0)).then([escalatedTo("next")]);
    given(pageDecider, [requested, escalatedTo("next")]).when(escalate("everyone", 0)).then([escalatedTo("everyone")]);
    given(pageDecider, [requested, escalatedTo("everyone")]).when(escalate("person", 1)).then([escalatedTo("person", 1)]);
  });
  it("never goes back: a late repetition changes nothing", () => {
    given(pageDecider, [requested, escalatedTo("everyone")]).when(escalate("next", 0)).then([]);
    given(pageDecider, [requested, escalatedTo("person", 1)]).when(escalate("person", 1)).then([]);
  });
  it("is refused once somebody answered", () => {
    given(pageDecider, [requested, acknowledged]).when(escalate("next", 0)).thenRejected("PAGE_NOT_OPEN", { path: ["pageId"] });
  });
});

describe("acknowledging", () => {
  it("ends the paging", () => {
    given(pageDecider, [requested, started, sent]).when(acknowledge(ana)).then([acknowledged]);
    given(pageDecider, [requested]).when(acknowledge(ana)).then([{ ...acknowledged, data: { ...acknowledged.data, sentAt: null } }]);
  });
  it("by the same person again changes nothing", () => {
    given(pageDecider, [requested, sent, acknowledged]).when(acknowledge(ana)).then([]);
  });
  it("is late after another answer, and after a stop", () => {
    const late: PageEvent = { type: "PageAcknowledged", data: { pageId, personId: ben, late: true, sentAt: now } };
    given(pageDecider, [requested, sent, acknowledged]).when(acknowledge(ben)).then([late]);
    given(pageDecider, [requested, sent, stopped]).when(acknowledge(ben)).then([late]);
    expect(given(pageDecider, [requested, sent, stopped, late]).state.status).toBe("stopped");
  });
});

describe("stopping", () => {
  const stop = { type: "Stop", now, pageId, reason: "resolved" } as const;
  it("is done once, and not after an answer", () => {
    given(pageDecider, [requested, started]).when(stop).then([stopped]);
    given(pageDecider, [requested, stopped]).when(stop).then([]);
    given(pageDecider, [requested, sent, acknowledged]).when(stop).then([]);
  });
});

describe("a page that nobody requested", () => {
  it("refuses everything else", () => {
    given(pageDecider, []).when({ type: "StartPage", now, ...start }).thenRejected("NOT_FOUND", { path: ["pageId"], message: pageId });
    given(pageDecider, []).when({ type: "SendPage", now, ...sending }).thenRejected("NOT_FOUND");
    given(pageDecider, []).when({ type: "RefuseDelivery", now, ...refusal }).thenRejected("NOT_FOUND");
    given(pageDecider, []).when(escalate("next", 0)).thenRejected("NOT_FOUND");
    given(pageDecider, []).when(acknowledge(ana)).thenRejected("NOT_FOUND");
    given(pageDecider, []).when({ type: "Stop", now, pageId, reason: "resolved" }).thenRejected("NOT_FOUND");
  });
  it("is not made by stray facts, nor remade by a second request", () => {
    expect(evolvePage(absentPage, acknowledged)).toEqual(absentPage);
    expect(given(pageDecider, [requested, acknowledged, requested]).state.status).toBe("acknowledged");
  });
});
