import { describe, expect, it } from "vitest";
import { defaultPagePolicy, type PageEvent } from "@ballast/schema";
import { fold } from "../decider.ts";
import { given } from "../specification.ts";
import { notAgainBecause, type LookedAt } from "./lookAgain.ts";
import { pageDecider } from "./pageDecider.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [pageId, incidentId, ana, ben, toPageId] = [id(1), id(2), id(3), id(4), id(5)];
const now = "2026-03-01T10:00:00.000Z";
const at = "2026-03-01T14:30:00.000Z";

const requested: PageEvent = {
  type: "PageRequested",
  data: {
    pageId, incidentId, purpose: "responders", severity: 1, rotationIds: [], escalations: [], personIds: [], reason: "",
    policy: defaultPagePolicy,
  },
};
const acknowledged: PageEvent = { type: "PageAcknowledged", data: { pageId, personId: ana, late: false, sentAt: null } };
const again = (when: string | null = at): PageEvent => ({ type: "LookAgainSet", data: { pageId, personId: ana, at: when } });
const handedOn: PageEvent = {
  type: "PageHandedOn", data: { pageId, toPageId, personId: ana, to: { kind: "person", personId: ben }, note: "the database" },
};
const stopped: PageEvent = { type: "PageStopped", data: { pageId, reason: "resolved" } };
const acknowledge = (lookAgainAt: string | null) => ({ type: "Acknowledge", now, pageId, personId: ana, lookAgainAt } as const);
const look = (when: string | null, personId = ana) => ({ type: "LookAgain", now, pageId, personId, at: when } as const);

describe("looking again at an answered page", () => {
  it("is said with the answer, moved, and taken back; said twice it is said once", () => {
    given(pageDecider, [requested]).when(acknowledge(at)).then([acknowledged, again()]);
    given(pageDecider, [requested, acknowledged, again()]).when(acknowledge(at)).then([]);
    const later = "2026-03-01T15:00:00.000Z";
    given(pageDecider, [requested, acknowledged, again()]).when(look(later)).then([again(later)]);
    given(pageDecider, [requested, acknowledged, again()]).when(look(null)).then([again(null)]);
    given(pageDecider, [requested, acknowledged, again(), again(null)]).when(look(null)).then([]);
  });
  it("is for a moment that is to come, within seven days, of who has answered, and of a page that goes on", () => {
    for (const when of [now, "2026-03-01T09:59:59.999Z", "2026-03-08T10:00:00.001Z"])
      given(pageDecider, [requested]).when(acknowledge(when)).thenRejected("INVALID_INPUT", { path: ["lookAgainAt"] });
    given(pageDecider, [requested, acknowledged]).when(look("2026-03-08T10:00:00.000Z")).then([again("2026-03-08T10:00:00.000Z")]);
    given(pageDecider, [requested, acknowledged]).when(look(at, ben)).thenRejected("PAGE_NOT_OPEN", { message: "answer it first" });
    given(pageDecider, [requested, stopped]).when(acknowledge(at)).thenRejected("PAGE_NOT_OPEN", { message: "stopped" });
    given(pageDecider, [requested, acknowledged, handedOn]).when(look(at)).thenRejected("PAGE_NOT_OPEN", { message: "handed on" });
  });
});

describe("handing a page on", () => {
  const handOn = { type: "HandOn", now, ...handedOn.data } as const;
  it("ends its calling, once, and takes what was to be looked at with it", () => {
    given(pageDecider, [requested]).when(handOn).then([handedOn]);
    given(pageDecider, [requested, acknowledged, again()]).when(handOn).then([handedOn]);
    given(pageDecider, [requested, handedOn]).when(handOn).then([]);
    expect(given(pageDecider, [requested, handedOn]).state).toMatchObject({ status: "stopped", handedTo: toPageId });
    expect(given(pageDecider, [requested, acknowledged, again(), handedOn]).state).toMatchObject({
      status: "acknowledged", lookAgain: new Map(),
    });
  });
  it("is refused the second time, and of a page that was stopped", () => {
    given(pageDecider, [requested, handedOn]).when({ ...handOn, toPageId: id(9) }).thenRejected("PAGE_NOT_OPEN", { message: "before" });
    given(pageDecider, [requested, stopped]).when(handOn).thenRejected("PAGE_NOT_OPEN", { message: "stopped" });
  });
});

describe("whoever wanted to look again", () => {
  const page = (events: readonly PageEvent[]) => fold(pageDecider, events);
  const answered = [requested, acknowledged, again()];
  const why = (events: readonly PageEvent[], incident: Partial<LookedAt> = {}) =>
    notAgainBecause(page(events), { isActive: true, commander: [], ...incident }, { personId: ana, at });

  it("is called, also while they command it themselves", () => {
    expect(why(answered)).toBeNull();
    expect(why(answered, { commander: [ana] })).toBeNull();
  });
  it("is not once it is over or somebody else's, or they said something else", () => {
    expect(why(answered, { isActive: false })).toBe("the incident is over");
    expect(why(answered, { commander: [ben] })).toBe("somebody else commands the incident");
    expect(why([...answered, handedOn])).toBe("it was handed on");
    expect(why([...answered, again("2026-03-01T15:00:00.000Z")])).toBe("another moment was said since");
    expect(why([...answered, again(null)])).toBe("another moment was said since");
    expect(why([])).toBe("there is no such page any more");
  });
});
