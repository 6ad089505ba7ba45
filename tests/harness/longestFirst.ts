import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take a minute or more, the longest first. */
const longest: readonly string[] = [
  "tests/faults/kill9.spec.ts", "tests/browser/reports.spec.ts", "tests/scenarios/demonstration.spec.ts",
  "tests/scenarios/judging.spec.ts", "tests/scenarios/deploys.spec.ts", "tests/checks/newSlice.spec.ts",
  "tests/scenarios/incidents.spec.ts", "tests/browser/console.spec.ts", "tests/scenarios/rollbacks.spec.ts",
];

const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;

function rankOf({ moduleId }: TestSpecification): number {
  const rank = longest.findIndex((file) => moduleId.endsWith(file));
  return rank < 0 ? longest.length : rank;
}

/**
 * Begins each group with what takes longest: begun last, it would hold up a run that is otherwise done. vitest knows that
 * by itself from a former run only, and a clean clone has none.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => groupOf(one) - groupOf(other) || rankOf(one) - rankOf(other));
  }
}
