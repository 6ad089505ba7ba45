import { describe, expect, it } from "vitest";
import { changeRisk, sizeOfChange, usualFailures, type SizedDeploy } from "./changeRisk.ts";

const at = (day: number) => new Date(Date.UTC(2024, 0, day)).toISOString();
const deploys = (count: number, failed: number, commitCount = 0): SizedDeploy[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `d${String(index)}`, kind: "deploy", lane: "a", version: "v", exposedAt: at(index + 1), liveAt: at(index + 1),
    rolledBackAt: index < failed ? at(index + 1) : null, commitCount,
  }));
const percent = (share: number) => Number((100 * share).toFixed(1));

describe("how likely a change is to fail", () => {
  it.each([
    [5, 2, 24.9], [3, 0, 13.4], [20, 9, 35.8],
  ])("of %i deploys %i failed: a service's %d % (worked value 13)", (of, failed, expected) => {
    expect(percent(changeRisk(deploys(of, failed), 3).service.chance)).toBe(expected);
  });

  it("is what is usual where nothing was deployed, and says nothing of how good it is", () => {
    expect(changeRisk([], 3)).toMatchObject({ chance: usualFailures.prior, size: "small", ofSize: { failed: 0, of: 0 }, score: null });
    expect(percent(usualFailures.prior)).toBe(17.4);
  });

  it("is that of changes of its size, drawn towards the service's", () => {
    const history = [...deploys(20, 0, 3), ...deploys(10, 10, 40)];
    const [small, large] = [changeRisk(history, 3), changeRisk(history, 50)];
    const service = (10 * usualFailures.prior + 10) / 40;
    expect(small).toMatchObject({ size: "small", ofSize: { failed: 0, of: 20 }, service: { failed: 10, of: 30 } });
    expect([small.chance, large.chance]).toEqual([(10 * service) / 30, (10 * service + 10) / 20]);
  });

  it("counts no rollback, and tells sizes apart at their edges", () => {
    expect(changeRisk([...deploys(1, 1), { ...deploys(1, 1)[0], kind: "rollback" } as SizedDeploy], 0).service.of).toBe(1);
    expect([0, 1, 5, 6, 20, 21].map(sizeOfChange)).toEqual(["unknown", "small", "small", "medium", "medium", "large"]);
  });

  it("is scored by what became of each deploy, from those before it, whatever order they are told in", () => {
    const history = deploys(12, 0, 3);
    const { score } = changeRisk(history.toReversed(), 3);
    expect(score?.of).toBe(12);
    expect(score?.brier).toBeLessThan(score?.always ?? 0);
    expect(changeRisk(deploys(9, 0), 3).score).toBeNull();
    const first = changeRisk(deploys(10, 10, 3), 3).score;
    // Each failure makes the next one likelier: the first was forecast by what is usual alone.
    expect(first?.always).toBeCloseTo((1 - usualFailures.prior) ** 2, 12);
    expect(first?.brier).toBeLessThan(first?.always ?? 0);
  });
});
