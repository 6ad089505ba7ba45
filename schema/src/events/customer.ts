import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { customer, instant, line, reason, uuid } from "../scalars.ts";

/** By which doors a customer comes to be known. */
export const customerDoor = z.enum(["deploy", "evaluation", "alert", "import"]);
export type CustomerDoor = z.infer<typeof customerDoor>;

/** Most attributes of one customer. */
const MOST_ATTRIBUTES = 50;
const attributeText = z.string().max(1_000);
const attributeValue = z.union([
  attributeText,
  // Beyond that, readers of JSON differ in what they make of a number.
  z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
  z.boolean(),
  z.array(attributeText).max(100),
]);
export type AttributeValue = z.infer<typeof attributeValue>;

/** What is known of a customer beside name, plan and region: what rules of flags may ask for. */
export const customerAttributes = z.preprocess(
  (given, context) => {
    // A record schema drops this name without a word.
    if (typeof given === "object" && given !== null && Object.hasOwn(given, "__proto__"))
      context.addIssue({ code: "custom", message: "an attribute cannot be called __proto__" });
    return given;
  },
  z
    .record(z.string().min(1).max(100), attributeValue)
    .refine((all) => Object.keys(all).length <= MOST_ATTRIBUTES, `at most ${MOST_ATTRIBUTES} attributes are kept`),
);
export type CustomerAttributes = Readonly<z.infer<typeof customerAttributes>>;

/** A customer's id as applications send it. Half a character would be another one for whoever reads UTF-8. */
export const customerKey = customer.refine((id) => id.isWellFormed(), "it holds half of a character");

/** A customer as a source, or somebody, describes it. */
export const customerDescription = z.object({
  /** As applications send it: the value that flags are divided by. */
  id: customerKey,
  name: line,
  plan: line.nullable(),
  region: line.nullable(),
  attributes: customerAttributes,
});
export type CustomerDescription = Readonly<z.infer<typeof customerDescription>>;

export const customerEvents = {
  /** What is known of it from then on. */
  CustomerDescribed: defineEvent({
    type: "CustomerDescribed",
    schema: z.object({ customerId: uuid, ...customerDescription.shape, by: z.enum(["import", "hand"]), at: instant }),
  }),
  /** It came by this door: at most once a day for each. */
  CustomerSeen: defineEvent({
    type: "CustomerSeen", schema: z.object({ customerId: uuid, id: customer, door: customerDoor, at: instant }),
  }),
  /** An address at which whoever has it reads what this customer had; it ends by itself. */
  CustomerLinkIssued: defineEvent({
    type: "CustomerLinkIssued", schema: z.object({ customerId: uuid, linkId: uuid, note: line, at: instant, expiresAt: instant }),
  }),
  CustomerLinkRevoked: defineEvent({ type: "CustomerLinkRevoked", schema: z.object({ customerId: uuid, linkId: uuid, reason }) }),
};
export type CustomerEvent = EventsOf<typeof customerEvents>;
