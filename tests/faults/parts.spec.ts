import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { isSameProcess } from "@ballast/cli";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Collector } from "../harness/collector.ts";
import { processesFor } from "../harness/processes.ts";
import { startStack, type PartName, type Stack } from "../harness/stack.ts";
import { StackStory, uuidOf } from "../harness/stackStory.ts";
import { until } from "../harness/until.ts";

/**
 * What a start promises about its parts, seen from outside, on one stack with a collector of traces beside it: each is
 * killed with -9, and is back, four of them in the middle of an escalation, which climbs on and calls nobody twice for
 * one reason. At the end the supervisor itself is killed.
 */
const parts: readonly PartName[] = ["eventstore", "temporal", "fleet", "api", "worker"];
const collector = new Collector();
let stack: Stack;
let story: StackStory;

beforeAll(async () => {
  const endpoint = await collector.listen();
  stack = await startStack({
    env: {
      // Pages escalate after seconds here, not after five minutes.
      BALLAST_ESCALATE_AFTER_MS: "3000", BALLAST_WATCHDOG_AFTER_MS: "2000",
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_BSP_SCHEDULE_DELAY: "100", OTEL_EXPORTER_OTLP_TIMEOUT: "500",
    },
  });
  story = new StackStory(stack, "escalated");
  await story.begin({ trafficPerSecond: 0 });
});
afterAll(async () => {
  await story.close();
  await stack.stop();
  collector.close();
});

describe("a start", () => {
  it("leaves every part running, each saying so", () => {
    const record = stack.record();
    expect(Object.keys(record.parts)).toEqual(parts);
    expect(Object.values(record.parts).every((part) => part.healthy && isSameProcess(part))).toBe(true);
  });

  it("on the same data is refused and names the first", async () => {
    const { code, stdout } = await stack.cli(["start", "--empty", "--port", "0"]);
    expect(stdout).toContain(`serves ${stack.url}`);
    expect(code).toBe(1);
  });

  it("on a taken port is refused with what to do", async () => {
    const port = new URL(stack.url).port;
    const { code, stdout } = await stack.cli(["start", "--port", port]);
    expect(stdout).toMatch(/Port \d+ on 127\.0\.0\.1 is taken\.\n.*--port/);
    expect(code).toBe(1);
  });

  it("is in order, as doctor finds", async () => {
    const { code, json } = await stack.cli(["doctor", "--json"]);
    expect(json).toMatchObject({ healthy: true });
    expect(code).toBe(0);
  });
});

/** Declares an incident; answers its id once a workflow's activity has answered it. */
async function answered(key: string): Promise<string> {
  const input = { title: key, summary: "", severity: 4, publicImpact: "none", services: [], idempotencyKey: key };
  const { incident } = await story.insist<{ incident: { id: string } }>("declareIncident", input, "incident { id }");
  const id = uuidOf(incident.id);
  await until(async () => (await story.facts(`incident-${id}`)).includes("ResponseStarted"));
  return id;
}

describe("a collector of traces", () => {
  it("that takes everything and never answers holds up neither a mutation nor its workflow", async () => {
    await answered("nobody answers the spans");
    expect(collector.waiting).not.toEqual([]);
  });

  it("gets mutation, reaction, workflow and activity as one trace, named by the events' correlation id", async () => {
    collector.answers = true;
    const incidentId = await answered("the spans are answered");
    const { events } = await story.log.read(`incident-${incidentId}`);
    const correlationId = events[0]?.metadata.$correlationId ?? "";
    const find = (name: string) =>
      until(() => collector.spans.find((span) => span.name === name && span.traceId === correlationId.replaceAll("-", "")));
    const mutation = await find("mutation declareIncident");
    const reaction = await find("react IncidentDeclared");
    const start = await find("StartWorkflow:respondToIncident");
    const activity = await find("RunActivity:startResponse");
    expect(mutation.parentSpanId ?? "").toBe("");
    expect([reaction.parentSpanId, start.parentSpanId, activity.parentSpanId]).toEqual([mutation.spanId, reaction.spanId, start.spanId]);
    for (const span of [mutation, reaction, start, activity]) {
      expect(span.attributes.find(({ key }) => key === "ballast.correlation_id")?.value.stringValue, span.name).toBe(correlationId);
    }
  });
});

