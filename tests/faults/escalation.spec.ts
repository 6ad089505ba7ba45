import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PartName } from "../harness/stack.ts";
import { sharedStack, type SharedStack } from "../harness/sharedStack.ts";
import { StackStory, uuidOf } from "../harness/stackStory.ts";
import { until } from "../harness/until.ts";

/**
 * While nobody answers, each part is killed with -9 in the middle of an escalation: it climbs on, and nobody is called twice for one
 * reason.
 */
let stack: SharedStack;
let story: StackStory;

beforeAll(async () => {
  stack = await sharedStack();
  story = new StackStory(stack, "escalated");
  await story.begin({ trafficPerSecond: 0 });
});
afterAll(() => story.close());

const pagesOf = async (incidentId: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { event, id } of story.log.readAll({ filter: { types: ["PageRequested"] } }))
    if (event.type === "PageRequested" && event.data.incidentId === incidentId) found.push(id);
  return found;
};

describe.each<PartName>(["eventstore", "worker", "api", "temporal"])("%s killed with -9", (part) => {
  it("during an escalation: it goes on to everyone, no key twice, and stops at the acknowledgement", async () => {
    const input = {
      title: `${part} is killed`, summary: "", severity: 3, publicImpact: "none", services: ["escalated"],
      idempotencyKey: `escalation-${part}`,
    };
    const { incident } = await story.insist<{ incident: { id: string } }>("declareIncident", input, "incident { id }");
    const [pageId] = await until(async () => {
      const pages = await pagesOf(uuidOf(incident.id));
      return pages.length > 0 ? pages : undefined;
    });
    if (pageId === undefined) throw new Error("no page");
    await until(async () => (await story.facts(`page-${pageId}`)).includes("PageSent"));
    await stack.restartOf(part);
    await until(async () => (await story.facts(`page-${pageId}`)).filter((fact) => fact === "PageEscalated").length >= 2);
    await story.insist("acknowledgePage", { pageId, idempotencyKey: `acknowledged-${part}` }, "");
    await until(async () => (await story.facts(`page-${pageId}`)).includes("PageAcknowledged"));
    const { events } = await story.log.read(`page-${pageId}`);
    const keys = events.flatMap(({ event }) => (event.type === "PageSent" ? [event.data.key] : []));
    expect(new Set(keys).size).toBe(keys.length);
    // Detected and acknowledged. No first page sent: whoever is called here has the inbox only, and that wakes nobody.
    const incidentFacts = await until(async () => {
      const facts = await story.facts(`incident-${uuidOf(incident.id)}`);
      return facts.filter((fact) => fact === "MilestoneReached").length >= 2 ? facts : undefined;
    });
    expect(incidentFacts.filter((fact) => fact === "ResponseStarted")).toHaveLength(1);
  });
});
