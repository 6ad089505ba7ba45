import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const [one, other] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"] as const;
const integrationId = "00000000-0000-4000-8000-000000000009";
const at = "2026-03-01T10:00:00.000Z";
const content = {
  integrationId, description: "", interval: 10, unit: "minutes", serviceId: null, ownerId: null, message: "", tags: [], priority: "P3",
  enabled: true, at,
} as const;

describe("heartbeats", () => {
  it("are listed by name without what was removed, found by their words, and known by what was heard of them", () => {
    const history = recordedHistory();
    const events = [
      history.add(["heartbeat", one], {
        type: "HeartbeatWritten", data: { ...content, tags: [], heartbeatId: one, name: "Queue", description: "It drains." },
      }),
      history.add(["heartbeat", other], {
        type: "HeartbeatWritten", data: { ...content, tags: [], heartbeatId: other, name: "backup" },
      }),
      history.add(["pulse", one], { type: "HeartbeatPinged", data: { heartbeatId: one, at } }),
    ];
    const { heartbeats, search } = folded(events);
    expect(heartbeats.all().map(({ name }) => name)).toEqual(["backup", "Queue"]);
    expect(heartbeats.all({ integrationId: one })).toEqual([]);
    expect(heartbeats.pulse(one)).toMatchObject({ heardAt: at, silentSince: null });
    expect(heartbeats.pulse(other)).toEqual({ status: "absent" });
    expect(search.find({ text: "drains", viewer: "all" })).toMatchObject([{ kind: "heartbeat", id: one, title: "Queue" }]);
    const later = folded([...events, history.add(["heartbeat", other], {
      type: "HeartbeatRemoved", data: { heartbeatId: other, reason: "the disks are gone" },
    })]).heartbeats;
    expect([later.all().length, later.every().length]).toEqual([1, 2]);
  });
});
