import { expect, it } from "vitest";
import { changeRiskScoreSentence, changeRiskSentence, type ToldChangeRisk } from "./changeRiskWords.ts";

const risk: ToldChangeRisk = {
  percent: 13.4, size: "small", commits: 3, service: { failed: 4, of: 31 }, ofSize: { failed: 1, of: 20 }, score: null,
};

it("says how likely a change is to fail, and what that is made from", () => {
  expect(changeRiskSentence(risk)).toBe(
    "A change of 3 commits is taken to fail in 13.4 % of cases: 1 of 20 deploys of small changes failed here, 4 of 31 in all.",
  );
  expect(changeRiskSentence({ ...risk, commits: 1 })).toContain("of 1 commit is");
  expect(changeRiskSentence({ ...risk, commits: 0, size: "unknown" })).toMatch(
    /^A change of which no commits are known .* deploys of which none are known failed/u,
  );
  expect(changeRiskSentence({ ...risk, service: { failed: 0, of: 0 } })).toContain("nothing was deployed to production yet");
});

it("says how good such chances have been, where there were enough", () => {
  expect(changeRiskScoreSentence(risk)).toBeNull();
  expect(changeRiskScoreSentence({ score: { brier: 0.1, always: 0.15, of: 31 } })).toBe(
    "Over 31 deploys such chances scored 0.100 (Brier, 0 is best), better than always saying what is usual (0.150).",
  );
  expect(changeRiskScoreSentence({ score: { brier: 0.15, always: 0.15, of: 31 } })).toContain("no better than");
});
