import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { reason, slug, uuid } from "../scalars.ts";

/** What an environment asks for before a flag is turned there. A kill asks for nothing, anywhere. */
export const flagPolicy = z.object({
  /** A second person looks at changes of rules, shares, ramps and reverts. */
  approval: z.boolean(),
  /** And at what single customers get by name. */
  approvalOfOverrides: z.boolean(),
});
export type FlagPolicy = z.infer<typeof flagPolicy>;
/** Where nobody said otherwise. */
export const defaultFlagPolicy: FlagPolicy = { approval: false, approvalOfOverrides: false };

/** An environment as all services know it. */
export const environmentEvents = {
  FlagPolicySet: defineEvent({
    type: "FlagPolicySet", schema: z.object({ environmentId: uuid, environment: slug, policy: flagPolicy, reason: reason.nullable() }),
  }),
  /**
   * After how many days temporary flags are to be cleaned up there, where a flag says nothing of its own; null: as usual. Said of no
   * environment (null), it holds wherever an environment says nothing of its own.
   */
  UsualCleanUpSet: defineEvent({
    type: "UsualCleanUpSet",
    schema: z.object({
      environmentId: uuid, environment: slug.nullable(), afterDays: z.int().min(1).max(3_650).nullable(), reason: reason.nullable(),
    }),
    // 1 → 2: it can be said of the whole installation; before, it was said of one environment.
    upcasts: [(data) => data],
  }),
};
export type EnvironmentEvent = EventsOf<typeof environmentEvents>;
