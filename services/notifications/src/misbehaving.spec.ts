import { createServer as createHttp } from "node:http";
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { DeliveryRefused, mayHaveArrived, type Message } from "./message.ts";
import { createNotifier } from "./notifier.ts";

/** Real servers of the wrong kind: whatever they do, a message is answered within its limit. */
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** For servers that never answer; the others have all the time they need on a busy machine. */
const limitMs = 100;
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    sockets.forEach((socket) => socket.destroy());
    return new Promise((resolve) => server.close(resolve));
  });
  return portOf(server);
}

/** A mail server that says each line when its turn comes, and then nothing more. */
const mailServerThatSays = (lines: readonly string[]): Promise<number> =>
  listening(createTcp((socket) => {
    const left = [...lines];
    const say = (): void => {
      const line = left.shift();
      if (line !== undefined) socket.write(`${line}\r\n`);
    };
    socket.on("error", () => undefined).on("data", (chunk) => String(chunk).includes("\r\n") && say());
    say();
  }));

const message: Message = { channel: "mail", to: "ada@example.org", subject: "SEV1", text: "down", key: "1" };
const mailTo = (port: number, options: { limitMs?: number } = {}, to = message.to) =>
  createNotifier({ ...options, mail: { host: "127.0.0.1", port, from: "b@ballast.example" } }).deliver({ ...message, to });
const chatTo = (port: number, options: { limitMs?: number } = {}) =>
  createNotifier({ ...options, chat: { allowPrivateTargets: true } }).deliver({
    ...message,
    channel: "chat",
    to: `http://127.0.0.1:${port}/hook`,
  });
const failure = (sending: Promise<unknown>) =>
  sending.then(
    () => null,
    (error: unknown) => error,
  );

describe("a mail server", () => {
  it.each([
    ["accepts the connection and says nothing", []],
    ["falls silent after its greeting", ["220 here"]],
    ["falls silent with the message in its hands", ["220 here", "250 hello", "250 from", "250 to", "354 go on"]],
  ])("that %s leaves it unknown, within the limit", async (_, lines) => {
    const error = await failure(mailTo(await mailServerThatSays(lines), { limitMs }));
    expect(error).toMatchObject({ name: "NoAnswer", message: "The mail server gave no answer within 0.1 s" });
    expect(mayHaveArrived(error)).toBe(true);
  });

  it("that never ends its greeting is left, however often it says something", async () => {
    const port = await listening(createTcp((socket) => {
      const drip = setInterval(() => socket.write("220-still here\r\n"), 5);
      socket.on("error", () => undefined).on("close", () => clearInterval(drip));
    }));
    expect(await failure(mailTo(port, { limitMs }))).toMatchObject({ name: "NoAnswer" });
  });

  it("that answers 4xx for one recipient takes the others", async () => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith("ada") ? Object.assign(new Error("try later"), { responseCode: 450 }) : null),
      onData: (stream, _, done) => void stream.resume().on("end", () => done()),
    });
    server.on("error", () => undefined);
    const port = await new Promise<number>((resolve) => {
      const started = server.listen(0, "127.0.0.1", () => resolve(portOf(started as Server)));
    });
    closing.push(() => new Promise<void>((resolve) => void server.close(() => resolve())));
    const [ada, ben] = await Promise.allSettled([mailTo(port), mailTo(port, {}, "ben@example.org")]);
    expect(ben).toMatchObject({ status: "fulfilled", value: { delivered: true } });
    const reason: unknown = ada.status === "rejected" ? ada.reason : null;
    expect(String(reason)).toContain("450");
    expect(reason).not.toBeInstanceOf(DeliveryRefused);
    expect(mayHaveArrived(reason)).toBe(false);
  });
});

describe("a chat hook", () => {
  it("that hangs, or answers byte by byte without end, leaves it unknown, within the limit", async () => {
    const silent = await listening(createHttp(() => undefined));
    const dripping = await listening(
      createHttp((_, response) => {
        const drip = setInterval(() => response.write("."), 5);
        response.on("close", () => clearInterval(drip));
      }),
    );
    for (const port of [silent, dripping])
      expect(await failure(chatTo(port, { limitMs }))).toMatchObject({
        name: "NoAnswer", message: "The chat webhook gave no answer within 0.1 s",
      });
  });

  it("that answers 500 has failed, and may be tried again", async () => {
    const error = await failure(chatTo(await listening(createHttp((_, response) => void response.writeHead(500).end("oops")))));
    expect(error).toMatchObject({ name: "ChatUnavailable" });
    expect(mayHaveArrived(error)).toBe(false);
  });

  it("that breaks off in the middle may have it", async () => {
    const error = await failure(
      chatTo(await listening(createHttp((request) => void request.on("data", () => request.socket.resetAndDestroy())))),
    );
    expect(mayHaveArrived(error)).toBe(true);
  });
});
