import { isActive, incidentDecider, nextResponse, pageDecider, stepAt } from "@ballast/domain";
import { foldEvents, foldRecord, type RecordedEvent } from "@ballast/eventlog";
import { streamName, type EventType } from "@ballast/schema";
import type { ResponsePolicy } from "@ballast/schema/workflows";
import { reasonOf } from "@ballast/notifications";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { WorkerParts } from "../parts.ts";
import { climb, type Calling } from "./climb.ts";
import { factsOf } from "./facts.ts";
import { incidentActivities } from "./incident.activities.ts";
import { placeIn, requestIn } from "./lostResponses.ts";
import { pageActivities } from "./page.activities.ts";
import type { PageRef } from "./responseActivities.ts";
import { callOff, deliverAlone } from "./sending.activities.ts";

/** What the watchdog of a worker watches, and with what it calls: all of it works without the workflow engine. */
export interface Watching {
  readonly parts: WorkerParts;
  /** Whether the workflow engine answers; never waits for long. */
  readonly engineAnswers: () => Promise<boolean>;
  readonly policy: ResponsePolicy;
}

export interface WatchTimes {
  readonly signal: AbortSignal;
  /** How often the engine is asked, ms. */
  readonly everyMs?: number;
  /** After so long without an answer the watchdog calls, ms: a restart of the engine takes less. */
  readonly awayMs?: number;
}

/** What ended longer ago than this, ms, a run has called off, or nobody does any more. */
const LATELY_MS = 3_600_000;

const ended: readonly string[] = ["resolved", "closed", "declined", "merged", "cancelled"];

/** Open incidents and pages, as the log tells of them. */
class Open {
  readonly incidents = new Set<string>();
  readonly pages = new Set<string>();
  /** Pages that ended of late: what called for them at PagerDuty is called off, where no run does. */
  readonly over = new Set<string>();
  readonly types: readonly EventType[] = [
    "IncidentDeclared", "IncidentReopened", "IncidentStateChanged", "IncidentMerged", "PageRequested", "PageAcknowledged", "PageStopped",
    "PageHandedOn",
  ];

  note({ id, event, metadata }: RecordedEvent): void {
    // What was imported, or told as the demonstration's past, calls nobody.
    if (metadata.source !== undefined) return;
    if (event.type === "PageRequested") this.pages.add(id);
    else if (event.type === "PageAcknowledged" || event.type === "PageStopped" || event.type === "PageHandedOn") {
      this.pages.delete(id);
      if (Date.now() - Date.parse(metadata.recordedAt) < LATELY_MS) this.over.add(id);
    }
    else if (event.type === "IncidentMerged" || (event.type === "IncidentStateChanged" && ended.includes(event.data.to)))
      this.incidents.delete(id);
    else this.incidents.add(id);
  }
}

/**
 * Calls people while the workflow engine does not answer, with the log alone: asks for the pages that a response would ask for, and climbs
 * those that are open from where they stand. A step is sent by whoever has won its claim, the watchdog or a run, so that nothing goes out
 * twice when the engine is back; the claim says that it was a watchdog. Any number of workers may have one. Ends with the signal.
 */
export async function watchPages(watching: Watching, { signal, everyMs = 5_000, awayMs = 10_000 }: WatchTimes): Promise<void> {
  const { parts: { log, logger }, engineAnswers } = watching;
  const open = new Open();
  const following = log.subscribeAll({
    filter: { types: open.types }, signal, onBatch: ({ events }) => { for (const event of events) open.note(event); },
  });
  // Where the log refuses to be followed, the reactor says so and ends the worker.
  following.catch(() => undefined);
  const dog = new Watchdog(watching, open);
  let awaySince: number | null = null;
  while (!signal.aborted) {
    if (await engineAnswers()) {
      if (dog.isCalling()) logger.info("the workflow engine is back: its runs call on");
      awaySince = null;
      dog.rest();
    } else {
      const now = Date.now();
      awaySince ??= now;
      if (now - awaySince >= awayMs) await dog.look();
    }
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
  }
  dog.rest();
  await following;
}

class Watchdog {
  /** Names this worker's watchdog in claims; another one each time the engine is away, as what was begun before may be under way still. */
  #name: string = randomUUID();
  readonly #watching: Watching;
  readonly #open: Open;
  #climbing = new Map<string, Promise<void>>();
  /** Of the time since the engine was heard last. */
  #resting = { now: false };

  constructor(watching: Watching, open: Open) {
    this.#watching = watching;
    this.#open = open;
  }

  isCalling(): boolean {
    return this.#climbing.size > 0;
  }

  /** Runs call on: what is under way comes to its end, nothing else is begun. */
  rest(): void {
    this.#resting.now = true;
    this.#open.over.clear();
    this.#resting = { now: false };
    this.#climbing = new Map();
    this.#name = randomUUID();
  }

