import { incidentDecider, isActive, nextResponse, pageDecider } from "@ballast/domain";
import { foldEvents, foldRecord, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import {
  workflowIds, workflowNames, type LostRun, type PagePlace, type PageRespondersInput, type RespondToIncidentInput,
} from "@ballast/schema/workflows";
import type { LeftUndone, Reaction } from "../reactor/slice.ts";
import { runOf, startOnce } from "../reactor/starting.ts";
import { graceMs, isTooSoon, nothingLost, over, type Looked } from "../reactor/takingUp.ts";
import { factsOf } from "./facts.ts";
import { carriedBy } from "./options.ts";

/**
 * Takes the response to an incident up again where its run is lost. `unfinished`: it has ended, and something was found undone that its
 * response does then.
 */
export async function lookAtResponse(
  reaction: Reaction,
  { incidentId, unfinished }: { readonly incidentId: string; readonly unfinished: boolean },
): Promise<Looked> {
  const run = await runOf(reaction.temporal, workflowIds.incident(incidentId));
  if (run.running) return nothingLost;
  const { log, now, policy } = reaction;
  const found = await factsOf(log, incidentId, now().getTime());
  const isLeft =
    found !== null
    && (unfinished || nextResponse(found.facts, policy, now().getTime()).kind !== "end" || found.facts.pages.some((page) => page.open));
  if (!isLeft) return over;
  const { events } = await log.read(streamName("incident", incidentId));
  const request = requestIn(events, run.fate);
  if (request === null || isTooSoon({ events }, now().getTime()) || (request.replaces === undefined && isYoung(request.asked, now())))
    return nothingLost;
  const input: RespondToIncidentInput = {
    incidentId, requestEventId: request.requestEventId, correlationId: request.asked.metadata.$correlationId,
    actor: request.asked.metadata.actor, policy, ...(request.replaces && { replaces: request.replaces }),
  };
  const started = await startOnce(reaction.temporal, workflowNames.respondToIncident, {
    workflowId: workflowIds.incident(incidentId), ...carriedBy, workflowIdReusePolicy: "ALLOW_DUPLICATE", args: [input],
  });
  return started ? { said: run.fate, over: false } : nothingLost;
}

const isYoung = ({ metadata }: RecordedEvent, now: Date): boolean => now.getTime() - Date.parse(metadata.recordedAt) < graceMs;

interface Request {
  readonly asked: RecordedEvent;
  readonly requestEventId: string;
  readonly replaces?: LostRun;
}

/** What the lost run answered; where there was none, what asked last. */
export function requestIn(events: readonly RecordedEvent[], fate: string): Request | null {
  const asked = events.findLast(({ event }) => event.type === "IncidentReopened" || event.type === "IncidentDeclared");
  if (asked === undefined) return null;
  const start = events.findLast(({ event }) => event.type === "ResponseStarted" || event.type === "ResponseRunReplaced")?.event;
  if (start?.type === "ResponseStarted")
    return { asked, requestEventId: start.data.requestEventId, replaces: { runId: start.data.runId, reason: fate } };
  if (start?.type === "ResponseRunReplaced")
    return { asked, requestEventId: start.data.requestEventId, replaces: { runId: start.data.toRunId, reason: fate } };
  return { asked, requestEventId: asked.eventId };
}

/** Takes an escalation up again where its run is lost, at the place where it stood. */
export async function lookAtPage(reaction: Reaction, pageId: string, undone: LeftUndone): Promise<Looked> {
  const run = await runOf(reaction.temporal, workflowIds.page(pageId));
  const { log, now, temporal } = reaction;
  const { events } = await log.read(streamName("page", pageId));
  const page = foldEvents(pageDecider, events);
  const asked = events[0];
  if (page.status !== "open" || asked === undefined) return over;
  const { incidentId, policy } = page.request;
  const incident = await foldRecord(log, incidentDecider, incidentId);
  // Its incident has ended: its response stops it.
  if (!isActive(incident)) {
    undone.incidents.add(incidentId);
    return nothingLost;
  }
  if (run.running || isTooSoon({ events }, now().getTime()) || (page.start === null && isYoung(asked, now()))) return nothingLost;
  const lost =
    page.start === null
      ? {}
      : { replaces: { runId: page.start.runId, reason: run.fate }, from: placeIn(events, page, policy.repeatEveryMs) };
  const input: PageRespondersInput = {
    pageId, incidentId, policy, requestEventId: asked.eventId, correlationId: asked.metadata.$correlationId, actor: asked.metadata.actor,
    ...lost,
  };
  const started = await startOnce(temporal, workflowNames.pageResponders, {
    workflowId: workflowIds.page(pageId), ...carriedBy, workflowIdReusePolicy: "ALLOW_DUPLICATE", args: [input],
  });
  return started ? { said: run.fate, over: false } : nothingLost;
}

/** Where the escalation stands by its record. */
export function placeIn(
  events: readonly RecordedEvent[],
  { step, round }: Pick<PagePlace, "step" | "round">,
  repeatEveryMs: number,
): PagePlace {
  const claim = events.findLast(({ event }) => event.type === "PageStepClaimed" && event.data.step === step && event.data.round === round);
  const silence = events.findLast(({ event }) => event.type === "PageUnanswered" && event.data.round === round);
  const againAt =
    silence?.event.type === "PageUnanswered"
      ? (silence.event.data.againAt ?? new Date(Date.parse(silence.metadata.recordedAt) + repeatEveryMs).toISOString())
      : null;
  return { step, round, claimedAt: claim?.metadata.recordedAt ?? null, againAt };
}
