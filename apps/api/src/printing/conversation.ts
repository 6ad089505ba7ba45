import type { Readable, Writable } from "node:stream";

/** What Chromium answers or tells, of which we read a few fields. */
interface Told {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: { readonly requestId?: unknown; readonly resourceType?: unknown };
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (result: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: Error) => void;
}

/** The pair of pipes that a Chromium is steered through: JSON, each message ended by a zero byte (its DevTools protocol). */
export interface Conversation {
  ask(method: string, params?: object, sessionId?: string): Promise<Readonly<Record<string, unknown>>>;
  /** Refuses whoever waits: nothing more will be answered. */
  end(error: Error): void;
}

/** Longest answer that is put together, characters: a PDF of fifty megabytes. */
const MOST_TOLD = 70_000_000;

/** A message; null where it is none: a program that is no Chromium, or one that breaks, must not end who listens to it. */
function toldBy(message: string): Told | null {
  try {
    const told: unknown = JSON.parse(message);
    return typeof told === "object" && told !== null ? told : null;
  } catch {
    return null;
  }
}

/** What a page wants to load: what the wish is called by, on whose behalf, and whether it would go there itself. */
export interface Wish {
  readonly requestId: string;
  readonly sessionId: string | undefined;
  readonly isDocument: boolean;
}

/** Speaks over the pipes. `onRequest` hears of everything that a page wants to load. */
export function converse(
  { to, from }: { readonly to: Writable; readonly from: Readable },
  onRequest: (wish: Wish) => void,
): Conversation {
  const waiting = new Map<number, Waiting>();
  let [calls, ended]: [number, Error | null] = [0, null];
  let [parts, length]: [string[], number] = [[], 0];
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const hear = ({ id, method, sessionId, params, result, error }: Told): void => {
    if (method === "Fetch.requestPaused" && typeof params?.requestId === "string")
      return onRequest({ requestId: params.requestId, sessionId, isDocument: params.resourceType === "Document" });
    const asked = id === undefined ? undefined : waiting.get(id);
    if (asked === undefined || id === undefined) return;
    waiting.delete(id);
    if (error === undefined) asked.resolve(result ?? {});
    else asked.reject(new Error(error.message));
  };
  from.setEncoding("utf8");
  from.on("data", (text: string) => {
    // Nobody waits any more: what is still said is not put together.
    if (ended !== null) return;
    const pieces = text.split("\0");
    for (const [place, piece] of pieces.entries()) {
      parts.push(piece);
      length += piece.length;
      if (length > MOST_TOLD) return end(new Error("it answers with more than a document has"));
      if (place === pieces.length - 1) break;
      const message = parts.join("");
      [parts, length] = [[], 0];
      const told = toldBy(message);
      if (told === null) return end(new Error("it answers what no Chromium does"));
      hear(told);
    }
  });
  // A pipe breaks because Chromium has ended or is about to, and how it ended says more.
  for (const stream of [to, from]) stream.on("error", () => undefined);
  return {
    ask(method, params = {}, sessionId) {
      if (ended !== null) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        to.write(`${JSON.stringify({ id: calls, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`);
      });
    },
    end,
  };
}