  /** One look at everything that is open; what cannot be looked at now is at the next look. */
  async look(): Promise<void> {
    const { logger } = this.#watching.parts;
    this.#callOff();
    for (const incidentId of this.#open.incidents) {
      await this.#ask(incidentId).catch((error: unknown) => logger.warn({ err: error, incidentId }, "the watchdog could not look at it"));
    }
    for (const pageId of this.#open.pages) {
      if (this.#climbing.has(pageId)) continue;
      const climbing = this.#climb(pageId, this.#resting)
        .catch((error: unknown) => logger.warn({ err: error, pageId }, "the watchdog could not call"))
        .then(() => void (this.#climbing.get(pageId) === climbing && this.#climbing.delete(pageId)));
      this.#climbing.set(pageId, climbing);
    }
  }

  /** What is still being sent is called off when that has ended; nobody waits for it. */
  #callOff(): void {
    const { parts } = this.#watching;
    for (const pageId of [...this.#open.over].filter((id) => !this.#climbing.has(id)).slice(0, MOST_OFF_AT_ONCE)) {
      this.#open.over.delete(pageId);
      callOff(parts, { pageId }, AbortSignal.timeout(OFF_WITHIN_MS)).catch((error: unknown) => {
        parts.logger.warn({ pageId, why: reasonOf(error) }, "the watchdog could not call it off");
        this.#open.over.add(pageId);
      });
    }
  }

  /** Asks for the pages that the incident's response would ask for now. */
  async #ask(incidentId: string): Promise<void> {
    const { parts, policy } = this.#watching;
    // One for responders and one for commanders; a third try would ask for the same again.
    for (let asked = 0; asked < 2; asked += 1) {
      const found = await factsOf(parts.log, incidentId, parts.now().getTime());
      const next = found === null ? null : nextResponse(found.facts, policy, parts.now().getTime());
      if (next?.kind !== "page") return;
      const { events } = await parts.log.read(streamName("incident", incidentId));
      const request = requestIn(events, "");
      if (request === null) return;
      const { $correlationId: correlationId, actor } = request.asked.metadata;
      const { pageId } = await incidentActivities(parts).requestPage({
        incident: { incidentId, requestEventId: request.requestEventId, correlationId, actor },
        purpose: next.purpose, reason: next.reason, occasion: next.occasion, policy: policy.page,
      });
      this.#open.pages.add(pageId);
    }
  }

  async #climb(pageId: string, resting: { readonly now: boolean }): Promise<void> {
    const { parts } = this.#watching;
    const { events } = await parts.log.read(streamName("page", pageId));
    const page = foldEvents(pageDecider, events);
    const [asked] = events;
    if (page.status !== "open" || asked === undefined) return void this.#open.pages.delete(pageId);
    const { incidentId, policy } = page.request;
    if (!isActive(await foldRecord(parts.log, incidentDecider, incidentId))) return;
    parts.logger.warn({ pageId }, "the workflow engine does not answer: the watchdog calls");
    const ref: PageRef = {
      pageId, incidentId, requestEventId: asked.eventId, correlationId: asked.metadata.$correlationId, actor: asked.metadata.actor,
    };
    const isOver = (): boolean => resting.now || !this.#open.pages.has(pageId);
    const from = page.claims.length === 0 ? 0 : placeIn(events, page, policy.repeatEveryMs);
    await climb(this.#calling(ref, isOver), policy, from);
  }

  #calling(page: PageRef, isOver: () => boolean): Calling {
    const { parts } = this.#watching;
    const watchdog = this.#name;
    const act = pageActivities(parts);
    const deliver = deliverAlone(parts, new AbortController().signal);
    const named = (place: number) => ({ page, step: stepAt(place, false), place } as const);
    const again = <Result>(call: () => Promise<Result>) => untilDone(call, { parts, isOver });
    return {
      answered: isOver,
      claim: async ({ place, round }) =>
        (await again(() => act.claimStep({ ...named(place), round, watchdog })))
        ?? { outcome: "over", step: stepAt(place, false), sends: [], inInbox: false },
      // What is resting has begun nothing: whoever wins the step next sends it.
      deliver: (send, step, tries) => deliver({ page, send, ...step, ...tries, receipts: true }).catch(() => "failed" as const),
      receipt: async (send) => {
        for (;;) {
          const known = await again(() => act.settleReceipt({ page, send }));
          if (known === null) return "over";
          if (known.outcome !== "awaitsReceipt") return known.outcome;
          // Nobody tells it of a receipt.
          if (await waitFor(isOver, Math.min(askReceiptMs, known.leftMs))) return "over";
        }
      },
      escalate: async ({ place, round }, reason) => {
        const { step } = named(place);
        await again(() => act.escalatePage({ page, to: step, place, round, reason }));
      },
      goUnanswered: async (round, repeatEveryMs) => void (await again(() => act.goUnanswered({ page, round, repeatEveryMs }))),
      triesSooner: () => true,
      wait: waitFor,
      isLong: () => false,
    };
  }
}

/** So many pages are called off in a look, each within so long, ms. */
const [MOST_OFF_AT_ONCE, OFF_WITHIN_MS] = [50, 15_000];
/** How often it is looked for a receipt, ms. */
const askReceiptMs = 2_000;
/** How often a condition is asked for, ms. */
const askEveryMs = 200;

async function waitFor(holds: () => boolean, ms: number): Promise<boolean> {
  for (const until = Date.now() + ms; ;) {
    if (holds()) return true;
    const left = until - Date.now();
    if (left <= 0) return false;
    await wait(Math.min(askEveryMs, left));
  }
}

/** Tries a step until the log takes it; null where nobody has to any more. */
async function untilDone<Result>(
  call: () => Promise<Result>, { parts: { logger }, isOver }: { readonly parts: WorkerParts; readonly isOver: () => boolean },
): Promise<Result | null> {
  while (!isOver()) {
    try {
      return await call();
    } catch (error) {
      logger.warn({ err: error }, "the watchdog tries again");
      await waitFor(isOver, 1_000);
    }
  }
  return null;
}
