import { ids } from "@ballast/eventlog";
import type { IncidentEvent } from "@ballast/schema";
import { expect, it, vi } from "vitest";
import type { AsOf } from "../engine/asOf.ts";
import { openStore } from "../engine/store.ts";
import { model } from "../model.ts";
import { queriesOver } from "../queries.ts";
import { declaration } from "../specification/incidentHistory.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { figured, type FiguredIncident } from "./reportedIncident.ts";

const [shop, mail] = [ids.service("shop"), ids.service("mail")];
const hour = (n: number): string => new Date(Date.UTC(2026, 10, 2, n)).toISOString();
const idOf = (title: string): string => ids.incident(title);
const intervalId = ids.deploy("interval");

const declared = (title: string, at: number, more: Parameters<typeof declaration>[1] = {}): IncidentEvent => ({
  type: "IncidentDeclared", data: declaration(idOf(title), { title, serviceIds: [shop], impactStartAt: hour(at), ...more }),
});
const became = (title: string, from: "triage" | "resolved", to: "resolved" | "declined" | "closed"): IncidentEvent => ({
  type: "IncidentStateChanged", data: { incidentId: idOf(title), from, to, reason: "" },
});
const resolved = (title: string, at: number): IncidentEvent => ({
  type: "MilestoneReached", data: { incidentId: idOf(title), milestone: "resolved", at: hour(at) },
});

/** What happens, one after the other. */
const story: readonly (readonly [title: string, event: IncidentEvent])[] = [
  ["first", declared("first", 3)],
  ["earlier", declared("earlier", 1, { serviceIds: [shop, mail] })],
  ["together", declared("together", 3)],
  ["drill", declared("drill", 4, { drill: true })],
  ["first", {
    type: "ImpactIntervalOpened",
    data: { incidentId: idOf("first"), intervalId, component: "Payments", impact: "major", share: null, startedAt: hour(3) },
  }],
  ["first", resolved("first", 5)],
  ["first", became("first", "triage", "resolved")],
  ["first", { type: "ImpactIntervalClosed", data: { incidentId: idOf("first"), intervalId, endedAt: hour(4) } }],
  ["earlier", { type: "ServicesNamed", data: { incidentId: idOf("earlier"), serviceIds: [mail], components: [] } }],
  ["together", became("together", "triage", "declined")],
  ["first", {
    type: "IncidentReopened", data: { incidentId: idOf("first"), from: "resolved", at: hour(6), reason: "again" },
  }],
];

it("incidents of figures are, after whatever has happened and of any place before, those that a reading of all of them gives", () => {
  const history = recordedHistory();
  const store = openStore(":memory:", model);
  const { incidents } = queriesOver(() => store.db);
  const places: string[] = [];
  const readAll = (serviceId: string | undefined, now: string, position: string): readonly FiguredIncident[] =>
    figured(incidents.all({ serviceId, viewer: "all" }, { position }), now);
  const everyOne = (asked: (serviceId: string | undefined, now: string) => void): void => {
    for (const now of [hour(20), hour(30)]) for (const serviceId of [shop, mail, undefined]) asked(serviceId, now);
  };
  story.forEach(([title, event], n) => {
    const before = history.events.length;
    history.add(["incident", idOf(title)], event, { at: hour(7 + n) });
    const events = history.events.slice(before);
    const position = events.at(-1)?.position ?? "0";
    store.apply({ events, position });
    places.push(position);
    everyOne((serviceId, now) => {
      expect(incidents.figured({ serviceId }, { now }), `${event.type} of ${title}`).toEqual(readAll(serviceId, now, position));
      for (const place of places)
        expect(incidents.figured({ serviceId }, { now, asOf: { position: place } }), `at ${place} after ${event.type}`)
          .toEqual(readAll(serviceId, now, place));
    });
  });
  const place = places.at(-1) ?? "0";
  for (const endedAfter of [hour(0), hour(4), hour(5), hour(40)].map((at) => Date.parse(at)))
    expect(incidents.figured({ serviceId: shop }, { now: hour(30), endedAfter }), "what goes on is never over")
      .toEqual(readAll(shop, hour(30), place).filter(({ input: { resolvedAt } }) => !resolvedAt || Date.parse(resolvedAt) > endedAfter));
  const first = (mayKnow: (id: string) => boolean, asOf?: AsOf) => incidents.firstFigured(mail, { asOf, mayKnow });
  expect(first(() => true)).toBe(Date.parse(hour(1)));
  expect(first(() => false), "of what nobody may know of, nothing tells").toBe(Infinity);
  expect(first(() => true, { position: places[0] ?? "0" }), "before it was there").toBe(Infinity);
  expect(incidents.figured({}, { now: hour(30) }).map(({ input: { id } }) => id)).toEqual([idOf("first"), idOf("earlier")]);
  const asked = vi.spyOn(store.db, "all");
  incidents.figured({ serviceId: shop }, { now: hour(31) });
  expect(asked.mock.results.map(({ value }) => value as unknown), "nothing has changed: no row is read").toEqual([[]]);
  store.close();
});
