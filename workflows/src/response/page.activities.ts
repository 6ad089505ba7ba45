import {
  claimedStep, incidentDecider, isActive, isClimbedByPlace, notifiedBy, pageDecider, placeOfStep, stepAt, urgencyOf, type ClaimedStep,
  type DeclaredIncident, type Page,
} from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { wakes, type PageStep, type PlannedSend } from "@ballast/schema";
import { record, type WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import { reachableFor, type Reachable } from "./people.ts";
import type { PageRef, ResponseActivities, SendOutcome, StepClaim } from "./responseActivities.ts";
import { sendingActivities } from "./sending.activities.ts";

type PageActivities = Pick<ResponseActivities, "startPage" | "claimStep" | "sendPage" | "escalatePage" | "goUnanswered" | "stopPage">;

/** The lowest severity for which calling begins again while nobody answers. */
const callsAgainUpTo = 3;

/** The activities that look after an escalation; none of them waits for a channel. */
export function pageActivities(parts: WorkerParts): PageActivities {
  const now = (): string => parts.now().toISOString();
  const activities: Omit<PageActivities, "sendPage"> = {
    startPage: ({ page, workflowId, runId, replaces }) => {
      const carried = { now: now(), pageId: page.pageId, requestEventId: page.requestEventId, workflowId };
      if (replaces === undefined)
        return claim(() => write(parts, page, { key: ["startPage", runId], command: { type: "StartPage", ...carried, runId } }));
      return claim(() =>
        write(parts, page, {
          key: ["replaceRun", runId],
          command: { type: "ReplaceRun", ...carried, fromRunId: replaces.runId, toRunId: runId, reason: replaces.reason },
        }),
      );
    },
    claimStep: ({ page, ...place }) => claimStep(parts, page, place),
    escalatePage: async ({ page, to, round, place, reason }) => {
      const state = await foldRecord(parts.log, pageDecider, page.pageId);
      if (state.status === "open") await escalate(parts, page, { to: namedStep(state, { step: to, round, place }), round, reason });
    },
    goUnanswered: async ({ page, round, repeatEveryMs }) => {
      const found = await openPage(parts, page);
      if (found === null) return;
      const againAt = severityOf(found.incident) > callsAgainUpTo ? null : new Date(parts.now().getTime() + repeatEveryMs).toISOString();
      await write(parts, page, {
        key: ["unanswered", round], command: { type: "GoUnanswered", now: now(), pageId: page.pageId, round, againAt },
      });
    },
    stopPage: async ({ page, reason }) => {
      await write(parts, page, { key: ["stop"], command: { type: "Stop", now: now(), pageId: page.pageId, reason } });
    },
  };
  return { ...activities, sendPage: ({ page, ...place }) => sendStep(parts, activities, { page, ...place }) };
}

const write = (
  parts: WorkerParts,
  page: PageRef,
  { key, command }: { key: readonly (string | number)[]; command: Parameters<typeof pageDecider.decide>[0] },
) => record(parts, page, { aggregate: pageDecider, id: page.pageId, key, command });

async function escalate(parts: WorkerParts, page: PageRef, to: { to: PageStep; round: number; reason: string }): Promise<void> {
  await write(parts, page, {
    key: ["escalate", to.to, to.round], command: { type: "Escalate", now: parts.now().toISOString(), pageId: page.pageId, ...to },
  });
}

interface OpenPage {
  readonly page: Extract<Page, { status: "open" | "acknowledged" | "stopped" }>;
  readonly incident: DeclaredIncident;
}

const severityOf = (incident: DeclaredIncident): number => incident.severity ?? incident.declaration.severity;

/** Page and incident as the log has them now; null where there is nothing left to call for. */
async function openPage({ log }: WorkerParts, { pageId, incidentId }: PageRef): Promise<OpenPage | null> {
  const [page, incident] = await Promise.all([
    foldRecord(log, pageDecider, pageId),
    foldRecord(log, incidentDecider, incidentId),
  ]);
  return page.status !== "open" || incident.status !== "declared" || !isActive(incident) ? null : { page, incident };
}

interface Place {
  readonly step: PageStep;
  readonly round: number;
}

/** A step as it is asked for: by its place in the round, or by its name where who asks knows of no policies. */
interface AskedStep extends Place {
  readonly place?: number;
}

/** Whether a page goes by policies, and the name of one of its steps. */
const namedStep = ({ request }: OpenPage["page"], { step, place }: AskedStep): PageStep =>
  place === undefined ? step : stepAt(place, isClimbedByPlace(request));

async function claimStep(parts: WorkerParts, ref: PageRef, asked: AskedStep): Promise<StepClaim> {
  const { step, round } = asked;
  const nothing = { step, sends: [], inInbox: false } as const;
  const found = await openPage(parts, ref);
  if (found === null) return { outcome: "over", ...nothing };
  const named = namedStep(found.page, asked);
  const before = claimedStep(found.page, { step: named, round }) ?? claimedStep(found.page, { step: "everyone", round });
  if (before !== undefined) return answerOf(before);
  const reachable = await reachableFor(parts.log, found.page.request, { at: parts.now(), round });
  const { rungs, rounds, straightToEveryone } = reachable.course;
  if (round >= rounds && severityOf(found.incident) > callsAgainUpTo) return { outcome: "quiet", ...nothing };
  const place = asked.place ?? placeOfStep(step);
  const rung = straightToEveryone === null ? rungs[place] : rungs[0];
  // Its policy was changed, and has no such step any more.
  if (rung === undefined) return { outcome: "passed", ...nothing };
  if (rung.step !== named) await escalate(parts, ref, { to: rung.step, round, reason: straightToEveryone ?? "" });
  const claimed = {
    step: rung.step, round,
    sends: sendsOf(ref, { step: rung.step, round }, {
      called: rung.people, people: reachable.people, severity: severityOf(found.incident), now: parts.now().getTime(),
      lookingAgain: found.page.request.origin?.kind === "lookAgain" ? found.page.request.origin.firstIds : [],
    }),
    rung: !isClimbedByPlace(found.page.request)
      ? null
      : { place, of: straightToEveryone === null ? rungs.length : place + 1, waitMs: rung.waitMs, rounds },
  };
  const now = parts.now().toISOString();
  await write(parts, ref, { key: ["claim", rung.step, round], command: { type: "ClaimStep", now, pageId: ref.pageId, ...claimed } });
  if (claimed.sends.length === 0) {
    const key = keyOf(ref, { step: rung.step, round }, ["-", "none"]);
    await write(parts, ref, {
      key: ["refused", key],
      command: {
        type: "RefuseDelivery", now, pageId: ref.pageId, step: rung.step, round, key, personId: null, channel: null,
        reason: "nobody is on call",
      },
    });
  }
  // Whoever claimed it first has said whom it calls.
  const state = await foldRecord(parts.log, pageDecider, ref.pageId);
  return answerOf(claimedStep(state, { step: rung.step, round }) ?? claimed);
}

const answerOf = ({ step, sends, rung }: Pick<ClaimedStep, "step" | "rung"> & { readonly sends: readonly PlannedSend[] }): StepClaim => ({
  outcome: "claimed", step, sends: sends.filter(({ channel }) => wakes(channel)), inInbox: sends.some(({ channel }) => !wakes(channel)),
  ...(rung === null ? {} : { rung }),
});

/** Every channel of everybody whom the step calls, each in the time that they have said for this urgency. */
const sendsOf = (
  ref: PageRef, place: Place,
  { called, people, severity, now, lookingAgain }: Pick<Reachable, "people"> & {
    readonly called: readonly string[]; readonly severity: number; readonly now: number;
    /** Who has named this very moment: they are not left to their morning. */
    readonly lookingAgain: readonly string[];
  },
): PlannedSend[] =>
  called.flatMap((personId) => {
    const person = people.get(personId);
    return person === undefined
      ? []
      : notifiedBy(person, lookingAgain.includes(personId) ? "high" : urgencyOf(severity), now).map(({ channel, afterMs }) => ({
          key: keyOf(ref, place, [personId, channel]), personId, channel, afterMs,
        }));
  });

/** Never twice: incident + purpose (the page) + step + round + person + channel. */
const keyOf = ({ incidentId, pageId }: PageRef, { step, round }: Place, [personId, channel]: readonly [string, string]): string =>
  [incidentId, pageId, step, round, personId, channel].join("/");

/** A step as pages of before ask for it: claimed, and every channel tried once, at once. */
async function sendStep(
  parts: WorkerParts,
  { claimStep: claimOf }: Pick<PageActivities, "claimStep">,
  { page, step, round }: { page: PageRef; step: PageStep; round: number },
): Promise<SendOutcome> {
  const claimed = await claimOf({ page, step, round });
  if (claimed.outcome !== "claimed") return "over";
  const { deliverPage } = sendingActivities(parts);
  const outcomes = await Promise.all(
    claimed.sends.map((send) => deliverPage({ page, send, step: claimed.step, round, attempt: 0, last: true })),
  );
  return outcomes.includes("over")
    ? "over"
    : outcomes.includes("handedOver") || (outcomes.length === 0 && claimed.inInbox)
      ? "delivered"
      : "nobodyReached";
}
