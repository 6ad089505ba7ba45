import { SMTPServer } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { DeliveryRefused, type Message } from "./message.ts";
import { createNotifier, type Notifier } from "./notifier.ts";
import { startMailSink, type MailSink } from "./sink/mailSink.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const message = (rest: Partial<Message> = {}): Message => ({
  channel: "mail",
  to: "ada@example.org",
  subject: "SEV1 Zahlungen schlagen fehl – für 30 % der Kunden, seit der Auslieferung von heute Mittag um zwölf Uhr",
  text: "Errors at 6.1 %.\n\nYou are on call.",
  key: "incident-1/person/0/ada/mail",
  link: "http://127.0.0.1:4000/pages/1?a=1&b=2",
  ...rest,
});

async function sink(): Promise<MailSink> {
  const started = await startMailSink({ port: 0 });
  closing.push(() => started.close());
  return started;
}

function notifierTo(port: number): Notifier {
  const notifier = createNotifier({ mail: { host: "127.0.0.1", port, from: "Ballast <pages@ballast.example>" } });
  closing.push(() => notifier.close());
  return notifier;
}

/** A mail server that answers every recipient with the given code. */
async function refusingServer(responseCode: number): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error("not here"), { responseCode })),
  });
  server.on("error", () => undefined);
  closing.push(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return new Promise((resolve) => {
    const listening = server.listen(0, "127.0.0.1", () => {
      const address = listening.address();
      resolve(typeof address === "object" ? (address?.port ?? 0) : 0);
    });
  });
}

const failure = (sending: Promise<unknown>) => sending.then(() => null, (error: unknown) => error);

describe("mail", () => {
  it("arrives with subject, text, HTML and link, in any language", async () => {
    const { port, mails } = await sink();
    const delivery = await notifierTo(port).deliver(message());
    expect(delivery).toMatchObject({ delivered: true, channel: "mail" });
    const [mail] = mails();
    expect(mail).toMatchObject({ from: "pages@ballast.example", to: ["ada@example.org"], subject: message().subject });
    expect(mail?.text.trim()).toBe(`Errors at 6.1 %.\n\nYou are on call.\n\n${message().link}`);
    expect(mail?.html).toContain('href="http://127.0.0.1:4000/pages/1?a=1&amp;b=2"');
    expect(mail?.headers).toMatchObject({ "auto-submitted": "auto-generated" });
  });

  it("says how it is stopped by one press where it can be, in the headers of RFC 8058, and what its link is called", async () => {
    const { port, mails } = await sink();
    const stop = "https://ballast.example/status/public/unsubscribe/1/2";
    await notifierTo(port).deliver(message({ unsubscribe: stop, linkText: "Read <it>" }));
    await notifierTo(port).deliver(message({ key: "another" }));
    const [page, mail] = mails();
    expect(mail?.headers).toMatchObject({ "list-unsubscribe": `<${stop}>`, "list-unsubscribe-post": "List-Unsubscribe=One-Click" });
    expect(mail?.html).toContain(">Read &lt;it&gt;</a>");
    expect(page?.headers).not.toHaveProperty("list-unsubscribe");
  });

  it("sent again has the same Message-ID, another one has not", async () => {
    const { port, mails } = await sink();
    const notifier = notifierTo(port);
    await notifier.deliver(message());
    await notifier.deliver(message());
    await notifier.deliver(message({ key: "incident-1/next/0/ben/mail" }));
    const [other, again, first] = mails().map(({ messageId }) => messageId);
    expect(first).toMatch(/^<[0-9a-f]{40}@ballast\.example>$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it("keeps what people write out of HTML and headers", async () => {
    const { port, mails } = await sink();
    await notifierTo(port).deliver(message({ subject: "down\r\nBcc: eve@example.org", text: "<script>alert(1)</script>" }));
    const [mail] = mails();
    expect(mail?.subject).toBe("down Bcc: eve@example.org");
    expect(mail?.to).toEqual(["ada@example.org"]);
    expect(mail?.headers).not.toHaveProperty("bcc");
    expect(mail?.html).toContain("&lt;script&gt;");
  });

  it.each(["", "ada", "a@b, eve@c", "a@b\r\nRCPT TO:<eve@c>", "Ada <a@b>"])("is refused for the address %j", async (to) => {
    const { port, mails } = await sink();
    expect(await failure(notifierTo(port).deliver(message({ to })))).toBeInstanceOf(DeliveryRefused);
    expect(mails()).toEqual([]);
  });

  it("is refused for good when the server says so, and may be tried again otherwise", async () => {
    expect(await failure(notifierTo(await refusingServer(550)).deliver(message()))).toBeInstanceOf(DeliveryRefused);
    const later = await failure(notifierTo(await refusingServer(450)).deliver(message()));
    expect(later).toBeInstanceOf(Error);
    expect(later).not.toBeInstanceOf(DeliveryRefused);
  });

  it("may be tried again when nobody answers, and says so plainly when none is set up", async () => {
    const gone = await sink();
    await gone.close();
    const later = await failure(notifierTo(gone.port).deliver(message()));
    expect(later).toBeInstanceOf(Error);
    expect(later).not.toBeInstanceOf(DeliveryRefused);
    expect(await failure(createNotifier({}).deliver(message()))).toMatchObject({
      name: "DeliveryRefused", message: "No mail server is set up",
    });
  });

  it("is not sent once its signal is aborted", async () => {
    const { port, mails } = await sink();
    const error = await failure(notifierTo(port).deliver(message({ signal: AbortSignal.abort(new Error("acknowledged meanwhile")) })));
    expect(error).toMatchObject({ message: "acknowledged meanwhile" });
    expect(mails()).toEqual([]);
  });
});

describe("the mail sink", () => {
  it("lists the last mails over HTTP, by recipient, the newest first", async () => {
    const started = await startMailSink({ port: 0, keep: 2 });
    closing.push(() => started.close());
    const notifier = notifierTo(started.port);
    for (const to of ["ada@example.org", "ben@example.org", "ada@example.org"]) await notifier.deliver(message({ to }));
    const get = async (path: string) => (await fetch(`${started.url}${path}`)).json();
    expect(await get("/mails")).toMatchObject({ count: 2, mails: [{ id: 3 }, { id: 2 }] });
    expect(await get("/mails?to=ben@example.org")).toMatchObject({ count: 1, mails: [{ id: 2, to: ["ben@example.org"] }] });
    expect(await get("/mails?limit=1")).toMatchObject({ count: 2, mails: [{ id: 3 }] });
    expect(await get("/mails/3")).toMatchObject({ id: 3, subject: message().subject });
    expect((await fetch(`${started.url}/mails/1`)).status).toBe(404);
    expect((await fetch(`${started.url}/mails`, { method: "DELETE" })).status).toBe(405);
  });

  it("frees its ports, and says when one is taken", async () => {
    const first = await sink();
    await expect(startMailSink({ port: first.port })).rejects.toThrow("EADDRINUSE");
    await first.close();
    const second = await startMailSink({ port: first.port });
    await second.close();
  });
});
