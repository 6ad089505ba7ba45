import { createServer, request, type IncomingHttpHeaders } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { ChatOptions } from "./chatWebhook.ts";
import { DeliveryRefused, type Message } from "./message.ts";
import { createNotifier } from "./notifier.ts";
import { startMailSink } from "./sink/mailSink.ts";
import { ChatUnavailable } from "./webhookTarget.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Received = { readonly headers: IncomingHttpHeaders; readonly body: unknown };

/** A chat server that answers as told and remembers what it got; status 0 never answers. */
async function chatServer(status: number, headers: Record<string, string> = {}): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    let text = "";
    incoming.on("data", (chunk) => (text += String(chunk)));
    incoming.on("end", () => {
      received.push({ headers: incoming.headers, body: JSON.parse(text) });
      if (status !== 0) response.writeHead(status, headers).end(status === 200 ? "ok" : "no_service");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/services/T0/B0/x`, received };
}

const message = (to: string, rest: Partial<Message> = {}): Message => ({
  channel: "chat",
  to,
  subject: "SEV1 <!channel> checkout & cart",
  text: "Errors at 6.1 %.",
  link: "http://ballast.example/pages/1",
  key: "incident-1/person/0/ada/chat",
  ...rest,
});
const send = (to: string, chat: ChatOptions = { allowPrivateTargets: true }, rest: Partial<Message> = {}) =>
  createNotifier({ chat }).deliver(message(to, rest));
const failure = (sending: Promise<unknown>) => sending.then(() => null, (error: unknown) => error);

describe("chat webhooks", () => {
  it("get Slack's text, mentioning nobody, and the key", async () => {
    const { url, received } = await chatServer(200);
    expect(await send(url)).toEqual({ delivered: true, channel: "chat" });
    expect(received[0]?.body).toEqual({
      text: "*SEV1 &lt;!channel&gt; checkout &amp; cart*\nErrors at 6.1 %.\n<http://ballast.example/pages/1|Open in Ballast>",
    });
    await send(url);
    expect(received[0]?.headers["idempotency-key"]).toMatch(/^[0-9a-f]{40}$/);
    expect(received[1]?.headers["idempotency-key"]).toBe(received[0]?.headers["idempotency-key"]);
  });

  it.each([400, 403, 404, 410])("that answer %d are refused for good", async (status) => {
    const { url } = await chatServer(status);
    const error = await failure(send(url));
    expect(error).toBeInstanceOf(DeliveryRefused);
    expect(error).toMatchObject({ channel: "chat", message: expect.stringContaining(`${status} no_service`) });
  });

  it.each([408, 429, 500, 503])("that answer %d may be tried again", async (status) => {
    const { url } = await chatServer(status, { "retry-after": "7" });
    const error = await failure(send(url));
    expect(error).toBeInstanceOf(ChatUnavailable);
    expect(error).toMatchObject({ retryAfter: "7" });
  });

  it("are not followed anywhere else", async () => {
    const inner = await chatServer(200);
    const { url } = await chatServer(307, { location: inner.url });
    expect(await failure(send(url))).toMatchObject({ name: "DeliveryRefused", message: expect.stringContaining("redirects") });
    expect(inner.received).toEqual([]);
  });

  it("that are aborted end in an error that may pass", async () => {
    const { url } = await chatServer(0);
    const aborting = new AbortController();
    const sending = failure(send(url, undefined, { signal: aborting.signal }));
    aborting.abort(new Error("acknowledged"));
    expect(await sending).not.toBeInstanceOf(DeliveryRefused);
    expect(await sending).toBeInstanceOf(Error);
  });
});

describe("targets inside", () => {
  it.each([
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://[::1]/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/x",
    "https://10.1.2.3/x",
    "http://hooks.example.com/x",
    "https://user:secret@hooks.example.com/x",
    "ftp://hooks.example.com/x",
    "not a url",
    "",
  ])("are refused: %s", async (target) => {
    expect(await failure(send(target, {}))).toBeInstanceOf(DeliveryRefused);
  });

  it("are refused when one of a name's addresses leads there, at the moment of the connection", async () => {
    const addresses = [
      { address: "93.184.216.34", family: 4 },
      { address: "10.0.0.5", family: 4 },
    ];
    const error = await failure(send("https://hooks.example.com/x", { resolve: (_host, _options, done) => done(null, addresses) }));
    expect(error).toMatchObject({
      name: "DeliveryRefused", message: "The webhook is refused: hooks.example.com leads to the private address 10.0.0.5",
    });
  });

  it("are not told from a name that cannot be resolved just now: that may pass", async () => {
    const failed = Object.assign(new Error("try again"), { code: "EAI_AGAIN" });
    const error = await failure(send("https://hooks.example.com/x", { resolve: (_host, _options, done) => done(failed, []) }));
    expect(error).toMatchObject({ code: "EAI_AGAIN" });
  });
});

describe("the sink's listing", () => {
  it("answers only under the address it listens on", async () => {
    const sink = await startMailSink({ port: 0 });
    closing.push(() => sink.close());
    const status = await new Promise((resolve, reject) => {
      request(`${sink.url}/mails`, { headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).once("error", reject).end();
    });
    expect(status).toBe(403);
  });
});
