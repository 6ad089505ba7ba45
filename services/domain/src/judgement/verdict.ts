import type { Verdict, VerdictEvidence, WindowNumbers } from "@ballast/schema";
import { judgeErrors, type Samples } from "./errors.ts";
import { judgeLatency } from "./latency.ts";
import type { Finding, Look, Measurement, Sample, Window, Word } from "./look.ts";
import { countOf } from "./sides.ts";
import { FEWEST_CUSTOMERS, worsened } from "./witness.ts";
import { releaseWords } from "./sideWords.ts";

/** A verdict with the sentence that explains it and all the numbers behind it. */
export type Judgement = Word & {
  readonly canary: WindowNumbers | null;
  readonly baseline: WindowNumbers | null;
  readonly evidence: VerdictEvidence;
  /** The release looks bad, but so does what it has no part in: a matter for people, no fault of the release. */
  readonly elsewhere: boolean;
};

/**
 * The verdict of one look. What could not be measured is an error and what has no data, or fewer than 20 customers on
 * a side, is inconclusive; neither is ever a pass. A failure needs enough samples, the effect the plan asks for, and
 * evidence that holds although the judge looks again and again. Requests are never taken as independent of each
 * other: the unit is the customer, and at 100 %, where the baseline is the past, the second as well.
 */
export function judge(given: Look): Judgement {
  const look = { ...given, basis: basisOf(given) };
  const step = look.basis === "limit" ? { ...look.step, baseline: null } : look.step;
  const missing = unusable(step, look) ?? tooLittle(step, look);
  if (missing !== null) return judgementOf(look, step, { word: missing, findings: [] });
  const findings = [...findingsOf("step", step, look), ...recentFailures(look)];
  const word = worst(findings);
  const witnesses = word.verdict === "fail" && look.basis !== "stable" ? worsened(look.witnesses ?? [], look.criteria).slice(0, 10) : [];
  if (witnesses.length === 0) return judgementOf(look, step, { word: word, findings });
  const reason = `${word.reason} Not this release: ${witnesses.join(", ")} got worse at the same time.`;
  return judgementOf(look, step, { word: { verdict: "inconclusive", reason }, findings, witnesses });
}

/** A past that nobody knows, or with too few customers, is nothing to compare with: the plan's limits alone decide then. */
function basisOf({ basis, step: { baseline } }: Look): Look["basis"] {
  if (baseline === null) return "limit";
  const known = sampleOf(baseline);
  return basis === "past" && (known === null || countOf(known.byCustomer) < FEWEST_CUSTOMERS) ? "limit" : basis;
}

type Reached = { readonly word: Word; readonly findings: readonly Finding[]; readonly witnesses?: readonly string[] };

function judgementOf({ basis }: Look, { canary, baseline }: Window, { word, findings, witnesses = [] }: Reached): Judgement {
  const [ours, theirs] = [sampleOf(canary), sampleOf(baseline)];
  const evidence: VerdictEvidence = {
    basis,
    canaryCustomers: ours === null ? null : countOf(ours.byCustomer),
    baselineCustomers: theirs === null ? null : countOf(theirs.byCustomer),
    findings: findings.map(({ reason: _, ...finding }) => finding),
    witnesses: [...witnesses],
  };
  return { ...word, canary: ours?.numbers ?? null, baseline: theirs?.numbers ?? null, evidence, elsewhere: witnesses.length > 0 };
}

function findingsOf(window: Samples["window"], { canary, baseline }: Window, look: Look): readonly Finding[] {
  const [ours, theirs] = [sampleOf(canary), sampleOf(baseline)];
  if (ours === null) return [];
  const samples = { window, canary: ours, baseline: theirs };
  return [judgeErrors(samples, look), ...judgeLatency(samples, look)];
}

/** What began only lately stands out in a short window long before it does in the whole; that it passes there means nothing. */
function recentFailures(look: Look): readonly Finding[] {
  const { recent } = look;
  if (recent === null || look.basis === "limit" || unusable(recent, look) !== null || tooFewCustomers(recent, look) !== null) return [];
  return findingsOf("recent", recent, look).filter(({ verdict }) => verdict === "fail");
}

const SEVERITY: Readonly<Record<Verdict, number>> = { fail: 3, error: 2, inconclusive: 1, pass: 0 };

/** The gravest of the verdicts, with the reasons of all findings that came to it. */
function worst(findings: readonly Finding[]): Word {
  const gravest = Math.max(...findings.map(({ verdict }) => SEVERITY[verdict]));
  const deciding = findings.filter(({ verdict }) => SEVERITY[verdict] === gravest);
  return { verdict: deciding[0]?.verdict ?? "inconclusive", reason: deciding.map(({ reason }) => capitalized(reason)).join(" ") };
}

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function sampleOf(measurement: Measurement | null): Sample | null {
  return measurement !== null && "sample" in measurement ? measurement.sample : null;
}

function unusable({ canary, baseline }: Window, { words = releaseWords }: Look): Word | null {
  const reason = problemOf(words.ours, canary) ?? problemOf(words.theirs, baseline);
  return reason === null ? null : { verdict: "error", reason };
}

function problemOf(whose: string, measurement: Measurement | null): string | null {
  if (measurement === null) return null;
  if ("error" in measurement) return `The numbers of ${whose} could not be read: ${measurement.error}`;
  const { requests, errors } = measurement.sample.numbers;
  if (requests >= 0 && errors >= 0 && errors <= requests) return null;
  return `The numbers of ${whose} make no sense: ${errors} errors in ${requests} requests.`;
}

function tooLittle(window: Window, look: Look): Word | null {
  const { criteria, words = releaseWords } = look;
  const [canary, baseline] = [sampleOf(window.canary), sampleOf(window.baseline)];
  const inconclusive = (reason: string): Word => ({ verdict: "inconclusive", reason });
  if (canary === null || canary.numbers.requests === 0) return inconclusive(`No request ${words.toOurs}: no data is not a pass.`);
  if (baseline?.numbers.requests === 0) return inconclusive(`No request ${words.toTheirs}, so there is nothing to compare with.`);
  if (canary.numbers.requests < criteria.minSamples)
    return inconclusive(`Only ${canary.numbers.requests} of ${criteria.minSamples} requests needed ${words.toOurs}.`);
  return tooFewCustomers(window, look);
}

function tooFewCustomers({ canary, baseline }: Window, { words = releaseWords }: Look): Word | null {
  const [ours, theirs] = [sampleOf(canary), sampleOf(baseline)];
  const few = (whose: string, count: number): Word => ({
    verdict: "inconclusive", reason: `Only ${count} of ${FEWEST_CUSTOMERS} customers needed ${whose}.`,
  });
  if (ours !== null && countOf(ours.byCustomer) < FEWEST_CUSTOMERS) return few(words.customersOurs, countOf(ours.byCustomer));
  return theirs !== null && countOf(theirs.byCustomer) < FEWEST_CUSTOMERS ? few(words.customersTheirs, countOf(theirs.byCustomer)) : null;
}
