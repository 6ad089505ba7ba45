import type { ServerDuplexStream, ServerWritableStream } from "@grpc/grpc-js";
import { toServiceError } from "./serviceError.ts";

/** A call that answers with a stream of messages, already serialised. */
export type StreamingCall<Request> = ServerWritableStream<Request, Uint8Array> | ServerDuplexStream<Request, Uint8Array>;

/** The sending side of a streaming call: waits when the client is slow, and knows when it has gone. */
export class ResponseStream {
  readonly #call: StreamingCall<unknown>;
  readonly #closers: (() => void)[] = [];
  #open = true;
  #waiting: (() => void)[] = [];

  constructor(call: StreamingCall<unknown>) {
    this.#call = call;
    writeTogether(call);
    call.on("drain", () => this.#release());
    call.on("cancelled", () => this.#close());
    call.on("close", () => this.#close());
    call.on("error", () => this.#close());
  }

  /** False once the client has gone or the stream was ended. */
  get open(): boolean {
    return this.#open;
  }

  /** Called once when the stream ends, whoever ended it. */
  onClose(closer: () => void): void {
    if (this.#open) this.#closers.push(closer);
    else closer();
  }

  /** Sends a message. Returns a promise only when the client has to catch up first. */
  send(message: Uint8Array): Promise<void> | undefined {
    if (!this.#open || this.#call.write(message)) return undefined;
    return new Promise<void>((resolve) => void this.#waiting.push(resolve));
  }

  /** Ends the stream well. */
  end(): void {
    if (!this.#open) return;
    this.#call.end();
    this.#close();
  }

  /** Ends the stream with an error. */
  fail(error: unknown): void {
    if (!this.#open) return;
    this.#call.emit("error", toServiceError(error));
    this.#close();
  }

  #close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#release();
    for (const closer of this.#closers) closer();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** A message and what is to be told once it is written. */
type Written = (error?: Error | null) => void;

/** What is behind a call of grpc-js: private, so that all of it is looked at before it is used. */
type Behind = { sendMessage(message: unknown, written: Written): void; readonly stream: { cork(): void; uncork(): void } };

function behind(call: object): Behind | undefined {
  const inner: unknown = Reflect.get(call, "call");
  if (!isObject(inner) || typeof Reflect.get(inner, "sendMessage") !== "function") return undefined;
  const stream: unknown = Reflect.get(inner, "stream");
  const corks = isObject(stream) && ["cork", "uncork"].every((name) => typeof Reflect.get(stream, name) === "function");
  return corks ? (inner as Behind) : undefined;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/**
 * grpc-js hands HTTP/2 one message, and the next when that one is written, each with its way through the socket: of a subscription, whose
 * messages are small and many, that is most of the cost. What waits is handed over together instead. Where grpc-js is no longer as it was,
 * its own way stands.
 */
function writeTogether(call: StreamingCall<unknown>): void {
  const found = behind(call);
  if (found === undefined) return;
  const write = (chunks: readonly { readonly chunk: unknown }[], callback: Written): void => {
    let left = chunks.length;
    const written: Written = (error) => {
      left -= 1;
      if (left === 0 || (error !== undefined && error !== null)) callback(error);
    };
    found.stream.cork();
    for (const { chunk } of chunks) found.sendMessage(chunk, written);
    found.stream.uncork();
  };
  Object.defineProperty(call, "_writev", { value: write, configurable: true });
}
