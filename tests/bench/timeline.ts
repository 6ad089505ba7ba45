import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { ids } from "@ballast/eventlog";
import { streamName, type BallastEvent } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import type { Browser, Page } from "playwright-core";
import { asAdministrator, localCredential, specHttp } from "../../apps/api/src/specification/http.ts";
import { specServer, type SpecServer } from "../../apps/api/src/specification/server.ts";
import type { ResultOf } from "@ballast/schema/graphql";
import { pageSizes, timelineDocument } from "../../apps/console/src/incident/timelineDocuments.ts";
import { launchBrowser, noChromium, sizes } from "../harness/browser.ts";
import { comparedWith, summarise, type BenchResult } from "./result.ts";

const MANY = 10_000;
const FEW = 40;
const READINGS = 10;
const BATCH = 250;
const start = Date.UTC(2026, 10, 23, 9);
const consoleFolder = fileURLToPath(new URL("../../apps/console/dist", import.meta.url));
const actor = { personId: null, name: "bench", means: "system" } as const;

/**
 * An incident of 10,000 entries beside one of 40: every slice of the timeline as the console asks for it, over HTTP, and
 * the console in Chromium from the click on the incident to the first mark that is drawn, and to the last entry.
 */
export async function run(): Promise<readonly BenchResult[]> {
  const spec = await specServer();
  spec.at(new Date(start).toISOString());
  const app = await specHttp(spec, existsSync(consoleFolder) ? consoleFolder : null);
  try {
    const administrator = await spec.person("ada", ["admin", "engineer", "responder"]);
    const [many, few] = [await incidentOf(spec, administrator, MANY), await incidentOf(spec, administrator, FEW)];
    spec.at(new Date(start + 4 * 3_600_000).toISOString());
    const alone = await pages(app, few, `page of a timeline of ${FEW}`);
    const paged = await pages(app, many, `page of a timeline of ${MANY}`);
    return [...alone, ...paged.map((result) => comparedWith(result, alone[0] ?? result)), ...(await painted(app, { many, few }))];
  } finally {
    await app.close();
    await spec.close();
  }
}

/** A quarter are alerts that were firing meanwhile, which a timeline is joined with when it is read; the rest its own. */
async function incidentOf(spec: SpecServer, by: Parameters<SpecServer["run"]>[0], entries: number): Promise<string> {
  const service = `many-${entries}`;
  await spec.run(by, "registerService", { slug: service, name: service });
  const { recordId: incidentId } = await spec.run(by, "declareIncident", {
    title: `${entries} things happen`, severity: 2, services: [service], impactStartAt: new Date(start).toISOString(),
  });
  const stream = streamName("incident", incidentId);
  let { length } = (await spec.server.log.read(stream)).events;
  const alerts = Math.floor(entries / 4);
  for (let n = 0; n < alerts; n += 8)
    await Promise.all(Array.from({ length: Math.min(8, alerts - n) }, (_, k) => alert(spec, { service, n: n + k })));
  for (let n = alerts; n < entries; n += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, entries - n) }, (_, k) => entry(incidentId, n + k));
    await spec.server.log.append(stream, batch, BigInt(length - 1));
    length += batch.length;
    await caughtUp(spec);
  }
  return Buffer.from(`Incident:${incidentId}`).toString("base64url");
}

async function caughtUp({ server: { log, readModel } }: SpecServer): Promise<void> {
  while ((await readModel.waitFor((await log.lastPosition()) ?? "0", { timeoutMs: 60_000 })).behind);
}

const said = (id: string, n: number, event: BallastEvent) => {
  const at = new Date(start + n * 1_000).toISOString();
  return { eventId: id, event, metadata: { actor, occurredAt: at, recordedAt: at, commandId: id, $correlationId: id, $causationId: id } };
};

async function alert({ server }: SpecServer, { service, n }: { service: string; n: number }): Promise<void> {
  const alertId = ids.alert(ids.integration("bench"), `${service} ${n}`);
  const event: BallastEvent = {
    type: "AlertFired",
    data: {
      alertId, integrationId: ids.integration("bench"), fingerprint: String(n), groupKey: "bench", name: "HighErrors",
      summary: `${n} of the pods fail`, startsAt: new Date(start + n * 1_000).toISOString(), severity: "critical",
      labels: { service, pod: `pod-${n}` }, annotations: {}, serviceId: ids.service(service), generatorUrl: null, ordinal: 1,
    },
  };
  await server.log.append(streamName("alert", alertId), [said(ids.part(alertId, "fired"), n, event)], "no_stream");
}

