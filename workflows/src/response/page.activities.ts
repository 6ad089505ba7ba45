import { incidentDecider, isActive, maySend, pageDecider, serviceDecider, type DeclaredIncident, type Page } from "@ballast/domain";
import { DeliveryRefused, pageMessage, type Text } from "@ballast/notifications";
import type { DataOf, PageChannel, PageStep } from "@ballast/schema";
import { foldRecord } from "../history.ts";
import { cancellable } from "../heartbeat.ts";
import { record, type WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import { peopleFor, type Reachable } from "./people.ts";
import type { PageRef, ResponseActivities, SendOutcome } from "./responseActivities.ts";

type PageActivities = Pick<ResponseActivities, "startPage" | "sendPage" | "escalatePage" | "stopPage">;

/** The activities that call people. */
export function pageActivities(parts: WorkerParts): PageActivities {
  const write = (page: PageRef, key: readonly (string | number)[], command: Parameters<typeof pageDecider.decide>[0]) =>
    record(parts, page, { category: "page", id: page.pageId, decider: pageDecider, key, command });
  const now = (): string => parts.now().toISOString();
  return {
    startPage: ({ page, workflowId, runId }) =>
      claim(() => write(page, ["startPage", runId], { type: "StartPage", now: now(), pageId: page.pageId, requestEventId: page.requestEventId, workflowId, runId })),
    sendPage: (input) => cancellable((signal) => sendStep(parts, { ...input, signal })),
    escalatePage: async ({ page, to, round, reason }) => {
      await write(page, ["escalate", to, round], { type: "Escalate", now: now(), pageId: page.pageId, to, round, reason });
    },
    stopPage: async ({ page, reason }) => {
      await write(page, ["stop"], { type: "Stop", now: now(), pageId: page.pageId, reason });
    },
  };
}

interface Sending {
  readonly page: PageRef;
  readonly step: PageStep;
  readonly round: number;
  readonly signal: AbortSignal;
}

async function sendStep(parts: WorkerParts, sending: Sending): Promise<SendOutcome> {
  const { state: page } = await foldRecord(parts.log, { category: "page", id: sending.page.pageId, decider: pageDecider });
  if (page.status !== "open") return "over";
  const people = await peopleFor(parts.log, page.request, { step: sending.step, at: parts.now() });
  if (people.length === 0) {
    await refuse(parts, sending, { key: keyOf(sending, null, "none"), personId: null, channel: null, reason: "nobody is on call" });
    return "nobodyReached";
  }
  let delivered = false;
  for (const person of people) {
    for (const channel of channelsOf(person)) {
      const outcome = await sendOne(parts, sending, { person, channel });
      if (outcome === "over") return "over";
      // The console's inbox wakes nobody: it does not count as somebody reached, unless it is all that person has.
      delivered ||= outcome === "sent" && (channel !== "inbox" || channelsOf(person).length === 1);
    }
  }
  return delivered ? "delivered" : "nobodyReached";
}

const channelsOf = ({ contacts }: Reachable): PageChannel[] => [
  "inbox",
  ...(contacts.email === null ? [] : ["mail" as const]),
  ...(contacts.chatWebhookUrl === null ? [] : ["chat" as const]),
];

/** Never twice: incident + purpose (the page) + step + round + person + channel. */
const keyOf = ({ page, step, round }: Sending, personId: string | null, channel: string): string => [page.incidentId, page.pageId, step, round, personId ?? "-", channel].join("/");

async function sendOne(parts: WorkerParts, sending: Sending, { person, channel }: { person: Reachable; channel: PageChannel }): Promise<"sent" | "refused" | "over"> {
  const key = keyOf(sending, person.personId, channel);
  // Looked at again before each send: an answer or a resolution may have come while the others were being called.
  const { state: page } = await foldRecord(parts.log, { category: "page", id: sending.page.pageId, decider: pageDecider });
  const { state: incident } = await foldRecord(parts.log, { category: "incident", id: sending.page.incidentId, decider: incidentDecider });
  if (page.status !== "open" || incident.status !== "declared" || !isActive(incident)) return "over";
  if (!maySend(page, key)) return page.sent.has(key) ? "sent" : "refused";
  try {
    await handOver(parts, { person, channel, text: await textOf(parts, { page, incident, step: sending.step }), key, signal: sending.signal });
  } catch (error) {
    if (!(error instanceof DeliveryRefused)) throw error;
    await refuse(parts, sending, { key, personId: person.personId, channel, reason: error.message });
    return "refused";
  }
  await recordSent(parts, sending, { key, person, channel });
  return "sent";
}

/** The inbox is the log itself: the record of the page is its delivery. */
async function handOver({ notifier }: WorkerParts, { person, channel, text, key, signal }: { person: Reachable; channel: PageChannel; text: Text; key: string; signal: AbortSignal }): Promise<void> {
  const to = channel === "mail" ? person.contacts.email : person.contacts.chatWebhookUrl;
  if (channel !== "inbox" && to !== null) await notifier.deliver({ channel, to, ...text, key, signal });
}

async function recordSent(parts: WorkerParts, sending: Sending, { key, person, channel }: { key: string; person: Reachable; channel: PageChannel }): Promise<void> {
  const address = channel === "mail" ? (person.contacts.email ?? "") : channel === "chat" ? "chat" : "console";
  const at = parts.now().toISOString();
  const { page, step, round } = sending;
  await record(parts, page, {
    category: "page", id: page.pageId, decider: pageDecider, key: ["sent", key],
    command: { type: "SendPage", now: at, pageId: page.pageId, key, step, round, personId: person.personId, channel, address },
  });
  await record(parts, page, {
    category: "incident", id: page.incidentId, decider: incidentDecider, key: ["firstPageSent", key],
    command: { type: "ReachMilestone", now: at, incidentId: page.incidentId, milestone: "firstPageSent", at, basis: "observed" },
  });
}

async function refuse(parts: WorkerParts, { page, step, round }: Sending, refusal: Pick<DataOf<"PageDeliveryRefused">, "key" | "personId" | "channel" | "reason">): Promise<void> {
  await record(parts, page, {
    category: "page", id: page.pageId, decider: pageDecider, key: ["refused", refusal.key],
    command: { type: "RefuseDelivery", now: parts.now().toISOString(), pageId: page.pageId, step, round, ...refusal },
  });
}

async function textOf(parts: WorkerParts, { page, incident, step }: { page: Exclude<Page, { status: "absent" }>; incident: DeclaredIncident; step: PageStep }): Promise<Text> {
  const services = await Promise.all(incident.serviceIds.map(async (id) => (await foldRecord(parts.log, { category: "service", id, decider: serviceDecider })).state));
  return pageMessage({
    reference: `INC-${incident.declaration.number}`,
    title: incident.declaration.drill ? `DRILL: ${incident.title}` : incident.title,
    severity: incident.severity,
    services: services.flatMap((service) => (service.status === "registered" ? [service.name] : [])),
    reason: [incident.summary, page.request.purpose === "commander" ? "A commander is needed." : "", page.request.reason].filter((part) => part !== "").join("\n"),
    impactStartAt: incident.milestones.impactStart ?? null,
    step,
    link: `${parts.publicUrl}/pages/${page.request.pageId}`,
  });
}
