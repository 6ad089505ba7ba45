import { createHash } from "node:crypto";
import { Rejection } from "@ballast/domain";
import type { Drawing, Drawn } from "./draw.ts";

/** So many answers are kept: a console asks for the same one again and again, and an answer is some kilobytes. */
const KEPT = 32;
/** So many questions wait at most, each for some tenths of a second; more are refused. */
export const MOST_WAITING = 24;

/**
 * What is asked twice is drawn once, and different questions one after the other: however many people look at a forecast, or
 * ask for it with whatever targets, a server draws one at a time. What fails is drawn anew.
 * @throws Rejection RATE_LIMITED while too many other questions wait
 */
export function drawnOnce(drawing: (asked: Drawing) => Promise<Drawn>): (asked: Drawing) => Promise<Drawn> {
  const kept = new Map<string, Promise<Drawn>>();
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const next = (asked: Drawing, key: string): Promise<Drawn> => {
    waiting += 1;
    const answer = before.then(() => drawing(asked));
    before = answer.catch(() => kept.delete(key)).finally(() => void (waiting -= 1));
    return answer;
  };
  return async (asked) => {
    const key = createHash("sha256").update(JSON.stringify(asked)).digest("base64");
    const known = kept.get(key);
    if (known === undefined && waiting >= MOST_WAITING)
      throw new Rejection("RATE_LIMITED", "Too many other forecasts are being drawn; ask again in some seconds.");
    kept.delete(key);
    const answer = known ?? next(asked, key);
    kept.set(key, answer);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
}
