import { createServer, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** A span as OTLP/HTTP brings it. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

/** A collector that takes what comes and says nothing, until it is told to answer. */
export class Collector {
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
