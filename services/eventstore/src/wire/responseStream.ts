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
