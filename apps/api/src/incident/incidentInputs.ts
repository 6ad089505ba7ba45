import { per100k, severity } from "@ballast/schema";
import {
  field, idField, idOfKind, intField, lineField, otherwise, optional, reasonField, textField, wordField, type InputField,
} from "../commands/inputFields.ts";
import { IncidentRole, Milestone, PublicImpact } from "../graphql/enums.ts";
import { z } from "zod";

export const incidentField = idField("Incident", "The incident.");
export const severityField = intField("1 is the worst, 4 the mildest. 1 and 2 also call commanders; 4 calls nobody.", severity);
export const impactField = (description: string) => wordField(PublicImpact, description);
export const shareField = optional(intField("Share of customers, parts per 100,000; left out = unknown.", per100k));
export const roleField = wordField(IncidentRole, "The role.");
export const milestoneField = wordField(Milestone, "The milestone.");
export const componentField = lineField("A component, as customers know it.");
export const whyField = otherwise(textField("Why."), "");
export const becauseField = reasonField("Why.");
export const minutesField = (description: string) => intField(description, z.int().min(0).max(14 * 24 * 60));

/** Kinds that an incident can be linked to, besides entries of timelines. */
const linkedKinds = ["Deploy", "Release", "Alert", "Incident", "Lane"] as const;

/** Any record that an incident can be linked to; which kind it is, the field beside it says. */
export const linkedRecordField: InputField<string> = {
  ...field(() => String, idOfKind(linkedKinds), "The record's id; of an entry of the timeline, its id there."),
  names: ({ kind }) => linkedKinds.find((known) => known.toLowerCase() === kind) ?? null,
};
