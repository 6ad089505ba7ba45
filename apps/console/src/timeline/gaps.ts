/** A stretch of time, in epoch milliseconds. */
export interface Stretch {
  from: number;
  to: number;
}

/** When a stretch without any moment counts as idle, and how much of it stays visible on both sides. */
export interface FoldRule {
  leastMs: number;
  marginMs: number;
}

const minute = 60_000;

/** Folds what is idle for a sixth of the window, but never less than ten minutes; an eighth of that stays at each side. */
export function foldRule(window: Stretch): FoldRule {
  const leastMs = Math.max(10 * minute, (window.to - window.from) / 6);
  return { leastMs, marginMs: Math.min(leastMs / 8, 10 * minute) };
}

/** The idle stretches of a window, in order. `moments` are all beginnings and ends, in any order. */
export function idleGaps(moments: readonly number[], window: Stretch, rule: FoldRule = foldRule(window)): readonly Stretch[] {
  const inside = moments.filter((at) => at > window.from && at < window.to).sort((a, b) => a - b);
  const gaps: Stretch[] = [];
  let before = window.from;
  for (const at of [...inside, window.to]) {
    if (at - before >= rule.leastMs) {
      const from = before === window.from ? before : before + rule.marginMs;
      const to = at === window.to ? at : at - rule.marginMs;
      if (to - from >= rule.leastMs / 2) gaps.push({ from, to });
    }
    before = at;
  }
  return gaps.length === 1 && gaps[0]?.from === window.from && gaps[0].to === window.to ? [] : gaps;
}

/** The folded time in milliseconds. */
export function foldedMs(gaps: readonly Stretch[]): number {
  return gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
}

/** `12 idle minutes folded`, `3 idle hours folded`; `null` when nothing is. */
export function foldedWords(gaps: readonly Stretch[]): string | null {
  const ms = foldedMs(gaps);
  if (ms === 0) return null;
  const minutes = Math.round(ms / minute);
  if (minutes < 120) return `${minutes} idle minute${minutes === 1 ? "" : "s"} folded`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} idle hours folded` : `${Math.round(hours / 24)} idle days folded`;
}
