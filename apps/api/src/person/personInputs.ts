import { z } from "zod";
import { contacts, pagingRules, phoneNumber } from "@ballast/schema";
import { field, idField, intField, listOf, objectField, optional, otherwise, wordField } from "../commands/inputFields.ts";
import { Channel } from "./personType.ts";

export const personField = idField("Person", "The person.");
export const emailField = field(() => String, z.email().max(300), "Where mail reaches them; pages go there.");
export const chatField = field(() => String, z.url({ protocol: /^https?$/ }).max(2_000), "Their chat's incoming webhook; pages go there.");
export const phoneField = field(() => String, phoneNumber, "Where SMS and calls reach them, as `+41791234567`.");
export const pushField = field(
  () => String, z.url({ protocol: /^https?$/ }).max(2_000), "A topic of ntfy, or of what speaks its language: `https://ntfy.sh/TOPIC`.",
);
export const pagerDutyField = field(
  () => String, contacts.shape.pagerDutyKey.unwrap(), "The key of an Events v2 integration at PagerDuty, which calls them.",
);
/** Long rather than odd: length is what makes guessing expensive. */
export const passwordField = field(() => String, z.string().min(12, "use at least 12 characters").max(1_000), "At least 12 characters.");
export const nameField = field(() => String, z.string().trim().min(1).max(300), "Name for people.");
export const personZoneField = field(() => String, z.string().min(1).max(100), "Time zone, as `Europe/Zurich`.");

const ruleField = objectField(
  "PagingRuleInput",
  {
    channel: wordField(Channel, "The channel."),
    afterMinutes: otherwise(intField("So many minutes after the first one; 0, at once, unless told.", z.int().min(0).max(60)), 0),
  },
  { description: "A channel, and when it is used." },
);
const clock = (description: string) => field(() => String, pagingRules.shape.lowHours.unwrap().shape.from, description);

/** By which channels somebody wants to be called. */
export const pagingRulesField = objectField(
  "PagingRulesInput",
  {
    high: otherwise(listOf(ruleField, 10), []),
    low: otherwise(listOf(ruleField, 10), []),
    lowHours: optional(
      objectField("PagingHoursInput", { from: clock("From, HH:MM."), to: clock("Until, HH:MM.") }, {
        description: "Hours of the day, on the wall of somebody's zone.",
      }),
    ),
  },
  { description: "By which channels somebody wants to be called for each urgency; none named: by all of them at once.", schema: pagingRules },
);
