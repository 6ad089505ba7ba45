import { Metadata, status } from "@grpc/grpc-js";
import type { EnvironmentFlags } from "@ballast/flags";
import { byTokenId } from "../../auth/authenticate.ts";
import type { ApiServer } from "../../graphql/context.ts";
import type { Application } from "../asking.ts";
import { Paced } from "../paced.ts";
import { configurationOf } from "./configuration.ts";
import type { SyncAnswer } from "./messages.ts";
import type { Sizes } from "./sizes.ts";

type Serving = Pick<ApiServer, "directory" | "flags" | "now"> & { readonly sizes: Pick<Sizes, "note"> };

/** Where messages are written: a stream of gRPC. */
export interface Sending {
  /** False: it takes no more until it says `drain`. */
  write(message: SyncAnswer): boolean;
  destroy(error: Error): unknown;
  on(event: "drain" | "cancelled" | "close", then: () => void): unknown;
}

const positionOf = (environment: EnvironmentFlags | undefined): string => environment?.position ?? "0";

/**
 * One provider that follows an environment. It builds all flags anew with each message, which takes a stock one tens of milliseconds: of a
 * burst, and where it does not keep up, it gets the latest, never all that was between.
 */
export class Following {
  readonly #stream: Sending;
  readonly #serving: Serving;
  readonly application: Application;
  readonly #paced = new Paced(() => this.#send());
  #waiting = false;
  #writing = false;
  #sent: string | null = null;

  constructor(stream: Sending, serving: Serving, application: Application) {
    this.#stream = stream;
    this.#serving = serving;
    this.application = application;
    stream.on("drain", () => {
      this.#waiting = false;
      this.changed();
    });
    for (const gone of ["cancelled", "close"] as const) stream.on(gone, () => this.#paced.stop());
  }

  get #environment(): EnvironmentFlags | undefined {
    return this.#serving.flags.environment(this.application.environment);
  }

  /** Flags have changed, or it reads again: what it lacks is sent. */
  changed(): void {
    if (!this.#waiting && !this.#writing && this.#sent !== positionOf(this.#environment)) this.#paced.changed();
  }

  #send(): void {
    if (this.#waiting || this.#writing || !this.stillMay()) return;
    const environment = this.#environment;
    this.#sent = positionOf(environment);
    const text = configurationOf(environment, this.application.environment);
    if (typeof text === "string") return this.#write(text);
    this.#writing = true;
    text.then(
      (written) => {
        this.#writing = false;
        // What has changed while it was written is sent instead: the rest of it need not be written again.
        if (this.#environment === environment) this.#write(written);
        else this.#send();
      },
      (error: Error) => this.#stream.destroy(Object.assign(error, { code: status.INTERNAL, metadata: new Metadata() })),
    );
  }

  #write(flagConfiguration: string): void {
    this.#serving.sizes.note(this.application.environment, flagConfiguration);
    this.#waiting = !this.#stream.write({ flagConfiguration });
  }

  stillMay(): boolean {
    const { directory, now } = this.#serving;
    if (byTokenId({ directory, now: () => now().getTime() }, this.application.tokenId) !== null) return true;
    this.#stream.destroy(Object.assign(new Error("the token holds no more"), { code: status.UNAUTHENTICATED, metadata: new Metadata() }));
    return false;
  }
}
