import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Server as NetServer } from "node:net";
import { SMTPServer } from "smtp-server";
import { parseMail, type ReadMail } from "./parseMail.ts";

/** Where the sink listens; port 0 takes a free one. */
export type MailSinkOptions = {
  readonly port: number;
  /** Of the listing over HTTP; a free one unless told. */
  readonly httpPort?: number | undefined;
  /** Loopback unless told otherwise: the mails contain links that acknowledge pages. */
  readonly host?: string | undefined;
  /** How many mails to keep; 200 unless told. */
  readonly keep?: number | undefined;
};

/** A mail that came in. */
export type SunkMail = ReadMail & {
  /** Counts up from 1. */
  readonly id: number;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
};

/** A running sink. */
export type MailSink = {
  readonly port: number;
  /** `GET {url}/mails?to=…&limit=…` and `GET {url}/mails/{id}`: JSON, the newest first. */
  readonly url: string;
  readonly mails: () => readonly SunkMail[];
  readonly close: () => Promise<void>;
};

const LARGEST_MAIL = 1024 * 1024;

/** Starts a mail server that delivers nothing and keeps the last mails to look at: for demonstration and tests. */
export async function startMailSink({ port, httpPort = 0, host = "127.0.0.1", keep = 200 }: MailSinkOptions): Promise<MailSink> {
  let kept: readonly SunkMail[] = [];
  let count = 0;
  const smtp = smtpServer((raw, from, to) => {
    count += 1;
    kept = [{ ...parseMail(raw), id: count, at: new Date().toISOString(), from, to }, ...kept].slice(0, keep);
  });
  const http = createServer((request, response) => list(request, response, kept));
  const smtpPort = await listening(smtp.server, port, host);
  try {
    const listPort = await listening(http, httpPort, host);
    return { port: smtpPort, url: `http://${host}:${listPort}`, mails: () => kept, close: () => closeBoth(smtp, http) };
  } catch (error) {
    await new Promise<void>((resolve) => smtp.close(resolve));
    throw error;
  }
}

function smtpServer(take: (raw: string, from: string, to: readonly string[]) => void): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    // It has no certificate of its own, and nothing leaves the machine.
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    size: LARGEST_MAIL,
    closeTimeout: 1_000,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => void (stream.sizeExceeded || chunks.push(chunk)));
      stream.once("error", done);
      stream.once("end", () => {
        if (stream.sizeExceeded) return done(Object.assign(new Error("too large"), { responseCode: 552 }));
        const { mailFrom, rcptTo } = session.envelope;
        take(Buffer.concat(chunks).toString("latin1"), mailFrom ? mailFrom.address : "", rcptTo.map(({ address }) => address));
        return done(null, "kept");
      });
    },
  });
  // A client that goes away in the middle is its own affair; without a listener it would end the process.
  server.on("error", () => undefined);
  return server;
}

function list(request: IncomingMessage, response: ServerResponse, mails: readonly SunkMail[]): void {
  const answer = (status: number, body: unknown): void => {
    response
      .writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" })
      .end(JSON.stringify(body));
  };
  // A page in a browser may reach loopback under a name of its own; the mails are none of its business.
  if (!isOwnName(request.headers.host ?? "", request.socket.localAddress))
    return answer(403, { error: "Ask by the address it listens on." });
  if (request.method !== "GET") return answer(405, { error: "Only GET." });
  const url = new URL(request.url ?? "/", "http://sink");
  const [, collection, id] = url.pathname.split("/");
  if (collection !== "mails") return answer(404, { error: "Try /mails." });
  if (id !== undefined) {
    const mail = mails.find((one) => String(one.id) === id);
    return mail === undefined ? answer(404, { error: "No such mail, or no longer." }) : answer(200, mail);
  }
  const to = url.searchParams.get("to");
  const found = mails.filter((mail) => to === null || mail.to.includes(to));
  return answer(200, { count: found.length, mails: found.slice(0, Number(url.searchParams.get("limit")) || 50) });
}

function isOwnName(host: string, localAddress: string | undefined): boolean {
  const name = host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return name === "localhost" || name === localAddress?.replace(/^::ffff:/, "");
}

function listening(server: NetServer | Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("The sink listens on no port"));
      else resolve(address.port);
    });
  });
}

async function closeBoth(smtp: SMTPServer, http: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void http.close(() => resolve()));
  http.closeAllConnections();
  await Promise.all([closed, new Promise<void>((resolve) => void smtp.close(() => resolve()))]);
}
