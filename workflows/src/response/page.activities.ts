import { channelsOf, claimedStep, incidentDecider, isActive, pageDecider, type DeclaredIncident, type Page } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { wakes, type PageStep } from "@ballast/schema";
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
    escalatePage: ({ page, to, round, reason }) => escalate(parts, page, { to, round, reason }),
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

async function claimStep(parts: WorkerParts, ref: PageRef, { step, round }: Place): Promise<StepClaim> {
  const nothing = { step, sends: [], inInbox: false } as const;
  const found = await openPage(parts, ref);
  if (found === null) return { outcome: "over", ...nothing };
  const before = claimedStep(found.page, { step, round }) ?? claimedStep(found.page, { step: "everyone", round });
  if (before !== undefined) return answerOf(before);
  if (round >= found.page.request.policy.rounds && severityOf(found.incident) > callsAgainUpTo) return { outcome: "quiet", ...nothing };
  const reachable = await reachableFor(parts.log, found.page.request, parts.now());
  const { straightToEveryone } = reachable.ladder;
  const place: Place = { step: straightToEveryone === null ? step : "everyone", round };
  if (straightToEveryone !== null && step !== "everyone") await escalate(parts, ref, { to: "everyone", round, reason: straightToEveryone });
  const sends = sendsOf(ref, place, reachable);
  const now = parts.now().toISOString();
  await write(parts, ref, { key: ["claim", place.step, round], command: { type: "ClaimStep", now, pageId: ref.pageId, ...place, sends } });
  if (sends.length === 0) {
    const key = keyOf(ref, place, ["-", "none"]);
    await write(parts, ref, {
      key: ["refused", key],
      command: {
        type: "RefuseDelivery", now, pageId: ref.pageId, ...place, key, personId: null, channel: null, reason: "nobody is on call",
      },
    });
  }
  // Whoever claimed it first has said whom it calls.
  const state = await foldRecord(parts.log, pageDecider, ref.pageId);
  return answerOf(claimedStep(state, place) ?? { ...place, sends });
}

const answerOf = ({ step, sends }: { step: PageStep; sends: StepClaim["sends"] }): StepClaim => ({
  outcome: "claimed", step, sends: sends.filter(({ channel }) => wakes(channel)), inInbox: sends.some(({ channel }) => !wakes(channel)),
});

/** Every channel of everybody whom the step calls. */
const sendsOf = (ref: PageRef, place: Place, { ladder, contacts }: Reachable): StepClaim["sends"][number][] =>
  ladder[place.step].flatMap((personId) => {
    const found = contacts.get(personId);
    return found === undefined
      ? []
      : channelsOf(found).map((channel) => ({ key: keyOf(ref, place, [personId, channel]), personId, channel }));
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
