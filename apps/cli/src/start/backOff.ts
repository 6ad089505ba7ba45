/** Milliseconds a part must have been healthy for its next end to count as the first again. */
export const calmAfterMs = 10_000;

/** Milliseconds to wait before the nth restart in a row: 0.5 s doubling to 30 s. */
export function backOff(attempt: number): number {
  return Math.min(500 * 2 ** Math.max(0, attempt - 1), 30_000);
}
