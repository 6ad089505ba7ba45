import { z } from "zod";
import { field, idField } from "../commands/inputFields.ts";

export const personField = idField("Person", "The person.");
export const emailField = field(() => String, z.email().max(300), "Where mail reaches them; pages go there.");
export const chatField = field(() => String, z.url({ protocol: /^https?$/ }).max(2_000), "Their chat's incoming webhook; pages go there.");
/** Long rather than odd: length is what makes guessing expensive. */
export const passwordField = field(() => String, z.string().min(12, "use at least 12 characters").max(1_000), "At least 12 characters.");
export const nameField = field(() => String, z.string().trim().min(1).max(300), "Name for people.");
export const personZoneField = field(() => String, z.string().min(1).max(100), "Time zone, as `Europe/Zurich`.");
