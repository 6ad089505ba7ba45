import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { technologyStatuses } from "../readiness.ts";
import { line, reason, text, uuid } from "../scalars.ts";

/** A package as lock files and SBOMs name it, `*` standing for anything: `express`, `@fastify/*`, `pkg:maven/org.apache.solr/*`. */
export const packagePattern = line.max(200);

/** What services may be made with. */
export const technologyEvents = {
  /** Whole: how it stands from then on. An exception holds until the day before `until`. */
  TechnologyListed: defineEvent({
    type: "TechnologyListed",
    schema: z.object({
      technologyId: uuid, name: line, status: z.enum(technologyStatuses), packages: z.array(packagePattern).max(50),
      /** What to use in its place. */
      instead: line.nullable(),
      until: z.iso.date().nullable(), note: text, reason: reason.nullable(),
    }),
  }),
};
export type TechnologyEvent = EventsOf<typeof technologyEvents>;
