import { brierScore, shrunkenShare, type Forecast } from "../calibration/index.ts";
import { instantOf } from "../statistics/calendar.ts";
import { isFailedDeploy, type ExposedDeploy } from "./deployReport.ts";

/**
 * Where nothing is known: four of 23 deploys failed (worked value 14), counted as ten deploys. It is where a service begins, and what it
 * leaves with its tenth deploy.
 */
export const usualFailures = { prior: 4 / 23, weight: 10 } as const;

/** How much a change brings, by its commits: what people tell apart before they deploy. */
export const changeSizes = ["unknown", "small", "medium", "large"] as const;
export type ChangeSize = (typeof changeSizes)[number];

/** Up to so many commits, and how it is called; more are large. */
const bounds: readonly (readonly [size: ChangeSize, most: number])[] = [["unknown", 0], ["small", 5], ["medium", 20]];

/** The kind of a change that brings so many commits; none means that nothing is known of them. */
export const sizeOfChange = (commits: number): ChangeSize => bounds.find(([, most]) => commits <= most)?.[0] ?? "large";

/** How many of some deploys failed. */
export interface FailureCount {
  readonly failed: number;
  readonly of: number;
}

/** A deploy, and how many commits it brought: its own and those of the releases that it skipped; 0 where none are known. */
export type SizedDeploy = ExposedDeploy & { readonly commitCount: number };

/** How likely a change is to fail, and what that is made from. Shares are 0 to 1. */
export interface ChangeRisk {
  readonly size: ChangeSize;
  readonly chance: number;
  /** All deploys of the service, and their share drawn towards what is usual. */
  readonly service: FailureCount & { readonly chance: number };
  /** Those of the same size, whose share is drawn towards that of the service: the chance. */
  readonly ofSize: FailureCount;
  /** How good such chances have been: each earlier deploy's, from those before it, against what became of it; null of fewer than ten. */
  readonly score: { readonly brier: number; readonly always: number; readonly of: number } | null;
}

const enoughToScore = 10;

class Counted {
  readonly #sizes = new Map<ChangeSize, FailureCount>();
  all: FailureCount = { failed: 0, of: 0 };

  of(size: ChangeSize): FailureCount {
    return this.#sizes.get(size) ?? { failed: 0, of: 0 };
  }

  add(size: ChangeSize, failed: boolean): void {
    this.all = more(this.all, failed);
    this.#sizes.set(size, more(this.of(size), failed));
  }

  chances(size: ChangeSize): { readonly service: number; readonly change: number } {
    const { weight } = usualFailures;
    const service = shrunkenShare({ hits: this.all.failed, of: this.all.of }, usualFailures);
    const { failed, of } = this.of(size);
    return { service, change: shrunkenShare({ hits: failed, of }, { prior: service, weight }) };
  }
}

const more = ({ failed, of }: FailureCount, alsoFailed: boolean): FailureCount => ({ failed: failed + (alsoFailed ? 1 : 0), of: of + 1 });

/**
 * How likely a change that brings so many commits is to fail, by what became of the service's deploys to production: the share of those of
 * its size, drawn towards the service's, which is drawn towards what is usual. Rollbacks are no changes.
 */
export function changeRisk(deploys: readonly SizedDeploy[], commits: number): ChangeRisk {
  const size = sizeOfChange(commits);
  const counted = new Counted();
  const forecasts: Forecast[] = [];
  const inOrder = deploys
    .filter((deploy) => deploy.kind === "deploy")
    .toSorted((one, other) => instantOf(one.exposedAt) - instantOf(other.exposedAt));
  for (const deploy of inOrder) {
    const own = sizeOfChange(deploy.commitCount);
    const came = isFailedDeploy(deploy);
    forecasts.push({ chance: counted.chances(own).change, came });
    counted.add(own, came);
  }
  const { service, change } = counted.chances(size);
  return { size, chance: change, service: { ...counted.all, chance: service }, ofSize: counted.of(size), score: scoreOf(forecasts) };
}

/** Beside it what whoever always says the usual share would have scored. */
function scoreOf(forecasts: readonly Forecast[]): ChangeRisk["score"] {
  const brier = brierScore(forecasts);
  const always = brierScore(forecasts.map(({ came }) => ({ chance: usualFailures.prior, came })));
  return brier === null || always === null || forecasts.length < enoughToScore ? null : { brier, always, of: forecasts.length };
}
