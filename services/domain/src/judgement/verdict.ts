import type { Verdict, WindowNumbers } from "@ballast/schema";
import { judgeErrors, type ErrorFigures } from "./errors.ts";
import { judgeLatency } from "./latency.ts";
import type { Criteria, Finding, Look, Measurement } from "./look.ts";

/** A verdict with the sentence that explains it and all the numbers behind it. */
export type Judgement = {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly numbers: ErrorFigures & {
    readonly look: number;
    readonly canary: WindowNumbers | null;
    readonly baseline: WindowNumbers | null;
    readonly criteria: Criteria;
  };
};

const NO_FIGURES: ErrorFigures = {
  canaryErrorsPer100k: null,
  baselineErrorsPer100k: null,
  effectPer100k: null,
  chance: null,
  requiredChance: null,
};

/**
 * The verdict of one look. What could not be measured is an error and what has no data is inconclusive; neither is
 * ever a pass. A failure needs enough samples, the effect the plan asks for, and evidence that holds although the
 * judge looks again and again. Requests are taken as independent: where very few customers make most of them, a
 * larger `minSamples` is needed.
 */
export function judge(look: Look): Judgement {
  const { canary, baseline, criteria } = look;
  const judgedBy = (finding: Finding, figures: ErrorFigures = NO_FIGURES): Judgement => ({
    ...finding,
    numbers: { ...figures, look: look.look, canary: numbersOf(canary), baseline: numbersOf(baseline), criteria },
  });
  const broken = unusable("the new release", canary) ?? unusable("the stable release", baseline);
  if (broken !== null) return judgedBy({ verdict: "error", reason: broken });
  const [seen, stable] = [numbersOf(canary), numbersOf(baseline)];
  const missing = tooLittle(seen, stable, criteria);
  if (seen === null || missing !== null) return judgedBy({ verdict: "inconclusive", reason: missing ?? "Nothing was measured." });
  const errors = judgeErrors(seen, stable, look);
  const findings = [errors.finding, ...judgeLatency(seen, stable, look)];
  return judgedBy(worst(findings), errors.figures);
}

const SEVERITY: Readonly<Record<Verdict, number>> = { fail: 3, error: 2, inconclusive: 1, pass: 0 };

/** The gravest of the verdicts, with the reasons of all findings that came to it. */
function worst(findings: readonly Finding[]): Finding {
  const gravest = Math.max(...findings.map(({ verdict }) => SEVERITY[verdict]));
  const deciding = findings.filter(({ verdict }) => SEVERITY[verdict] === gravest);
  return { verdict: deciding[0]?.verdict ?? "inconclusive", reason: deciding.map(({ reason }) => reason).join(" ") };
}

function numbersOf(measurement: Measurement | null): WindowNumbers | null {
  return measurement !== null && "numbers" in measurement ? measurement.numbers : null;
}

function unusable(whose: string, measurement: Measurement | null): string | null {
  if (measurement === null) return null;
  if ("error" in measurement) return `The numbers of ${whose} could not be read: ${measurement.error}`;
  const { requests, errors } = measurement.numbers;
  if (requests >= 0 && errors >= 0 && errors <= requests) return null;
  return `The numbers of ${whose} make no sense: ${errors} errors in ${requests} requests.`;
}

function tooLittle(canary: WindowNumbers | null, baseline: WindowNumbers | null, criteria: Criteria): string | null {
  if (canary === null || canary.requests === 0) return "No request reached the new release: no data is not a pass.";
  if (baseline?.requests === 0) return "No request reached the stable release, so there is nothing to compare with.";
  if (canary.requests >= criteria.minSamples) return null;
  return `Only ${canary.requests} of ${criteria.minSamples} requests needed reached the new release.`;
}
