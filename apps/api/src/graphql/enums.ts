import { flagStates } from "@ballast/domain/targeting";
import {
  environmentKind, findingKind, incidentRole, incidentState, integrationKind, linkedKind, linkType, milestone, publicImpact, role,
  visibility,
} from "@ballast/schema";
import { registerEnumType } from "type-graphql";

type Words<Word extends string> = Readonly<Record<Word, Word>>;

/** Registers an enum of the schema under its GraphQL name: fields name the result as their type. */
export function enumType<Word extends string>(
  name: string,
  words: { readonly options: readonly Word[] },
  description: string,
): Words<Word> {
  const entries = Object.fromEntries(words.options.map((word) => [word, word])) as Words<Word>;
  registerEnumType(entries, { name, description });
  return entries;
}

export const Role = enumType("Role", role, "What a person may do; the table of permissions says what each role carries.");
export const EnvironmentKind = enumType("EnvironmentKind", environmentKind, "What an environment is for; figures count production.");
export const IncidentState = enumType("IncidentState", incidentState, "Where an incident stands.");
export const PublicImpact = enumType("PublicImpact", publicImpact, "What the public is told of the impact.");
export const IncidentRole = enumType("IncidentRole", incidentRole, "A role in one incident; no permission.");
export const Milestone = enumType("Milestone", milestone, "A moment that the figures of an incident count from or to.");
export const LinkType = enumType("LinkType", linkType, "How a linked record stands to the incident.");
export const LinkedKind = enumType("LinkedKind", linkedKind, "What kind of record is linked.");
export const Confidence = enumType("Confidence", { options: ["sure", "likely", "unsure"] }, "How sure the author of a link is.");
export const Visibility = enumType("Visibility", visibility, "Who may read an update.");
export const IntegrationKind = enumType("IntegrationKind", integrationKind, "Which other system speaks to Ballast.");
export const TargetKind = enumType(
  "TargetKind",
  { options: ["fleet", "observed"] },
  "Where deploys go: to the embedded fleet, or they are made by another system and observed.",
);
export const HandOverEvery = enumType("HandOverEvery", { options: ["hour", "day", "week"] }, "In what the length of a turn is counted.");
export const ScheduleFindingKind = enumType(
  "ScheduleFindingKind", findingKind, "What may be wrong with a schedule: nobody is on call, or several people at once.",
);
export const RepairHow = enumType(
  "RepairHow", { options: ["stay", "come"] }, "How it is put right: who was on call before stays on, or who is afterwards comes earlier.",
);
export const SwapState = enumType("SwapState", { options: ["open", "taken", "withdrawn"] }, "Where a shift that somebody asks for stands.");
export const ResponsePurpose = enumType("ResponsePurpose", { options: ["responders", "commander"] }, "What a rotation is called for.");
export const FlagState = enumType(
  "FlagState", { options: flagStates }, "Where a managed flag stands in an environment; what needs a look stands first.",
);
