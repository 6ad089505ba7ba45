import { layerHours, rotationLayer } from "@ballast/schema";
import { z } from "zod";
import {
  field, idField, instantField, intField, listOf, objectField, optional, otherwise, wordField,
} from "../commands/inputFields.ts";
import { ScheduleFindingKind, HandOverEvery, RepairHow } from "../graphql/enums.ts";
import { timeOfDay } from "./timeOfDay.ts";

/** When a shift changes. */
export const handOverField = objectField(
  "HandOverInput",
  {
    every: wordField(HandOverEvery, "In what the length of a turn is counted."),
    weekday: optional(intField("For turns of weeks: 1 (Monday) to 7.", z.int().min(1).max(7))),
    at: field(() => String, timeOfDay, "Wall-clock time in the layer's zone, HH:MM; turns of hours are counted from it on the first day."),
  },
  { description: "When a shift changes. It follows the wall clock across changes of daylight saving time." },
);

export const zoneField = field(() => String, z.string().min(1).max(100), "Time zone, as `Europe/Zurich`.");
export const turnsField = listOf(idField("Person", "Who takes turns, in order."), 200);
export const turnLengthField = intField("How many hours, days or weeks one turn lasts; 1 unless told.", rotationLayer.shape.turnLength);
export const endsAtField = instantField("From when on nobody is on call by it; never unless told.");
export const dateField = field(
  () => String,
  z.iso.date(),
  "Local date on which the first person's first shift begins; the day it takes effect unless told.",
);
export const rotationField = idField("Rotation", "The rotation.");
export const partOfTime = { from: instantField("From when."), to: instantField("Until when.") };
export const findingKindField = wordField(ScheduleFindingKind, "Whether nobody is on call, or several people at once.");
export const repairHowField = wordField(RepairHow, "Who is on call through it: who was before, or who is afterwards.");

/** When a layer is on call. */
export const hoursField = listOf(
  objectField(
    "LayerHoursInput",
    {
      weekdays: listOf(intField("On these days, 1 (Monday) to 7.", z.int().min(1).max(7)), 7),
      from: field(() => String, timeOfDay, "From this time on the wall, HH:MM."),
      to: field(() => String, timeOfDay, "To this one."),
      daysLater: otherwise(intField("Of so many days later; the same day unless told.", z.int().min(0).max(7)), 0),
    },
    { description: "Hours at which a layer is on call, on the wall of its own zone.", schema: layerHours },
  ),
  20,
);

const levelField = intField(
  "Where several layers have somebody, those of the highest level answer; 0 unless told.", rotationLayer.shape.level,
);

/** A layer as it is from a moment on. */
export const layerField = objectField(
  "LayerInput",
  {
    name: otherwise(field(() => String, rotationLayer.shape.name.trim(), "Its name."), ""), timeZone: zoneField, handOver: handOverField,
    turnLength: otherwise(turnLengthField, 1), people: turnsField, startsOn: optional(dateField),
    effectiveFrom: optional(instantField("From when it holds; now unless told.")), endsAt: optional(endsAtField),
    hours: otherwise(hoursField, []), level: otherwise(levelField, 0),
  },
  { description: "Who takes turns in one layer of a schedule, when, and at which hours." },
);

/** Who takes over from somebody who is left out. */
export const takerField = objectField(
  "ShiftTakerInput",
  {
    personId: idField("Person", "Who is left out."),
    takerId: idField("Person", "Who has their shift, should it be running, and their place in what is planned."),
  },
  { description: "Who takes over from somebody who no longer takes turns." },
);