function entry(incidentId: string, n: number) {
  const at = new Date(start + n * 1_000).toISOString();
  const id = ids.part(incidentId, "bench", n);
  return said(
    id,
    n,
    n % 100 === 0
      ? {
          type: "UpdatePosted",
          data: {
            incidentId, updateId: id, visibility: "public", status: "Investigating",
            body: `We look into it, step ${n}: the errors come from the new pool of connections.`, nextUpdateInMs: null,
          },
        }
      : {
          type: "EntryAdded",
          data: {
            incidentId, entryId: id, at, text: `Looked at graph ${n}\nIts p99 is at ${n % 900} ms since the deploy of this morning.`,
            pinned: false,
          },
        },
  );
}

/** Reads the whole timeline slice by slice, as the console does; the first slice is measured apart. */
async function pages(app: FastifyInstance, id: string, name: string): Promise<readonly BenchResult[]> {
  const [first, next]: [number[], number[]] = [[], []];
  for (let reading = 0; reading <= READINGS; reading += 1) {
    let after: string | null = null;
    do {
      const before = performance.now();
      const answer = await app.inject({
        method: "POST",
        url: "/graphql",
        headers: { ...asAdministrator, "accept-encoding": "br, gzip" },
        payload: {
          query: timelineDocument.text, variables: { id, after, knownAt: null, first: after === null ? pageSizes.first : pageSizes.next },
        },
      });
      const took = performance.now() - before;
      // The first reading warms up: its document is compiled then.
      if (reading > 0) (after === null ? first : next).push(took);
      after = cursorIn(textOf(answer));
    } while (after !== null);
  }
  const results = [summarise({ name: `first ${name}`, samplesMs: first, elapsedMs: sum(first) })];
  return next.length === 0 ? results : [...results, summarise({ name: `each further ${name}`, samplesMs: next, elapsedMs: sum(next) })];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const textOf = ({ headers, rawPayload }: { headers: Record<string, unknown>; rawPayload: Buffer }): string =>
  (headers["content-encoding"] === "br"
    ? brotliDecompressSync(rawPayload)
    : headers["content-encoding"] === "gzip"
      ? gunzipSync(rawPayload)
      : rawPayload
  ).toString("utf8");

/** Where the next slice begins; null at the end. @throws what the API refused */
function cursorIn(text: string): string | null {
  const answer = JSON.parse(text) as ResultAnswer;
  if (answer.data?.incident === undefined || answer.data.incident === null) throw new Error(text.slice(0, 300));
  const { hasNextPage, endCursor } = answer.data.incident.timeline.pageInfo;
  return hasNextPage ? endCursor : null;
}

interface ResultAnswer {
  readonly data?: ResultOf<typeof timelineDocument>;
}

/** From the click on an incident in the list to the first mark, and until all entries are there. */
async function painted(app: FastifyInstance, { many, few }: { many: string; few: string }): Promise<readonly BenchResult[]> {
  if (noChromium !== undefined || !existsSync(consoleFolder)) {
    console.log(`The console is not measured: ${noChromium ?? "it is not built"}.`);
    return [];
  }
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const browser = await launchBrowser();
  try {
    const reference = await opened(browser, { url, id: few, entries: FEW });
    const results = await opened(browser, { url, id: many, entries: MANY });
    return [...reference, ...results.map((result, index) => comparedWith(result, reference[index] ?? result))];
  } finally {
    await browser.close();
  }
}

async function opened(
  browser: Browser,
  { url, id, entries }: { url: string; id: string; entries: number },
): Promise<readonly BenchResult[]> {
  const page = await browser.newPage({ viewport: sizes.desk, extraHTTPHeaders: { authorization: `Bearer ${localCredential}` } });
  const [first, all]: [number[], number[]] = [[], []];
  let requests = 0;
  page.on("request", (request) => { requests += request.postData()?.includes("IncidentTimeline") === true ? 1 : 0; });
  for (let reading = 0; reading < READINGS; reading += 1) {
    await page.goto(`${url}/incidents`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const before = performance.now();
    await go(page, `/incidents/${encodeURIComponent(id)}`);
    await page.locator("svg [data-key]").first().waitFor();
    first.push(performance.now() - before);
    await page
      .getByText(
        new RegExp(
          `${entries.toLocaleString("en-GB").slice(0, -1)}\\d of |${entries.toLocaleString("en-GB").slice(0, -1)}\\d entries`,
          "u",
        ),
      )
      .first()
      .waitFor();
    all.push(performance.now() - before);
  }
  await page.close();
  const asked = (requests / READINGS).toFixed(0);
  return [
    summarise({ name: `the console draws the first mark of ${entries}`, samplesMs: first, elapsedMs: sum(first) }),
    summarise({ name: `the console has all ${entries} entries, after ${asked} requests`, samplesMs: all, elapsedMs: sum(all) }),
  ];
}

/** Goes there as a link would: without loading the console again. */
const go = (page: Page, path: string): Promise<void> =>
  page.evaluate(`history.pushState({}, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate", { state: {} }))`);
