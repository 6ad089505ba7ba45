import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { DeliveryRefused } from "./message.ts";
import { signedWebhooks, type SignedPost } from "./signedWebhook.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Status 0 never answers. */
async function program(
  status: number, headers: Record<string, string> = {},
): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    let text = "";
    incoming.on("data", (chunk) => (text += String(chunk)));
    incoming.on("end", () => {
      received.push({ headers: incoming.headers, text });
      if (status !== 0) response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}/hear`, received };
}

const key = Buffer.alloc(32, 3);
const signed = (url: string): SignedPost => ({
  url, id: "publication/1/ana", body: { type: "statusPage.update", data: { title: "Orders – slow" } },
  secret: `whsec_${key.toString("base64")}`, at: new Date("2026-03-01T10:00:00.500Z"),
});
const failure = (sending: Promise<unknown>) => sending.then(() => null, (error: unknown) => error);

describe("signed webhooks", () => {
  it("are signed over id, time and the very body, as Standard Webhooks has it", async () => {
    const { url, received } = await program(204);
    await signedWebhooks({ allowPrivateTargets: true }).deliver(signed(url));
    const [{ headers, text } = { headers: {}, text: "" }] = received;
    expect(headers).toMatchObject({ "webhook-id": "publication/1/ana", "webhook-timestamp": "1772359200" });
    const expected = createHmac("sha256", key).update(`publication/1/ana.1772359200.${text}`).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
    expect(JSON.parse(text)).toEqual(signed(url).body);
  });

  it("are refused for good by what says no, leads on or lies inside; what hangs or is busy may take them later", async () => {
    const to = async (status: number, headers: Record<string, string> = {}) =>
      failure(signedWebhooks({ allowPrivateTargets: true }, 50).deliver(signed((await program(status, headers)).url)));
    expect(await to(410)).toBeInstanceOf(DeliveryRefused);
    const led = await program(200);
    expect(await to(302, { location: led.url })).toBeInstanceOf(DeliveryRefused);
    expect(led.received).toEqual([]);
    for (const status of [500, 429, 0]) {
      const error = await to(status);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(DeliveryRefused);
    }
    for (const url of [
      "https://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/x", "http://example.org/x", "https://u:p@example.org/",
    ])
      expect(await failure(signedWebhooks().deliver(signed(url)))).toBeInstanceOf(DeliveryRefused);
    const resolve = (_: string, __: object, done: (error: null, addresses: { address: string; family: number }[]) => void): void =>
      done(null, [{ address: "10.0.0.7", family: 4 }]);
    expect(await failure(signedWebhooks({ resolve }).deliver(signed("https://inside.example/")))).toBeInstanceOf(DeliveryRefused);
  });
});
