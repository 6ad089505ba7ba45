import { timeOfDay } from "./timeOfDay.ts";
import { HandOverEvery } from "../graphql/enums.ts";
import { field, idField, intField, listOf, objectField, optional, wordField } from "../commands/inputFields.ts";
import { z } from "zod";

/** When a shift changes. */
export const handOverField = objectField(
  "HandOverInput",
  {
    every: wordField(HandOverEvery, "How long one turn is."),
    weekday: optional(intField("For weekly turns: 1 (Monday) to 7.", z.int().min(1).max(7))),
    at: field(() => String, timeOfDay, "Wall-clock time in the rotation's zone, HH:MM."),
  },
  { description: "When a shift changes. It follows the wall clock across changes of daylight saving time." },
);

export const zoneField = field(() => String, z.string().min(1).max(100), "Time zone, as `Europe/Zurich`.");
export const turnsField = listOf(idField("Person", "Who takes turns, in order."), 200);
export const dateField = field(
  () => String,
  z.iso.date(),
  "Local date on which the first person's first shift begins; the day it takes effect unless told.",
);
export const rotationField = idField("Rotation", "The rotation.");

/** Who takes over from somebody who is left out. */
export const takerField = objectField(
  "ShiftTakerInput",
  {
    personId: idField("Person", "Who is left out."),
    takerId: idField("Person", "Who has their shift, should it be running, and their place in what is planned."),
  },
  { description: "Who takes over from somebody who no longer takes turns." },
);
