import type { ApiServer } from "../../graphql/context.ts";

/** What gRPC's clients take in one message unless they are told otherwise, bytes; flagd's and the stock providers' among them. */
export const stockClientTakes = 4 * 1024 * 1024;

/** Watches how large the flags of environments are, since whoever may not take them says so to nobody here. */
export class Sizes {
  readonly #server: Pick<ApiServer, "logger" | "metrics">;
  readonly #told = new Set<string>();

  constructor(server: Pick<ApiServer, "logger" | "metrics">) {
    this.#server = server;
  }

  /** Notes what is sent. Says once that it has become too large for a stock client, and again after it was small enough. */
  note(environment: string, flags: string): void {
    const bytes = Buffer.byteLength(flags);
    this.#server.metrics.flagSyncBytes.set({ environment }, bytes);
    if (bytes <= stockClientTakes) {
      this.#told.delete(environment);
      return;
    }
    if (this.#told.has(environment)) return;
    this.#told.add(environment);
    this.#server.logger.warn(
      { environment, bytes, stockClientTakes },
      "the flags of this environment are larger than gRPC's clients take unless they are told to: raise their limit (grpc.max_receive_message_length), or archive flags",
    );
  }
}
