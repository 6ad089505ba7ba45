import { sampleChecks } from "@ballast/domain/readiness";
import { expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [set, stated, service, policy, ana] = [id(1), id(2), id(3), id(4), id(5)];

/** Two versions of a set and of a policy, a month apart, and a statement between them. */
function told() {
  const history = recordedHistory();
  const publish = (version: number, at: string) => {
    const checks = sampleChecks.slice(version - 1);
    history.add(
      ["checkSet", set],
      {
        type: "ChecksPublished",
        data: { checkSetId: set, name: "production checks", version, checks: [...checks], reason: `v${String(version)}` },
      },
      { at },
    );
    history.add(
      ["policy", policy],
      {
        type: "PolicyPublished",
        data: {
          policyId: policy, name: "Incident policy", version, text: `Version ${String(version)}`, url: null, isFor: "everybody",
          reason: "x",
        },
      },
      { at },
    );
  };
  publish(1, "2026-09-01T09:00:00.000Z");
  history.add(
    ["readiness", stated],
    {
      type: "CheckStated",
      data: { readinessId: stated, serviceId: service, checkId: "runbook", statedBy: ana, on: "2026-09-15", until: "2027-03-14", note: "" },
    },
    { at: "2026-09-15T09:00:00.000Z" },
  );
  publish(2, "2026-10-01T09:00:00.000Z");
  return folded(history.events);
}

it("checks, policies and what is stated are as they were at each moment, with every version there was", () => {
  const { readiness, search } = told();
  expect(readiness.checkSets()).toMatchObject([{ version: 2, versions: [{ version: 1, reason: "v1" }, { version: 2, reason: "v2" }] }]);
  expect(readiness.checkSets({ at: "2026-09-30T00:00:00.000Z" })).toMatchObject([{ version: 1, versions: [{ version: 1 }] }]);
  expect(readiness.checkSets({ at: "2026-08-30T00:00:00.000Z" })).toEqual([]);
  expect(readiness.policies({ at: "2026-09-30T00:00:00.000Z" })).toMatchObject([{ version: 1, text: "Version 1" }]);
  expect(readiness.allStated().get(service)).toMatchObject({ statements: [{ checkId: "runbook", until: "2027-03-14" }] });
  expect(readiness.allStated({ at: "2026-09-10T00:00:00.000Z" }).size).toBe(0);
  expect(search.find({ text: "incident policy", viewer: "all" }).map(({ kind }) => kind)).toContain("policy");
});
