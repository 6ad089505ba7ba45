import { share } from "@ballast/schema/words";
import { count, counted, latency } from "../data/words.ts";
import type { VerdictEvidence } from "./deployDocuments.ts";

const bases: Readonly<Record<VerdictEvidence["basis"], string>> = {
  stable: "the stable release, at the same time",
  past: "the stable release's own past, as long a time before everybody got this one",
  limit: "the plan's own limits: there is nothing to compare with",
};

/** A probability as people read it: "1 in 52,000", "3.1 %". */
export function chanceText(chance: number): string {
  if (chance >= 0.01) return share(chance * 100_000);
  return chance < 1e-9 ? "less than 1 in a billion" : `1 in ${count(Math.round(1 / chance))}`;
}

function findingText({ what, window, canary, baseline, overMs, chance, requiredChance }: VerdictEvidence["findings"][number]): string {
  const when = window === "recent" ? "lately " : "";
  if (canary === null) return overMs === null ? `${when}nothing to compare` : `${when}p95 is not beyond ${latency(overMs)}`;
  const name = what === "errors" ? "failed" : `slower than ${latency(overMs)}`;
  const compared = `${when}${share(canary)} ${name}${baseline === null ? "" : `, ${share(baseline)} on the baseline`}`;
  return chance === null || requiredChance === null
    ? compared
    : `${compared}; by chance ${chanceText(chance)}, a failure needs less than ${chanceText(requiredChance)}`;
}

/** What a verdict rests on, as facts with a label. */
export function evidenceFacts(evidence: VerdictEvidence | null): [string, string][] {
  if (evidence === null) return [];
  const { basis, canaryCustomers, baselineCustomers, findings, witnesses } = evidence;
  const customers = `${canaryCustomers === null ? "unknown" : counted(canaryCustomers, "customer")} on this release, ${baselineCustomers === null ? "unknown" : count(baselineCustomers)} on the baseline`;
  return [
    ["Compared with", bases[basis]],
    ["Customers", customers],
    ...findings.map((finding): [string, string] => [finding.what === "errors" ? "Errors" : "Latency", findingText(finding)]),
    ...(witnesses.length === 0 ? [] : [["Worse too", witnesses.join(", ")] satisfies [string, string]]),
  ];
}
