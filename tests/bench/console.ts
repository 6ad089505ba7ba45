import { connectLog } from "@ballast/eventlog";
import type { Browser, Page } from "playwright-core";
import { toGlobalId } from "../../apps/api/src/graphql/globalId.ts";
import { launchBrowser, sizes } from "../harness/browser.ts";
import { drawn, painted, pressed, slowed, watch, type Painted } from "./console/watched.ts";
import { incidentWith } from "./incidents/longIncident.ts";
import { fillWith } from "./list/ballast.ts";
import { release, services } from "./list/rows.ts";
import { actionStream, incidentStream, objectiveStream, riskStream, serviceStream, size } from "./program/rows.ts";
import { valuesOf, type Figure } from "./figure.ts";
import { summarise, type BenchResult } from "./result.ts";

/** So many releases: 100,000, or what BALLAST_ROWS says; as many incidents stand behind the board as BALLAST_ROWS, or a fifth of them. */
const rows = Number(process.env["BALLAST_ROWS"] ?? 100_000);
const entries = 10_000;
const openings = 6;

/** A view with much in it: where it is, what it is opened for, and what somebody does there. */
interface Heavy {
  readonly name: string;
  readonly path: string;
  readonly content: string;
  /** Does something and says how often it pressed. */
  readonly use: (page: Page) => Promise<number>;
}

/** Presses keys one after the other, each once the page has drawn what the one before did. */
async function press(page: Page, keys: readonly string[]): Promise<number> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await drawn(page);
  }
  return keys.length;
}

const views = (incident: string): readonly Heavy[] => [
  {
    name: `incident with ${String(entries)} entries`, path: `/incidents/${encodeURIComponent(incident)}`, content: "svg [data-key]",
    async use(page) {
      await page.locator("svg [data-key]").first().click({ force: true });
      return 1 + (await press(page, ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "+", "+", "-"]));
    },
  },
  {
    name: `releases, ${rows.toLocaleString("en")} rows`, path: "/releases", content: "main a[href^='/releases/']",
    use: (page) => press(page, ["j", "j", "j", "k", "/", "2", "0", "2", "5"]),
  },
  {
    name: "program board", path: "/program", content: "main table, main li a, main a[href^='/risks/'], main a[href^='/actions/']",
    use: (page) => press(page, ["Tab", "Tab", "Tab", "Tab", "?", "Escape"]),
  },
];

interface Readings {
  readonly opened: readonly Painted[];
  readonly presses: readonly number[];
}

/** Opens a view over and over in a browser that has its files, and uses it each time. */
async function readings(browser: Browser, { url, credential }: { url: string; credential: string }, view: Heavy): Promise<Readings> {
  const context = await browser.newContext({ viewport: sizes.desk, extraHTTPHeaders: { authorization: `Bearer ${credential}` } });
  const opened: Painted[] = [];
  const presses: number[] = [];
  const page = await context.newPage();
  await watch(page, view.content);
  await slowed(page);
  // The first opening fetches the files, and lets the server warm up.
  for (let reading = 0; reading <= openings; reading += 1) {
    await page.goto(`${url}${view.path}`, { waitUntil: "commit" });
    const found = await painted(page);
    const times = await pressed(page, await view.use(page));
    if (reading > 0) {
      opened.push(found);
      presses.push(...times);
    }
  }
  await context.close();
  return { opened, presses };
}

const line = (name: string, samplesMs: readonly number[]): BenchResult =>
  summarise({ name, samplesMs, elapsedMs: samplesMs.reduce((sum, ms) => sum + ms, 0) });

/** The heaviest views in Chromium whose main thread runs at a quarter of the machine's speed. */
export async function run(): Promise<readonly BenchResult[]> {
  const ofServices = services();
  const filled = await fillWith([
    { count: ofServices.length, writtenAt: (n) => ofServices[n] ?? release(n) }, { count: rows, writtenAt: release },
    { count: size.services, writtenAt: serviceStream }, { count: size.services, writtenAt: objectiveStream },
    { count: size.risks, writtenAt: riskStream }, { count: size.actions, writtenAt: actionStream },
    { count: Math.min(size.incidents, rows / 5), writtenAt: incidentStream },
  ]);
  const log = connectLog({ address: filled.address });
  const incident = toGlobalId("Incident", await incidentWith(log, entries));
  await log.close();
  const server = await filled.api();
  const browser = await launchBrowser();
  try {
    const results: BenchResult[] = [];
    for (const view of views(incident)) {
      const { opened, presses } = await readings(browser, { url: server.url, credential: filled.credential }, view);
      results.push(
        line(`${view.name}: anything is painted`, opened.map(({ firstPaintMs }) => firstPaintMs)),
        line(`${view.name}: its content is painted`, opened.map(({ contentMs }) => contentMs)),
        line(`${view.name}: from a press to the next frame`, presses),
      );
    }
    return results;
  } finally {
    await browser.close();
    await server.stop();
    await filled.close();
  }
}

/** Content within a second, a press within a tenth, at a quarter of the speed. */
export function figures(results: readonly BenchResult[]): readonly Figure[] {
  return views("").flatMap(({ name }): readonly Figure[] => {
    const held = (what: string, atMost: number): Figure => ({
      what: `${name}: ${what}, p95 ms`, ours: valuesOf(results, `${name}: ${what}`, ({ p95Ms }) => p95Ms), goal: { of: "ours", atMost },
    });
    return [held("its content is painted", 1_000), held("from a press to the next frame", 100)];
  });
}

/** Its log takes minutes to be written and read. */
export const onlyWhenNamed = true;