const pagesOf = async (incidentId: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const { event, id } of story.log.readAll({ filter: { types: ["PageRequested"] } }))
    if (event.type === "PageRequested" && event.data.incidentId === incidentId) found.push(id);
  return found;
};

/** Kills a part, and waits until its next process is healthy. */
async function restarted(part: PartName): Promise<void> {
  await stack.restartOf(part);
  expect(stack.record().parts[part]?.restarts).toBe(1);
  expect(stack.output()).toContain("starting again in 0.5 s");
}

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
    await restarted(part);
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

/** The workflow engine itself, behind its wrapper. */
function engineProcess(): number {
  const pid = processesFor(stack.folder).find((each) => readFileSync(`/proc/${String(each)}/comm`, "utf8").startsWith("temporal"));
  if (pid === undefined) throw new Error("no workflow engine runs");
  return pid;
}

describe("a workflow engine that hangs", () => {
  it("people are called all the same, by the watchdog, and it is said; once it answers its run calls on, and nothing is sent twice", async () => {
    const engine = engineProcess();
    const claimsOf = async (pageId: string) => (await story.log.read(`page-${pageId}`)).events.flatMap(({ event }) =>
      (event.type === "PageStepClaimed" ? [event.data] : []));
    let pageId = "";
    process.kill(engine, "SIGSTOP");
    try {
      const input = { title: "nothing answers", severity: 3, services: ["escalated"], idempotencyKey: "hangs" };
      const { incident } = await story.insist<{ incident: { id: string } }>("declareIncident", input, "incident { id }");
      pageId = await until(async () => (await pagesOf(uuidOf(incident.id)))[0]);
      await until(async () => (await claimsOf(pageId)).length >= 2);
      expect((await claimsOf(pageId)).every(({ watchdog }) => watchdog !== undefined)).toBe(true);
    } finally {
      process.kill(engine, "SIGCONT");
    }
    await until(async () => (await claimsOf(pageId)).some(({ watchdog }) => watchdog === undefined));
    expect((await story.facts(`page-${pageId}`)).filter((fact) => fact === "PageStarted")).toHaveLength(1);
    await story.insist("acknowledgePage", { pageId, idempotencyKey: "after it hung" }, "");
    const { events } = await story.log.read(`page-${pageId}`);
    const keys = events.flatMap(({ event }) => (event.type === "PageSent" ? [event.data.key] : []));
    expect(new Set(keys).size).toBe(keys.length);
    const places = (await claimsOf(pageId)).map(({ step, round }) => `${step} ${String(round)}`);
    expect(new Set(places).size).toBe(places.length);
  });
});

/** What any web server shows of the files: the page with its time, and Statuspage's JSON. */
async function expectSurvivingPage(folder: string): Promise<void> {
  const files = createServer((request, response) => {
    const path = join(folder, request.url ?? "/");
    response.end(readFileSync(path.endsWith(".json") ? path : join(path, "index.html")));
  }).listen(0);
  const address = files.address();
  const url = `http://127.0.0.1:${String(typeof address === "object" ? address?.port : "")}`;
  for (const path of ["/", "/status", "/status/public"])
    expect(await (await fetch(url + path)).text()).toMatch(/Shop status[\s\S]*Updated <time datetime="20\d\d-/u);
  expect(await (await fetch(`${url}/api/v2/summary.json`)).json()).toMatchObject({
    page: { name: "Shop status" }, status: { indicator: "none" },
  });
  files.close();
}

describe("the rest of it", () => {
  it("is started again after kill -9 of the fleet", () => restarted("fleet"));

  it("leaves no process when the supervisor is killed with -9, and the next start finds its data and addresses", async () => {
    const { addresses } = stack.record();
    await stack.gql("mutation($input: DefineStatusPageInput!) { defineStatusPage(input: $input) { position } }", {
      input: { slug: "public", name: "Shop status" },
    });
    const front = join(stack.folder, "status", "status", "index.html");
    await until(() => existsSync(front));
    await stack.kill9Supervisor();
    expect(processesFor(stack.folder)).toEqual([]);
    await expectSurvivingPage(join(stack.folder, "status"));
    const again = await startStack({ data: stack.data });
    expect(again.record().addresses).toEqual(addresses);
    await again.stop();
    await until(() => processesFor(stack.folder).length === 0);
  });
});
