import type { FastifyReply } from "fastify";

/** Counts the requests under way; refuses more than a server can carry, so that senders try again. */
export interface Gate {
  enter(): boolean;
  leave(): void;
}

/** A gate for so many requests at a time. */
export function gate(most: number): Gate {
  let inside = 0;
  return {
    enter() {
      if (inside >= most) return false;
      inside += 1;
      return true;
    },
    leave: () => (inside -= 1),
  };
}

/** 503, not 429: Alertmanager tries again after 5xx only. */
export const replyBusy = (reply: FastifyReply): FastifyReply =>
  reply
    .code(503)
    .header("retry-after", "1")
    .send({ code: "RATE_LIMITED", message: "This server is busy.", field: [], fix: "Send it again in a second." });
