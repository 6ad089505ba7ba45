/** What goes wrong once too many pay on one page. */
const overloaded = "one-page payment: the address service takes no more requests";

/**
 * Paying on one page asks the address service, which takes only so many requests a second, for each process: all is
 * well while few customers have it, and it falls over when many do. Answers the error of a payment at `now` (ms), null
 * where it goes well.
 */
export function onePagePay(perSecond: number): (now: number) => string | null {
  let [left, last] = [perSecond, 0];
  return (now) => {
    left = Math.min(perSecond, left + (Math.max(0, now - last) / 1_000) * perSecond);
    last = now;
    if (left < 1) return overloaded;
    left -= 1;
    return null;
  };
}
