import { namedCountingRules, type DataOf, type StatusPageEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { statusPageDecider } from "./index.ts";

const id = (n: number): string => `90000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const statusPageId = id(1);
const content: DataOf<"StatusPageDefined"> = {
  statusPageId, slug: "public", name: "Marlow status", about: "", timeZone: "Europe/Zagreb", language: "en",
  rule: namedCountingRules.statuspage, logoUrl: null, address: null,
};
const defined: StatusPageEvent = { type: "StatusPageDefined", data: content };
const now = "2026-11-29T10:00:00.000Z";
const define = { type: "DefineStatusPage", now, ...content } as const;
const group = { groupId: id(2), name: "Shop", about: "" };
const component = (n: number, name: string, groupId: string | null = null) => ({
  componentId: id(n), name, about: "", groupId, serviceId: id(50), component: null, startedAt: null, onlyWhenHurt: false,
});
const layOut = (components: readonly ReturnType<typeof component>[], groups: readonly (typeof group)[] = []) =>
  ({ type: "LayOutStatusPage", now, statusPageId, groups, components }) as const;
const placed = (n: number, name: string, order: number, groupId: string | null = null): StatusPageEvent => ({
  type: "PageComponentPlaced", data: { statusPageId, ...component(n, name, groupId), order },
});
const held = (status: "degraded" | null, reason = "the provider says so"): StatusPageEvent => ({
  type: "ComponentStatusSet", data: { statusPageId, componentId: id(10), status, reason },
});

describe("a status page", () => {
  it("is defined, and defined anew; the same again is nothing", () => {
    given(statusPageDecider, []).when(define).then([defined]);
    given(statusPageDecider, [defined]).when(define).then([]);
    const other = { ...content, name: "Status" };
    given(statusPageDecider, [defined]).when({ ...define, ...other }).then([{ type: "StatusPageDefined", data: other }]);
  });

  it("goes by a zone that there is, and counts by a rule that is what it is called", () => {
    given(statusPageDecider, []).when({ ...define, timeZone: "Europe/Atlantis" }).thenRejected("INVALID_INPUT", { path: ["timeZone"] });
    given(statusPageDecider, [])
      .when({ ...define, rule: { ...namedCountingRules.statuspage, partialOutage: 10_000 } })
      .thenRejected("INVALID_INPUT", { path: ["rule"], message: "own" });
    given(statusPageDecider, [])
      .when({ ...define, rule: { name: "own", degraded: 50_000, partialOutage: 30_000, majorOutage: 100_000, maintenance: "up" } })
      .thenRejected("INVALID_INPUT", { path: ["rule"], message: "worse" });
  });

  it("is laid out as a whole, of which only what differs is told", () => {
    const groupPlaced: StatusPageEvent = { type: "PageGroupPlaced", data: { statusPageId, ...group, order: 0 } };
    given(statusPageDecider, [defined])
      .when(layOut([component(10, "Checkout", group.groupId), component(11, "Mail")], [group]))
      .then([groupPlaced, placed(10, "Checkout", 0, group.groupId), placed(11, "Mail", 1)]);
    const before = [defined, groupPlaced, placed(10, "Checkout", 0, group.groupId), placed(11, "Mail", 1)];
    given(statusPageDecider, before).when(layOut([component(10, "Checkout", group.groupId), component(11, "Mail")], [group])).then([]);
    given(statusPageDecider, before).when(layOut([component(11, "Mail")])).then([
      placed(11, "Mail", 0), { type: "PageComponentRemoved", data: { statusPageId, componentId: id(10) } },
      { type: "PageGroupRemoved", data: { statusPageId, groupId: group.groupId } },
    ]);
    const other: StatusPageEvent = { type: "PageGroupPlaced", data: { statusPageId, ...group, groupId: id(30), order: 1 } };
    const removed: StatusPageEvent = { type: "PageGroupRemoved", data: { statusPageId, groupId: group.groupId } };
    expect(given(statusPageDecider, [defined, groupPlaced, other, removed]).state).toMatchObject({ groups: [{ groupId: id(30) }] });
  });

  it("has no two components of one name in a group, none in a group that is not there, and a bounded number", () => {
    given(statusPageDecider, [defined])
      .when(layOut([component(10, "Mail"), component(11, "mail")])).thenRejected("INVALID_INPUT", { path: ["components"] });
    given(statusPageDecider, [defined])
      .when(layOut([component(10, "Mail", id(2))])).thenRejected("NOT_FOUND", { message: "group of Mail" });
    given(statusPageDecider, [defined])
      .when(layOut(Array.from({ length: 1_001 }, (_, n) => component(1_000 + n, `C${String(n)}`)))).thenRejected("TOO_LARGE");
    given(statusPageDecider, []).when(layOut([])).thenRejected("NOT_FOUND");
  });

  it("says of a component what a person says, until the rule does again; a new place keeps it", () => {
    const before = [defined, placed(10, "Checkout", 0)];
    const set = { type: "SetComponentStatus", now, statusPageId, componentId: id(10), reason: "the provider says so" } as const;
    given(statusPageDecider, before).when({ ...set, status: "degraded" }).then([held("degraded")]);
    given(statusPageDecider, [...before, held("degraded")]).when({ ...set, status: "degraded" }).then([]);
    given(statusPageDecider, [...before, held("degraded")]).when({ ...set, status: null }).then([held(null)]);
    given(statusPageDecider, before).when({ ...set, status: null }).then([]);
    given(statusPageDecider, before).when({ ...set, componentId: id(11), status: "degraded" }).thenRejected("NOT_FOUND");
    const { state } = given(statusPageDecider, [...before, held("degraded"), placed(10, "Paying", 3)]);
    expect(state).toMatchObject({ components: [{ name: "Paying", held: { status: "degraded" } }] });
  });

  it("has standing notices, each once", () => {
    const put = { type: "PutStandingNotice", now, statusPageId, componentId: id(10), notice: "Ends on 1 March." } as const;
    const noticed: StatusPageEvent = { type: "StandingNoticePut", data: { statusPageId, componentId: id(10), notice: "Ends on 1 March." } };
    given(statusPageDecider, [defined, placed(10, "Checkout", 0)]).when(put).then([noticed]);
    given(statusPageDecider, [defined, placed(10, "Checkout", 0), noticed]).when(put).then([]);
  });

  it("is retired with a reason, changes no more, and comes back when it is defined anew", () => {
    const retired: StatusPageEvent = { type: "StatusPageRetired", data: { statusPageId, reason: "merged" } };
    const retire = { type: "RetireStatusPage", now, statusPageId, reason: "merged" } as const;
    given(statusPageDecider, [defined]).when(retire).then([retired]);
    given(statusPageDecider, [defined, retired]).when(retire).then([]);
    given(statusPageDecider, [defined, retired]).when(layOut([])).thenRejected("INVALID_INPUT", { message: "retired" });
    given(statusPageDecider, [defined, retired]).when(define).then([defined]);
    expect(given(statusPageDecider, [defined, retired, defined]).state).toMatchObject({ retired: null });
  });
});
