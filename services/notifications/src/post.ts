import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";

/** A JSON POST. */
export type Post = {
  readonly url: URL;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Resolves the host; absent: as the system does. */
  readonly lookup?: LookupFunction | undefined;
};

/** What came back; redirects are not followed. */
export type Answer = { readonly status: number; readonly body: string; readonly retryAfter: string | undefined };

/** More than this of an answer nobody reads. */
const BODY_LIMIT = 2_000;

/** Posts and reads the beginning of the answer. Rejects when there is none, or when the signal aborts. */
export async function post({ url, body, headers, signal, lookup }: Post): Promise<Answer> {
  const payload = Buffer.from(JSON.stringify(body));
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sending = request(url, {
      method: "POST",
      ...(signal === undefined ? {} : { signal }),
      // A connection of its own: the look-up has to be asked each time.
      agent: false,
      headers: { ...headers, "content-type": "application/json; charset=utf-8", "content-length": payload.length },
      ...(lookup === undefined ? {} : { lookup }),
    });
    sending.once("response", resolve).once("error", reject).end(payload);
  });
  return { status: answer.statusCode ?? 0, body: await beginningOf(answer), retryAfter: answer.headers["retry-after"] };
}

async function beginningOf(answer: IncomingMessage): Promise<string> {
  answer.setEncoding("utf8");
  let text = "";
  for await (const chunk of answer) {
    text += String(chunk);
    if (text.length >= BODY_LIMIT) break;
  }
  return text.slice(0, BODY_LIMIT);
}
