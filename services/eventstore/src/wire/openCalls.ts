import type { ResponseStream } from "./responseStream.ts";

/** The response streams that are open, so that a stopping server can end them as the original does. */
export class OpenCalls {
  readonly #streams = new Set<ResponseStream>();

  add(stream: ResponseStream): void {
    this.#streams.add(stream);
    stream.onClose(() => void this.#streams.delete(stream));
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Ends every open stream with an error. */
  failAll(error: unknown): void {
    for (const stream of [...this.#streams]) stream.fail(error);
  }
}
