import type { VerdictBasis } from "@ballast/schema";
import { limitsPassed } from "./latency.ts";
import type { Criteria, Look, Window, Witness, WorstStretch } from "./look.ts";
import type { Occasion } from "./spending.ts";
import { judge, type Judgement } from "./verdict.ts";

/** The two windows of a look. */
export type WindowName = "step" | "recent";

/** Where the numbers of one look come from. Asked only for what is needed: most looks need the first alone. */
export type Source = {
  /** Both sides over a window, slow requests counted beyond these limits; null where that window says nothing of its own. */
  readonly measure: (window: WindowName, overMs: readonly number[]) => Promise<Window | null>;
  /** The worst of the hour before, for as long a time as the window; null where nothing is known of it. */
  readonly worst: (window: WindowName, overMs: readonly number[]) => Promise<WorstStretch | null>;
  readonly witnesses: () => Promise<readonly Witness[]>;
};

/** What is looked at, and when. */
export type Looked = Occasion & Pick<Look, "words"> & { readonly basis: VerdictBasis; readonly criteria: Criteria };

/**
 * One look, from asking for the numbers to the verdict. A release that serves everybody and seems to fail is first
 * held against the worst of its predecessor's last hour, then against what else got worse.
 */
export async function judgeLook(source: Source, looked: Looked): Promise<Judgement> {
  const [step, recent] = [await measured(source, looked, "step"), await measured(source, looked, "recent")];
  if (step === null) return judge({ ...looked, step: { canary: { error: "nothing was measured" }, baseline: null }, recent: null });
  const look: Look = { ...looked, step, recent };
  const first = judge(look);
  if (first.verdict !== "fail" || looked.basis === "stable") return first;
  const second = judge({ ...look, worst: await worstOf(source, look) });
  if (second.verdict !== "fail") return second;
  return judge({ ...look, worst: await worstOf(source, look), witnesses: await source.witnesses() });
}

async function measured(source: Source, { criteria }: Looked, name: WindowName): Promise<Window | null> {
  const window = await source.measure(name, []);
  const overMs = window === null ? [] : beyond(window, criteria);
  return overMs.length === 0 ? window : source.measure(name, overMs);
}

function beyond({ canary, baseline }: Window, criteria: Criteria): readonly number[] {
  if (!("sample" in canary)) return [];
  const stable = baseline !== null && "sample" in baseline ? baseline.sample.numbers : null;
  return limitsPassed(criteria, canary.sample.numbers, stable).map(({ overMs }) => overMs);
}

async function worstOf(source: Source, { step, recent, criteria }: Look): Promise<Look["worst"]> {
  const stretch = await source.worst("step", beyond(step, criteria));
  return stretch === null
    ? undefined
    : { step: stretch, recent: recent === null ? null : await source.worst("recent", beyond(recent, criteria)) };
}

/** Requests of one second, and the marked ones among them. */
export type MarkedSecond = { readonly requests: number; readonly marked: number };

/** Fewer requests than this make no share that could be called usual. */
const FEWEST = 20;

/** The largest share of marked requests over so many seconds on end, oldest first; of all of them where there are fewer. */
export function worstShare(seconds: readonly MarkedSecond[], length: number): number {
  const span = Math.max(1, Math.min(length, seconds.length));
  let [requests, marked, worst] = [0, 0, 0];
  seconds.forEach((second, index) => {
    requests += second.requests;
    marked += second.marked;
    const gone = seconds[index - span];
    if (gone !== undefined) {
      requests -= gone.requests;
      marked -= gone.marked;
    }
    if (index >= span - 1 && requests >= FEWEST) worst = Math.max(worst, marked / requests);
  });
  return worst;
}
