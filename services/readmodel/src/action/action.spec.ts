import type { DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { ActionFilter } from "./slice.ts";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [first, second, third, owner, incident, risk, stranger] = [id(1), id(2), id(3), id(4), id(5), id(6), id(7)];
const registered = (actionId: string, number: number, more: Partial<DataOf<"ActionRegistered">> = {}): DataOf<"ActionRegistered"> => ({
  actionId, number, kind: "shortTerm", title: `Action ${String(number)}`, text: "", ownerId: owner, dueOn: "2026-12-01", links: [],
  riskId: null, source: null, ...more,
});

function actions() {
  const history = recordedHistory();
  history.add(["action", first], { type: "ActionRegistered", data: registered(first, 1, { dueOn: "2026-12-10", riskId: risk }) });
  history.add(["action", second], {
    type: "ActionRegistered", data: registered(second, 2, { text: "The queue filled", dueOn: "2026-11-20" }),
  });
  history.add(["action", third], {
    type: "ActionRegistered",
    data: registered(third, 3, { ownerId: null, kind: "longTerm", source: { kind: "incident", recordId: incident } }),
  });
  return history;
}
const numbers = (list: { readonly nodes: readonly { readonly number: number | null }[] }) => list.nodes.map(({ number }) => number);

describe("actions", () => {
  it("stand by what is due first; what nobody has promised comes after, and what is done last", () => {
    const history = actions();
    expect(numbers(folded(history.events).actions.list({ filter: { viewer: "all" } }))).toEqual([2, 1, 3]);
    history.add(
      ["action", second],
      { type: "ActionFinished", data: { actionId: second, finishedBy: owner, finishedAt: "2026-11-25T10:00:00.000Z", note: "" } },
      { at: "2026-11-25T10:00:00.000Z" },
    );
    const after = folded(history.events).actions;
    expect(numbers(after.list({ filter: { viewer: "all" } }))).toEqual([1, 3, 2]);
    expect(after.get(second)).toMatchObject({ status: "done", endedAt: "2026-11-25T10:00:00.000Z" });
    expect(after.get(second, { at: "2026-11-24T00:00:00.000Z" })).toMatchObject({ status: "open", endedAt: null });
  });

  it("are filtered by state, owner, days, lateness, what they came of, kind and words", () => {
    const { actions: known } = folded(actions().events);
    const found = (filter: ActionFilter) =>
      numbers(known.list({ filter: { viewer: "all", ...filter } }));
    expect(found({ states: ["proposed"] })).toEqual([3]);
    expect(found({ ownerId: null })).toEqual([3]);
    expect(found({ ownerId: owner })).toEqual([2, 1]);
    expect(found({ dueFrom: "2026-11-20", dueBefore: "2026-12-01" })).toEqual([2]);
    expect(found({ overdueOn: "2026-12-02" })).toEqual([2, 3]);
    expect(found({ overdueOn: "2026-11-20" })).toEqual([]);
    expect(found({ pressingOn: "2026-11-20" })).toEqual([3]);
    expect(found({ pressingOn: "2026-11-21" })).toEqual([2, 3]);
    expect(found({ sourceKind: "incident" })).toEqual([3]);
    expect(found({ sourceKind: null })).toEqual([2, 1]);
    expect(found({ recordIds: [incident] })).toEqual([3]);
    expect(found({ recordIds: [risk] })).toEqual([1]);
    expect(found({ recordIds: [risk, incident] }).toSorted()).toEqual([1, 3]);
    expect(found({ recordIds: [] })).toEqual([]);
    expect(found({ kind: "longTerm" })).toEqual([3]);
    expect(found({ text: "queue" })).toEqual([2]);
    expect(known.byNumber(2)?.id).toBe(second);
  });

  it("keep who moved a day, and when", () => {
    const history = actions();
    history.add(
      ["action", first],
      { type: "ActionDuePromised", data: { actionId: first, dueOn: "2027-01-10", reason: "holidays" } },
      { at: "2026-12-05T08:00:00.000Z" },
    );
    const pressing = { filter: { viewer: "all", pressingOn: "2026-12-06" } } as const;
    expect(numbers(folded(history.events).actions.list(pressing))).toEqual([2, 1, 3]);
    expect(folded(history.events).actions.get(first)).toMatchObject({
      slips: [{ from: "2026-12-10", to: "2027-01-10", reason: "holidays" }],
      moves: [{ at: "2026-12-05T08:00:00.000Z", by: { name: "Ada" } }],
    });
  });

  it("of a private incident are there for nobody who must not know of it: in no list, search or log", () => {
    const history = actions();
    history.add(["incident", incident], {
      type: "IncidentDeclared",
      data: {
        incidentId: incident, number: 1, title: "Leak", summary: "", severity: 1, publicImpact: "none", serviceIds: [], components: [],
        impactStartAt: null, drill: false, private: true, declaredAutomatically: false,
      },
    });
    const { actions: known, search, history: log } = folded(history.events);
    const viewer = { personId: stranger };
    expect(numbers(known.list({ filter: { viewer } }))).toEqual([2, 1]);
    expect(known.list({ filter: { viewer } }).totalCount()).toBe(2);
    expect([known.hiddenFrom(viewer), known.hiddenFrom("all")]).toEqual([[third], []]);
    expect([known.mayKnow(third, viewer), known.mayKnow(first, viewer)]).toEqual([false, true]);
    expect(search.find({ text: "action", viewer }).map(({ id: found }) => found).toSorted()).toEqual([first, second]);
    expect(search.find({ text: "action", viewer: "all" })).toHaveLength(3);
    const heard = log.list({ filter: { viewer } }).nodes.map(({ id: record }) => record);
    expect(heard).toContain(first);
    expect(heard).not.toContain(third);
  });
});
