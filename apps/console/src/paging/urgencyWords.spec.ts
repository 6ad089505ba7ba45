import { expect, it } from "vitest";
import { callWords, urgencyWords } from "./urgencyWords.ts";

it("how urgent something is says until when and why, and what comes of it", () => {
  const until = `${String(new Date().getUTCFullYear())}-11-30T09:00:00.000Z`;
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" }).format(Date.parse(until));
  const said = urgencyWords({ level: "low", because: "outsideHours", until }, "utc");
  expect(said).toBe(`low until ${day} 09:00, 30 Nov, outside support hours`);
  expect(urgencyWords({ level: "high", because: "withinHours", until: null }, "utc")).toBe("high within support hours");
  expect(callWords(3, { level: "low", because: "outsideHours", until }, "utc")).toMatch(/^waits, and calls then .* 09:00/u);
  expect(callWords(3, { level: "high", because: "severity", until: null }, "utc")).toBe("calls at once (high by its severity)");
  expect(callWords(3, { level: "low", because: "severity", until: null }, "utc")).toBe("in everybody's own way (low by its severity)");
  expect(callWords(4, { level: "high", because: "withinHours", until }, "utc")).toBe("calls nobody by itself, at any hour");
});
