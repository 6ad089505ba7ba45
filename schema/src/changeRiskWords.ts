import { measuredPercent } from "./words.ts";

/** How many of some deploys failed. */
interface Failures {
  readonly failed: number;
  readonly of: number;
}

/** What is known of how a release would go, as the API gives it. */
export interface ToldChangeRisk {
  /** Percent. */
  readonly percent: number;
  readonly size: string;
  readonly commits: number;
  readonly service: Failures;
  readonly ofSize: Failures;
  readonly score: { readonly brier: number; readonly always: number; readonly of: number } | null;
}

const commitsWords = (commits: number): string => (
  commits === 0 ? "of which no commits are known" : `of ${String(commits)} ${commits === 1 ? "commit" : "commits"}`
);
const failedOf = ({ failed, of }: Failures): string => `${String(failed)} of ${String(of)}`;

/** `A change of 3 commits fails in some 13 % of cases here: 1 of 20 such deploys failed, 4 of all 31.` */
export function changeRiskSentence({ percent, size, commits, service, ofSize }: ToldChangeRisk): string {
  const change = `A change ${commitsWords(commits)} is taken to fail in ${measuredPercent(percent)} of cases`;
  if (service.of === 0) return `${change}: nothing was deployed to production yet, so that is what is usual elsewhere.`;
  const alike = size === "unknown" ? "deploys of which none are known" : `deploys of ${size} changes`;
  return `${change}: ${failedOf(ofSize)} ${alike} failed here, ${failedOf(service)} in all.`;
}

/** How good such chances have been; null of too few. */
export function changeRiskScoreSentence({ score }: Pick<ToldChangeRisk, "score">): string | null {
  if (score === null) return null;
  const { brier, always, of } = score;
  const better = brier < always ? "better than" : "no better than";
  return `Over ${String(of)} deploys such chances scored ${brier.toFixed(3)} (Brier, 0 is best), ${better} always saying what is usual (${always.toFixed(3)}).`;
}
