import { createServer, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { StackStory, uuidOf } from "../harness/stackStory.ts";
import { until } from "../harness/until.ts";

/** A span as OTLP/HTTP brings it. */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

/** A collector that takes what comes and says nothing, until it is told to answer. */
class Collector {
  readonly spans: Span[] = [];
  readonly waiting: ServerResponse[] = [];
  answers = false;
  readonly #server: Server = createServer((request, response) => void this.#take(request.url, text(request), response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the collector has no port");
    return `http://127.0.0.1:${address.port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #take(path: string | undefined, body: Promise<string>, response: ServerResponse): Promise<void> {
    const sent = JSON.parse(await body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
    if (path === "/v1/traces") this.spans.push(...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
    if (this.answers) response.writeHead(200, { "content-type": "application/json" }).end("{}");
    else this.waiting.push(response);
  }
}

const collector = new Collector();
let stack: Stack;
let story: StackStory;
beforeAll(async () => {
  const endpoint = await collector.listen();
  stack = await startStack({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_BSP_SCHEDULE_DELAY: "100", OTEL_EXPORTER_OTLP_TIMEOUT: "500" },
  });
  story = new StackStory(stack, "traced");
});
afterAll(async () => {
  await story.close();
  await stack.stop();
  collector.close();
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
