import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { DeliveryRefused, type Message } from "./message.ts";
import { createNotifier, type NotifierOptions } from "./notifier.ts";

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

/** A server of somebody else's, which answers all with one status. */
async function answering(status: number): Promise<{ readonly url: string; readonly heard: readonly Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => void parts.push(part)).on("end", () => {
      const text = Buffer.concat(parts).toString();
      heard.push({ path: request.url ?? "", headers: request.headers, text, json: JSON.parse(text) as unknown });
      response.writeHead(status, { location: "http://169.254.169.254/" }).end("ok");
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, heard };
}

const message: Message = {
  channel: "sms", to: "+41791234567", subject: "SEV1 Zahlungen stehen für alle", text: "much more", key: "i/p/person/0/ana/sms",
  link: "https://ballast.example/pages/1", receiptUrl: "https://ballast.example/hooks/receipts/a.b",
};
const inside = { allowPrivateTargets: true };
const sending = (options: NotifierOptions, change: Partial<Message> = {}) => createNotifier(options).deliver({ ...message, ...change });
const refusal = (why: RegExp, channel: string) =>
  expect.objectContaining({ name: "DeliveryRefused", channel, message: expect.stringMatching(why) });

describe("a provider for SMS and calls", () => {
  it("is told whom, what, under which name and where to say what became of it, signed", async () => {
    const { url, heard } = await answering(200);
    const secret = `whsec_${Buffer.from("a secret of the two").toString("base64")}`;
    const now = () => new Date("2026-11-30T10:00:00Z");
    await sending({ provider: { ...inside, sms: `${url}/sms`, secret, now } });
    const [got] = heard;
    const id = got?.headers["webhook-id"];
    expect(got?.json).toEqual({
      id, kind: "sms", to: "+41791234567", text: `${message.subject} ${message.link ?? ""}`, link: message.link,
      receiptUrl: message.receiptUrl,
    });
    const signed = createHmac("sha256", "a secret of the two").update(`${String(id)}.1796032800.${got?.text ?? ""}`).digest("base64");
    expect(got?.headers).toMatchObject({ "webhook-timestamp": "1796032800", "webhook-signature": `v1,${signed}`, "idempotency-key": id });
    await sending({ provider: { ...inside, voice: `${url}/call` } }, { channel: "voice", subject: "é".repeat(400) });
    expect(heard[1]).toMatchObject({ path: "/call", json: { kind: "voice", text: `${"é".repeat(299)}…` } });
    expect(heard[1]?.headers["webhook-signature"]).toBeUndefined();
  });

  it("leaves the address whole however long the subject is", async () => {
    const { url, heard } = await answering(202);
    await sending({ provider: { ...inside, sms: url } }, { subject: "x".repeat(5_000) });
    expect(heard[0]?.json).toMatchObject({ text: expect.stringMatching(/^x+… https:\/\/ballast\.example\/pages\/1$/u) });
    expect((heard[0]?.json as { text: string }).text).toHaveLength(300);
  });

  it("that nobody has set up, that leads inside, or that says 4xx or elsewhere will not take it; 5xx may later", async () => {
    await expect(sending({})).rejects.toEqual(refusal(/BALLAST_SMS_URL/u, "sms"));
    await expect(sending({}, { channel: "voice" })).rejects.toEqual(refusal(/BALLAST_VOICE_URL/u, "voice"));
    await expect(sending({ provider: { sms: "https://10.0.0.1/sms" } })).rejects.toEqual(refusal(/private address/u, "sms"));
    for (const status of [400, 302]) {
      const { url } = await answering(status);
      await expect(sending({ provider: { ...inside, sms: url } })).rejects.toEqual(refusal(new RegExp(String(status), "u"), "sms"));
    }
    const { url } = await answering(503);
    const error: unknown = await sending({ provider: { ...inside, sms: url } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(DeliveryRefused);
  });
});

describe("a push topic", () => {
  it("is written to as ntfy has it, by the last part of its address", async () => {
    const { url, heard } = await answering(200);
    await sending({ chat: inside }, { channel: "push", to: `${url}/team/on%2Dcall?auth=x` });
    expect(heard[0]).toMatchObject({
      path: "/team/?auth=x", json: { topic: "on-call", title: message.subject, message: "much more", priority: 5, click: message.link },
    });
  });

  it("without a topic, or inside, is refused", async () => {
    const push = (to: string, options = {}) => sending(options, { channel: "push", to });
    await expect(push("https://ntfy.sh/", { chat: inside })).rejects.toEqual(refusal(/names no topic/u, "push"));
    await expect(push("https://127.0.0.1/topic")).rejects.toEqual(refusal(/private address/u, "push"));
  });
});

describe("PagerDuty", () => {
  it("is called by Events v2, under one name for one matter, and told when it is over", async () => {
    const { url, heard } = await answering(202);
    const to = "0123456789abcdef0123456789abcdef";
    const about = (over: boolean) => ({ channel: "pagerduty", to, matter: { key: "p/ana", over } } as const);
    await sending({ pagerDuty: { ...inside, url } }, about(false));
    await sending({ pagerDuty: { ...inside, url } }, { ...about(true), key: "another" });
    const [called, over] = heard.map(({ json }) => json);
    expect(called).toMatchObject({
      routing_key: to, event_action: "trigger", payload: { summary: message.subject, source: "Ballast", severity: "critical" },
      links: [{ href: message.link }], dedup_key: expect.any(String),
    });
    expect(over).toEqual({ routing_key: to, event_action: "resolve", dedup_key: (called as { dedup_key: string }).dedup_key });
  });
});
