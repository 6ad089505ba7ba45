import { describe, expect, it } from "vitest";
import { everyWords, heartbeatsSentence, lengthWords } from "./heartbeatWords.ts";

const one = (name: string, standing: "silent" | "waiting" | "heard" | "off") => ({ name, standing });

describe("heartbeats", () => {
  it("say the worst first", () => {
    expect([
      heartbeatsSentence([]), heartbeatsSentence([one("Backup", "heard"), one("Cron", "heard")]),
      heartbeatsSentence([one("Backup", "silent"), one("Cron", "waiting"), one("Queue", "heard")]),
      heartbeatsSentence([one("Backup", "silent"), one("Cron", "silent"), one("Queue", "heard"), one("Mail", "heard")]),
      heartbeatsSentence([one("Backup", "off")]),
    ]).toEqual([
      "Nobody is waited for.", "All 2 that are waited for are heard.", "Backup is silent, Cron was never heard; 1 is heard.",
      "2 heartbeats are silent; 2 are heard.", "Nobody is waited for: all are off.",
    ]);
  });
  it("say how often they come", () => {
    expect([everyWords({ interval: 1, unit: "days" }), everyWords({ interval: 10, unit: "minutes" })]).toEqual([
      "every day", "every 10 minutes",
    ]);
    const lengths = [[1, "hours"], [1, "days"], [2, "days"]] as const;
    expect(lengths.map(([interval, unit]) => lengthWords({ interval, unit }))).toEqual(["an hour", "a day", "2 days"]);
  });
});
