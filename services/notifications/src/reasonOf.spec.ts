import { createServer } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { createNotifier } from "./notifier.ts";
import { reasonOf } from "./reasonOf.ts";
import { signedWebhooks } from "./signedWebhook.ts";

const failure = (sending: Promise<unknown>): Promise<unknown> => sending.then(() => "sent", (error: unknown) => error);
const message = { channel: "chat", subject: "s", text: "t", key: "k" } as const;

/** A server that repeats where it was asked, as many do. */
async function repeating(status: number): Promise<string> {
  const server = createServer((asked, response) => response.writeHead(status).end(`Cannot POST ${asked.url ?? ""}`));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const at = server.address();
  return `http://127.0.0.1:${String(typeof at === "object" ? at?.port : 0)}/services/T0/s3cr3t`;
}

it("why a message did not go out names neither the address nor a part of it", async () => {
  const notifier = createNotifier({ chat: { allowPrivateTargets: true } });
  const program = (url: string) =>
    signedWebhooks({ allowPrivateTargets: true }).deliver({ url, id: "1", body: {}, secret: "whsec_AAAA", at: new Date(0) });
  const answers = [
    [404, "it answered 404"], [500, "it answered 500"], [302, "it answered 302 (redirects are not followed)"],
  ] as const;
  for (const [status, why] of answers) {
    const to = await repeating(status);
    expect([reasonOf(await failure(notifier.deliver({ ...message, to }))), reasonOf(await failure(program(to)))]).toEqual([why, why]);
  }
  const inside = (to: string) => failure(createNotifier({}).deliver({ ...message, to }));
  expect(reasonOf(await inside("https://10.1.2.3/s3cr3t"))).toBe("it leads to a private address");
  expect(reasonOf(await inside("https://localhost/s3cr3t"))).toBe("it leads to a private address");
  expect(reasonOf(await failure(notifier.deliver({ ...message, channel: "mail", to: "a@b@c" })))).toBe("no mail server is set up");
  expect(reasonOf(await failure(program("http://127.0.0.1:1/s3cr3t")))).toBe("it cannot be reached (ECONNREFUSED)");
  const slow = Object.assign(new Error("550 <kim@acme.example> who?"), {
    responseCode: 550, response: `550 5.1.1 ${"a".repeat(1_000_000)}`,
  });
  expect(reasonOf(slow)).toBe("the mail server answered 550 5.1.1");
  expect(reasonOf(Object.assign(new Error("x"), { code: "kim@acme.example" }))).toBe("it failed");
});

it("a stranger's address leads nowhere inside, also where people of the installation may have chats there", async () => {
  const to = await repeating(200);
  const notifier = createNotifier({ chat: { allowPrivateTargets: true } });
  await expect(notifier.deliver({ ...message, to })).resolves.toMatchObject({ delivered: true });
  await expect(notifier.deliver({ ...message, to, publicOnly: true })).rejects.toThrow("must be an https URL");
  await expect(notifier.deliver({ ...message, to: "https://localhost/", publicOnly: true })).rejects.toThrow("private address");
});
