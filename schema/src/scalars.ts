import { z } from "zod";

/** An instant, ISO 8601 with an offset; source times keep the offset they came with. */
export const instant = z.iso.datetime({ offset: true });
/** A UUID in its usual text form. */
export const uuid = z.guid();
/** Lower-case name for URLs and ids: letters, digits and single dashes, 1 to 63 characters. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case letters, digits and single dashes")
  .max(63);
/** One line of text. */
export const line = z.string().trim().min(1).max(300);
/** Free text of some length. */
export const text = z.string().max(20_000);
/** Why somebody did something: asked for wherever a decision is overridden. */
export const reason = z.string().trim().min(1).max(2_000);
/** An address of the web: what is shown as a link must not be able to run anything. */
export const webLink = z.url({ protocol: /^https?$/ }).max(2_000);
/** An address that somebody is asked to go to: encrypted, and its host is what stands first in it. */
export const secureLink = z
  .url({ protocol: /^https$/, error: "an address that begins with https://" })
  .max(2_000)
  .refine(
    (url) => !/^https:\/\/[^/?#]*[@\\]/iu.test(url) && !/[\s\p{C}]/u.test(url), "an address without a name or password before its host",
  );
/** Milliseconds, whole. */
export const milliseconds = z.int().min(0);
/** Parts per 100,000: the unit of every share, error rate and bucket. */
export const per100k = z.int().min(0).max(100_000);
/** Percent of customers, 0 to 100, down to a thousandth. */
export const percent = z.number().min(0).max(100);
/** Severity of an incident: 1 is the worst. */
export const severity = z.int().min(1).max(4);
/** A customer's id as the router sees it. */
export const customer = z.string().min(1).max(200);
/** A position of the log: an opaque decimal string. */
export const position = z.string().regex(/^\d+$/);

/**
 * Who carries a request out from now on: the run of before was lost in the workflow engine, `reason` says how. `fromRunId`
 * is what decides between several that want to take it up: only one finds it in the record.
 */
export const replacedRun = { requestEventId: uuid, workflowId: z.string(), fromRunId: z.string(), toRunId: z.string(), reason: text };

/**
 * An address of the web as another system gives it, for a link; null for anything else, `javascript:` among it. The rest of the record
 * counts.
 */
export const webAddress = (given: string | null | undefined): string | null =>
  given !== null && given !== undefined && URL.canParse(given) && /^https?:$/.test(new URL(given).protocol) ? given : null;
