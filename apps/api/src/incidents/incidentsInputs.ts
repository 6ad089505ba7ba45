import { per100k, severity } from "@ballast/schema";
import { field, idField, idOfKind, intField, lineField, otherwise, optional, reasonField, textField, wordField } from "../commands/inputFields.ts";
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

/** Any record that an incident can be linked to. */
export const linkedRecordField = field(() => String, idOfKind(["Deploy", "Release", "Alert", "Incident", "Lane"]), "The record's id; of an entry of the timeline, its id there.");
