import { afterEach, describe, expect, it, vi } from "vitest";
import { afterStep, hearing } from "./connection.ts";
import type { Connection, ConnectionStep } from "./connection.ts";
import { Heartbeat } from "./heartbeat.ts";

const loaded: Connection = { state: "quiet", attempt: 0, heardAt: 0, answeredAt: 0 };
const after = (steps: readonly (readonly [ConnectionStep, number])[]): Connection =>
  steps.reduce((state, [step, at]) => afterStep(state, step, at), loaded);

describe("what the viewer is told of the connection", () => {
  it("is live only while something is heard: an open socket alone is not enough", () => {
    const open = after([["opening", 0], ["opened", 100], ["heard", 2_000]]);
    expect(hearing(open, true, 3_000)).toEqual({ state: "live", forMs: 1_000 });
    expect(hearing(open, true, 6_000)).toEqual({ state: "silent", forMs: 4_000 });
    expect(hearing(open, true, 14_000)).toEqual({ state: "silent", forMs: 12_000 });
    expect(hearing(open, true, 40_000).state).toBe("offline");
  });

  it("is silent when the socket is cut, offline when the next try fails too, and live when one succeeds", () => {
    const cut = after([["opened", 0], ["heard", 1_000], ["closed", 1_100]]);
    expect(hearing(cut, true, 1_200).state).toBe("silent");
    const refused = afterStep(afterStep(cut, "opening", 1_600), "closed", 1_601);
    expect(hearing(refused, true, 5_000).state).toBe("offline");
    expect(hearing(afterStep(refused, "opened", 9_000), true, 9_001).state).toBe("live");
  });

  it("is offline at once when the browser has no network", () => {
    expect(hearing(after([["opened", 0]]), false, 10).state).toBe("offline");
  });

  it("is silent, not offline, where sockets are blocked and requests are answered", () => {
    const blocked = after([["opening", 0], ["closed", 100], ["opening", 700], ["closed", 800], ["answered", 60_000]]);
    expect(hearing(blocked, true, 61_000)).toEqual({ state: "silent", forMs: 61_000 });
  });
});

describe("the heartbeat", () => {
  afterEach(() => vi.useRealTimers());

  function beating(watched = true) {
    vi.useFakeTimers({ now: 0 });
    const ping = vi.fn();
    const giveUp = vi.fn();
    const heartbeat = new Heartbeat({ ping, giveUp, watched: () => watched, now: () => Date.now() });
    giveUp.mockImplementation(() => heartbeat.end());
    return { heartbeat, ping, giveUp };
  }

  it("gives a socket up that answers nothing, once, and one that does not open", () => {
    const { heartbeat, giveUp } = beating();
    heartbeat.begin();
    vi.advanceTimersByTime(11_000);
    expect(giveUp).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(giveUp).toHaveBeenCalledTimes(1);
  });

  it("keeps one that answers, however long it takes to", () => {
    const { heartbeat, ping, giveUp } = beating();
    ping.mockImplementation(() => void setTimeout(() => heartbeat.sign(), 4_000));
    heartbeat.begin();
    vi.advanceTimersByTime(120_000);
    expect(giveUp).not.toHaveBeenCalled();
  });

  it("is slower while nobody looks, asks at once when somebody does, and blames nobody for its own late timers", () => {
    const { heartbeat, ping, giveUp } = beating(false);
    heartbeat.begin();
    vi.advanceTimersByTime(60_000);
    expect(ping.mock.calls.length).toBeLessThanOrEqual(5);
    expect(giveUp).not.toHaveBeenCalled();
    const asked = ping.mock.calls.length;
    vi.advanceTimersByTime(15_000);
    heartbeat.beat();
    expect(ping.mock.calls.length).toBeGreaterThan(asked);
  });
});
