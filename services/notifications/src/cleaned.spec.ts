import { createServer } from "node:http";
import { createServer as createTcp } from "node:net";
import { inspect } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import type { Message } from "./message.ts";
import { createNotifier } from "./notifier.ts";
import { signedWebhooks } from "./signedWebhook.ts";

const failure = (sending: Promise<unknown>): Promise<unknown> => sending.then(() => "sent", (error: unknown) => error);
const portOf = (address: unknown): string =>
  String(typeof address === "object" && address !== null && "port" in address ? address.port : 0);

/** A provider that repeats everything that it was sent, as many do, in words of its own. */
async function repeating(status: number): Promise<string> {
  const server = createServer((asked, response) => {
    let body = "";
    asked.on("data", (part: Buffer) => void (body += part.toString())).on("end", () => {
      const { to = "", routing_key: key = "", topic = "" } = JSON.parse(body) as Record<string, string>;
      const grouped = to.replace("+41", "0041 ").replace("123", " 123 ");
      response.writeHead(status).end(`${asked.url ?? ""} ${to} ${grouped} ${key} ${topic} (as said)`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${portOf(server.address())}`;
}

const inside = { allowPrivateTargets: true };
const message: Message = {
  channel: "sms", to: "+41791234567", subject: "s", text: "t", key: "k", link: "https://ballast.example/test-pages/t/t0k3n-of-the-page",
  receiptUrl: "https://ballast.example/hooks/receipts/aaa.bbb",
};
const secrets = ["791234567", "123 4567", "1234567", "0123456789abcdef", "night-shift", "t0k3n", "s3cr3t", "ann@example.org"];

it.each([400, 500])("what a provider says of a refusal (%i) leaves without numbers, topics and keys", async (status) => {
  const url = await repeating(status);
  const notifier = createNotifier({
    chat: inside, provider: { ...inside, sms: `${url}/sms`, voice: `${url}/voice` }, pagerDuty: { ...inside, url: `${url}/v2/enqueue` },
  });
  const messages: readonly Partial<Message>[] = [
    {}, { channel: "voice" }, { channel: "pagerduty", to: "0123456789abcdef0123456789abcdef" },
    { channel: "push", to: `${url}/night-shift?auth=s3cr3t` }, { channel: "chat", to: `${url}/services/T0/s3cr3t` },
  ];
  for (const change of messages) {
    const error = await failure(notifier.deliver({ ...message, ...change }));
    expect(error).toBeInstanceOf(Error);
    const everything = inspect(error, { depth: 9, showHidden: true });
    for (const secret of secrets) expect(everything).not.toContain(secret);
    expect(everything).toContain(String(status));
    expect(everything).toContain("as said");
  }
  const posted = await failure(signedWebhooks(inside).deliver({
    url: `${url}/programs/s3cr3t`, id: "1", body: {}, secret: "whsec_AAAA", at: new Date(0),
  }));
  expect(inspect(posted, { depth: 9 })).not.toContain("s3cr3t");
});

it("what a mail server says of a mailbox leaves without the address, and still says whether it is for good", async () => {
  const lines = ["220 here", "250 hello", "250 from", "550 5.1.1 <ann@example.org> is nobody here"];
  const server = createTcp((socket) => {
    const left = [...lines];
    const say = (): void => void socket.write(`${left.shift() ?? "250 ok"}\r\n`);
    socket.on("error", () => undefined).on("data", say);
    say();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const mail = { host: "127.0.0.1", port: Number(portOf(server.address())), from: "b@ballast.example" };
  const error = await failure(createNotifier({ mail }).deliver({ ...message, channel: "mail", to: "ann@example.org" }));
  expect(error).toMatchObject({ name: "DeliveryRefused", brief: "the mail server answered 550 5.1.1" });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("ann@example.org");
});
