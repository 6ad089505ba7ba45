import { expect, it } from "vitest";
import { afterKillWords, evidenceWords } from "./evidenceWords.ts";

const side = (errorsPer100k: number | null) => ({ requests: errorsPer100k === null ? 0 : 1_000, errorsPer100k });
const now = {
  from: "2026-11-28T03:00:00Z", to: "2026-11-28T03:05:00Z", within: side(6_100), without: side(400), sinceKill: null, sinceKillMs: null,
};

it("holds those with the flag against those without", () => {
  expect(evidenceWords(now)).toBe("6.1 % errors for customers with it, 0.4 % without it.");
  expect(evidenceWords({ ...now, without: null })).toBe("6.1 % errors for customers with it, nobody without it asked for anything.");
  expect(evidenceWords({ ...now, within: side(null) })).toBe("Nobody with it asked for anything, 0.4 % without it.");
  expect(evidenceWords({ ...now, within: null, without: null })).toBeNull();
});

it("says what became of them since the kill", () => {
  const killed = { ...now, sinceKill: side(400), sinceKillMs: 30_400 };
  expect(evidenceWords(killed)).toBe("6.1 % errors for customers with it before the kill, 0.4 % without it.");
  expect(afterKillWords(killed)).toBe("errors 6.1 → 0.4 % in 30 s");
  expect([afterKillWords(now), afterKillWords({ ...killed, sinceKill: null })]).toEqual([null, null]);
});
