import { ids, type RecordedEvent } from "@ballast/eventlog";
import { expect, it } from "vitest";
import { model } from "../model.ts";
import { queriesOver } from "../queries.ts";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { openStore } from "./store.ts";

const serviceId = ids.service("shop");
const [one, other] = [ids.deploy("one"), ids.deploy("other")];

const recorded = (): RecordedEvent => {
  const history = recordedHistory();
  history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug: "shop", name: "Shop", description: "" } });
  const [event] = history.events;
  if (event === undefined) throw new Error("nothing was recorded");
  return event;
};

it.each<[string, Partial<RecordedEvent["metadata"]>]>([
  ["nothing of its own", {}],
  ["times without milliseconds", { occurredAt: "2026-11-01T12:00:00Z", recordedAt: "2026-11-01T12:00:01Z" }],
  ["times of another zone", { occurredAt: "2026-11-01T13:00:00.000+01:00" }],
  ["what happened before 1970", { occurredAt: "1969-07-20T20:17:40.000Z" }],
  ["another cause than its story", { $correlationId: one, $causationId: other }],
  ["its story as its cause", { $correlationId: one, $causationId: one }],
  ["a later shape", { schemaVersion: 2 }],
  ["somebody who acts for another", {
    actor: { personId: null, name: "Worker", means: "workflow", onBehalfOf: { personId: ids.person("ada"), name: "Ada" } },
  }],
  ["a source and a command's hash", { source: { kind: "git", id: "v1", publishedAt: "2026-10-31T00:00:00Z" }, commandHash: "ab" }],
])("an event with %s is found as it was recorded", (_, metadata) => {
  const event = recorded();
  const kept = { ...event, metadata: { ...event.metadata, ...metadata } };
  const { history } = folded([kept]);
  expect(history.get(event.eventId)).toEqual(kept);
  expect(history.list({ filter: { correlationId: kept.metadata.$correlationId } }).nodes).toEqual([kept]);
});

it("is found by its whole id and its whole story, not by how they begin", () => {
  const event = recorded();
  const twin = (id: string): string => `${id.slice(0, 8)}${ids.deploy("twin").slice(8)}`;
  const { history } = folded([event]);
  expect(history.get(twin(event.eventId))).toBeUndefined();
  expect(history.list({ filter: { correlationId: twin(event.metadata.$correlationId) } }).nodes).toEqual([]);
});

it("is found as it was recorded where the disk was full at first: whoever acted in it is written down again", () => {
  const disk = { full: true };
  const write = (): void => {
    if (disk.full) throw new Error("the disk is full");
  };
  const sideTables = [...model.sideTables, { name: "full", ddl: "", types: new Set(["ServiceRegistered"]), apply: write }];
  const store = openStore(":memory:", { ...model, sideTables });
  const event = recorded();
  const batch = { events: [event], position: event.position };
  expect(() => store.apply(batch)).toThrow("the disk is full");
  disk.full = false;
  expect(store.apply(batch)).toEqual([event]);
  expect(queriesOver(() => store.db).history.get(event.eventId)).toEqual(event);
  store.close();
});
