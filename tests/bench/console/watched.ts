import type { CDPSession, Page } from "playwright-core";
import { until } from "../../harness/until.ts";

/** What a page says of itself, milliseconds from when it was asked for. */
export interface Painted {
  /** When anything was painted first. */
  readonly firstPaintMs: number;
  /** When what the view is opened for was painted. */
  readonly contentMs: number;
}

/** In the page: notes what is sought once it is drawn, and for how long presses kept the next frame waiting. */
const script = (sought: string): string => `{
  const presses = (window.benchPresses = new Map());
  const look = () => {
    if (document.querySelector(${JSON.stringify(sought)}) === null) return void requestAnimationFrame(look);
    // The frame in which it stands is drawn before the next begins.
    requestAnimationFrame(() => { window.benchContent = performance.now(); });
  };
  look();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId > 0) presses.set(interactionId, Math.max(presses.get(interactionId) ?? 0, duration));
  }).observe({ type: "event", buffered: true, durationThreshold: 16 });
}`;

/**
 * Runs before a page's own scripts: notes when an element that `selector` finds stands there and the frame after it is drawn, and for how
 * long each press of a key or button kept the next frame waiting (PerformanceObserver, Event Timing).
 */
export const watch = (page: Page, selector: string): Promise<unknown> => page.addInitScript({ content: script(selector) });

/** A page's main thread runs at a quarter of the machine's speed, as on a phone or an old notebook. */
export async function slowed(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  return session;
}

/** Waits until what the view is opened for was painted. */
export async function painted(page: Page): Promise<Painted> {
  await until(() => page.evaluate<boolean>("window.benchContent !== undefined"));
  return page.evaluate<Painted>(
    `({ firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, contentMs: window.benchContent })`,
  );
}

/** Until the page has drawn twice: what a press did stands there. */
export const drawn = (page: Page): Promise<unknown> =>
  page.evaluate("new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); })");

/** How long each press since the page was opened kept the next frame waiting, ms; those below the 16 of a frame count as 16. */
export async function pressed(page: Page, presses: number): Promise<readonly number[]> {
  const longer = await page.evaluate<number[]>("[...window.benchPresses.values()]");
  return [...longer, ...Array.from({ length: Math.max(0, presses - longer.length) }, () => 16)];
}
