import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, text, uuid } from "../scalars.ts";
import { riskInputs } from "./risk.ts";

/** What one of the risks will be like after it: the inputs that it changes. */
export const mitigationEffect = z.object({ riskId: uuid, inputs: riskInputs.partial() });
export type MitigationEffect = z.infer<typeof mitigationEffect>;

const described = {
  title: line,
  description: text,
  /** The risks that it makes smaller. */
  riskIds: z.array(uuid).min(1).max(50),
  ownerId: uuid,
  /** Mitigations that have to be delivered first. */
  needs: z.array(uuid).max(50),
  effects: z.array(mitigationEffect).max(50),
};
const day = z.iso.date();

/** What somebody does about risks: one may serve several. */
export const mitigationEvents = {
  MitigationPlanned: defineEvent({
    type: "MitigationPlanned", schema: z.object({ mitigationId: uuid, number: z.int().min(1), ...described, dueOn: day }),
  }),
  MitigationDescribed: defineEvent({
    type: "MitigationDescribed", schema: z.object({ mitigationId: uuid, ...described, reason: reason.nullable() }),
  }),
  /** Another day is promised; `becauseOf` is the mitigation that it waits for, where that is why. */
  MitigationDueMoved: defineEvent({
    type: "MitigationDueMoved", schema: z.object({ mitigationId: uuid, dueOn: day, becauseOf: uuid.nullable(), reason }),
  }),
  MitigationBegun: defineEvent({ type: "MitigationBegun", schema: z.object({ mitigationId: uuid }) }),
  MitigationDelivered: defineEvent({
    type: "MitigationDelivered",
    schema: z.object({ mitigationId: uuid, deliveredAt: instant, releaseId: uuid.nullable(), note: text }),
  }),
  MitigationGivenUp: defineEvent({ type: "MitigationGivenUp", schema: z.object({ mitigationId: uuid, reason }) }),
};
export type MitigationEvent = EventsOf<typeof mitigationEvents>;
