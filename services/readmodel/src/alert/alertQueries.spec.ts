import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const integrationId = ids.integration("am");
const serviceId = ids.service("shop");
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
const alert = (fingerprint: string): string => ids.alert(integrationId, fingerprint);

/** `errors` fires twice, from 10 to 20 and since 40; `slow` cleared at 30 and was never seen firing. */
function story() {
  const history = recordedHistory();
  const fire = (minute: number, ordinal: number): void =>
    void history.add(
      ["alert", alert("errors")],
      {
        type: "AlertFired",
        data: {
          alertId: alert("errors"), integrationId, fingerprint: "errors", groupKey: "g", name: "HighErrors", summary: "",
          startsAt: at(minute), severity: "critical", labels: {}, annotations: {}, serviceId, generatorUrl: null, ordinal,
        },
      },
      { at: at(minute) },
    );
  fire(10, 1);
  history.add(
    ["alert", alert("errors")],
    { type: "AlertCleared", data: { alertId: alert("errors"), ordinal: 1, endsAt: at(20), receivedAt: at(20) } },
    { at: at(20) },
  );
  for (const [fingerprint, minute] of [["slow", 30], ["older", 25]] as const)
    history.add(
      ["alert", alert(fingerprint)],
      {
        type: "AlertClearedUnseen",
        data: {
          alertId: alert(fingerprint), integrationId, fingerprint, name: "Slow", severity: null, serviceId: null, startsAt: at(20),
          endsAt: at(minute), receivedAt: at(minute),
        },
      },
      { at: at(30) },
    );
  fire(40, 2);
  return folded(history.events).alerts;
}

const [first, second] = [ids.episode(alert("errors"), 1), ids.episode(alert("errors"), 2)];

describe("alerts", () => {
  it("are episodes, the newest first, found by what they say", () => {
    const alerts = story();
    const found = (filter: Parameters<typeof alerts.all>[0]) => alerts.all(filter).map(({ id }) => id);
    expect(found({})).toEqual([second, first]);
    expect(found({ firing: true })).toEqual([second]);
    expect(found({ firing: false })).toEqual([first]);
    expect(found({ ordinal: 1 })).toEqual([first]);
    expect(found({ serviceId })).toHaveLength(2);
    expect(found({ serviceIds: [] })).toEqual([]);
    expect(found({ integrationId: ids.integration("other") })).toEqual([]);
    expect(found({ groupKey: "other" })).toEqual([]);
    expect(alerts.latest(alert("errors"))?.id).toBe(second);
    expect(alerts.latest(alert("errors"), { at: at(39) })).toMatchObject({ id: first, firing: false });
    expect(alerts.latest(alert("slow"))).toBeUndefined();
  });

  it("lasted in a window that they reach into; its end is not part of it, and what fires still reaches into every later one", () => {
    const during = (from: number, to: number) => story().all({ during: { from: at(from), to: at(to) } }).map(({ ordinal }) => ordinal);
    expect(during(0, 10)).toEqual([]);
    expect(during(0, 11)).toEqual([1]);
    expect(during(20, 21)).toEqual([1]);
    expect(during(21, 40)).toEqual([]);
    expect(during(500, 501)).toEqual([2]);
  });

  it("that were never seen firing stand for themselves, by integration", () => {
    expect(story().clearedUnseen(integrationId, 5)).toMatchObject([{ id: alert("slow"), receivedAt: at(30) }, { id: alert("older") }]);
    expect(story().clearedUnseen(integrationId, 1)).toHaveLength(1);
    expect(story().clearedUnseen(integrationId, 0)).toEqual([]);
    expect(story().clearedUnseen(ids.integration("other"), 5)).toEqual([]);
  });
});
