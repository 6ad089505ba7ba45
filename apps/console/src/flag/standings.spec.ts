import { describe, expect, it } from "vitest";
import type { FlagLine, FlagStanding } from "./flagDocuments.ts";
import { countsSentence, endOf, headingOf, healthOf, killedSentence, lineSentence, placeTone, shownIn, shortPlace } from "./standings.ts";

const standing = (environment: string, state: FlagStanding["state"], more: Partial<FlagStanding> = {}): FlagStanding => ({
  id: environment, environment, state, killed: state === "killed", sentence: "", parts: 0, turnedAt: "", turnedBy: "", kills: [],
  ramp: null, requests: [], asked: [], evaluatedAt: null, countedSince: null, cleanUpBecause: null, ...more,
});
const line = (targetings: readonly FlagStanding[], more: Partial<FlagLine> = {}): FlagLine => ({
  id: "1", name: "pay", managed: true, environment: null, present: true, state: null, changeCount: 0, changedAt: "", service: null,
  details: null, targetings: [...targetings], ...more,
});

describe("a flag's row", () => {
  const both = line([standing("dev", "onForEveryone"), standing("production", "killed")]);

  it("is about the environment asked for, else about where it needs a look most", () => {
    expect([shownIn(both, undefined)?.environment, shownIn(both, "dev")?.environment, shownIn(both, "nowhere")]).toEqual([
      "production", "dev", undefined,
    ]);
    expect(shownIn(line([standing("dev", "off"), standing("production", "off")]), undefined)?.environment).toBe("production");
  });

  it("stands under what it needs, and those of other systems under theirs", () => {
    expect([
      headingOf(both, undefined),
      headingOf(both, "dev"),
      headingOf(line([]), undefined),
      headingOf(line([], { managed: false }), undefined),
    ]).toEqual(["Killed: off above every rule, until released", "On for everyone", "Open nowhere yet", "Held by other systems"]);
  });

  it("has a sign for each environment, and says how it is", () => {
    const states = ["killed", "onForEveryone", "off", "onForSome", "ramping"] as const;
    expect(states.map((state) => placeTone({ state, sentence: "" }))).toEqual([
      "bad", "good", "idle", "planned", "planned",
    ]);
    const tones = ["On for everyone.", "Off for everyone.", "On for 5 % of customers."].map((sentence) =>
      placeTone({ state: "toCleanUp", sentence }));
    expect(tones).toEqual(["good", "idle", "planned"]);
    const now = Date.parse("2026-11-23T12:00:00Z");
    const words = (one: FlagStanding): string => healthOf(one, now).words;
    const clean = (cleanUpBecause: FlagStanding["cleanUpBecause"], evaluatedAt: string | null = null): string =>
      words(standing("a", "toCleanUp", { cleanUpBecause, evaluatedAt }));
    expect([clean("expired"), clean("settled"), clean("unused"), clean("unused", "2026-11-10T13:00:00Z")]).toEqual([
      "Past its end", "Settled", "Never asked for", "Unused 12 d",
    ]);
    expect(words(standing("p", "killed", { ramp: { state: "held" } }))).toBe("Killed");
    expect(words(standing("p", "ramping", { ramp: { state: "held" } }))).toBe("Held");
    expect(words(standing("p", "onForSome", { requests: [{ state: "open" }] }))).toBe("Proposed");
    expect([words(standing("p", "off")), words(standing("p", "onForSome"))]).toEqual(["Nobody", "Steady"]);
  });
});

it("the list says first what needs a look", () => {
  const none = { killed: 0, ramping: 0, onForSome: 0, toCleanUp: 0, onForEveryone: 0, off: 0 };
  expect(countsSentence({ ...none, killed: 1, ramping: 3 }, 31, " in production")).toBe(
    "31 flags in production: 1 is killed, 3 are ramping.",
  );
  expect(countsSentence(none, 1, "")).toBe("1 flag: none is killed, none is ramping.");
});

it("what is killed is said with since when, for what, and how many are without it", () => {
  const incident = { id: "i", reference: "INC-215" };
  const kill = (at: string, more: object = {}) => ({ killId: at, at, by: "Ana", reason: null, incident: null, ...more });
  const killed = (...kills: ReturnType<typeof kill>[]) => standing("production", "killed", { kills });
  const said = (at: number): string => new Date(at).toISOString().slice(11, 16);
  const [early, late] = ["2026-11-23T14:36:00Z", "2026-11-23T15:00:00Z"];
  expect(killedSentence({ name: "rerank", standing: killed(kill(late, { incident }), kill(early)), without: 2_006 }, said)).toBe(
    "rerank is off for everyone since 14:36, killed for INC-215; 2,006 customers are without it until someone releases the kill.",
  );
  expect(killedSentence({ name: "rerank", standing: killed(kill(early)), without: null }, said)).toBe(
    "rerank is off for everyone since 14:36, killed by Ana.",
  );
  expect(killedSentence({ name: "rerank", standing: standing("production", "off"), without: 3 }, said)).toBe("");
});

it("a row's sentence leaves out what the list says anyway", () => {
  expect(lineSentence("Off for everyone: killed; releasing it restores on for 10 % of customers.")).toBe(
    "Off for everyone; releasing it restores on for 10 %",
  );
  expect(lineSentence("On for 5 % of customers and 2 named ones; 5 % → 25 % is proposed.")).toBe(
    "On for 5 % and 2 named ones; 5 % → 25 % is proposed",
  );
  expect(["production", "eu-live"].map(shortPlace)).toEqual(["prod", "eu-live"]);
});

it("a date that is past counts its days over", () => {
  const details = {
    kind: "release", temporary: true, expiresAt: "2026-11-20T00:00:00Z", registeredAt: "", archived: null,
    owner: { id: "", name: "" }, services: [],
  } as const;
  expect(endOf({ details }, Date.parse("2026-11-29T01:00:00Z"))).toEqual({ over: true, days: 9 });
  expect(endOf({ details: { ...details, expiresAt: null } }, 0)).toBeNull();
});
