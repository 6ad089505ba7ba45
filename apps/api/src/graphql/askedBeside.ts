import type { Principal } from "../auth/principal.ts";
import type { Asked, Variables } from "./preparedQueries.ts";

/** A query that was answered before, as whoever reads beside the server's own thread is asked it. */
export interface Question extends Asked {
  readonly variables: Variables;
  /** Who asks, as the server has found out. */
  readonly principal: Principal;
  readonly requestId: string;
  /** The server's clock, ms. */
  readonly now: number;
}

/** Who answers queries beside the server's own thread. */
export interface AskedBeside {
  /** The body, or null where the server is to answer itself after all; undefined where it is to do so at once. */
  ask(question: Question): Promise<string | null> | undefined;
  /** How long the server took to answer such a question itself, ms: what is slow goes to a thread the next time. */
  took(asked: Asked, ms: number): void;
}
