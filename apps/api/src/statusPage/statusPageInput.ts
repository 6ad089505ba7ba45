import { Rejection } from "@ballast/domain";
import type { DefinedStatusPage, StatusPageCommand } from "@ballast/domain/statusPage";
import {
  instant, line, MOST_COMPONENTS, MOST_GROUPS, namedCountingRules, percent, slug, statusPageContent, webLink, type CountingRule,
} from "@ballast/schema";
import {
  field, flagField, lineField, listOf, objectField, optional, otherwise, partIdField, wordField, type InputField, type InputFields,
  type InputOf,
} from "../commands/inputFields.ts";
import { serviceField } from "../commands/named.ts";
import { DateTime } from "../graphql/scalars.ts";
import { languageNames, wordsOf } from "./languages/index.ts";
import { CountingRuleName, MaintenanceCounts } from "./statusPageType.ts";

const percentField = (description: string): InputField<number> =>
  field(() => Number, percent.transform((value) => Math.round(value * 1_000)), description);
const aboutField = (description: string) => otherwise(field(() => String, statusPageContent.shape.about, description), "");
const linkField = (description: string) => optional(field(() => String, webLink, description));
const ownRule = objectField(
  "OwnCountingRuleInput",
  {
    degradedPercent: percentField("Of a slow time."), partialOutagePercent: percentField("Of an outage of a part."),
    majorOutagePercent: percentField("Of an outage."),
    maintenance: otherwise(wordField(MaintenanceCounts, "What becomes of maintenance; time that works unless told."), "up"),
  },
  { description: "A page's own weights." },
);

interface RuleAsked {
  readonly rule: CountingRule["name"];
  readonly ownRule: {
    readonly degradedPercent: number;
    readonly partialOutagePercent: number;
    readonly majorOutagePercent: number;
    readonly maintenance: CountingRule["maintenance"];
  } | null;
}

function ruleOf({ rule, ownRule: own }: RuleAsked): CountingRule {
  if (rule !== "own") {
    if (own !== null) throw new Rejection("INVALID_INPUT", `${rule} has its weights: call the rule "own" to name others`, ["ownRule"]);
    return namedCountingRules[rule];
  }
  if (own === null) throw new Rejection("INVALID_INPUT", "say how the page's own rule counts", ["ownRule"]);
  return {
    name: "own", degraded: own.degradedPercent, partialOutage: own.partialOutagePercent, majorOutage: own.majorOutagePercent,
    maintenance: own.maintenance,
  };
}

/** What a page is, in inputs. */
export const contentFields = {
  slug: field(() => String, slug, "Its name in addresses: `/status/SLUG`. `public` is what `/status` shows; without it, the oldest."),
  name: lineField("Its name."),
  about: aboutField("A sentence under the name."),
  timeZone: otherwise(field(() => String, line, "Whose clock it goes by, as `Europe/Zagreb`; UTC unless told."), "UTC"),
  language: otherwise(field(() => String, statusPageContent.shape.language, `One of ${languageNames.join(", ")}; en unless told.`), "en"),
  rule: otherwise(wordField(CountingRuleName, "How it counts; as Statuspage unless told."), "statuspage"),
  ownRule: optional(ownRule),
  logoUrl: linkField("Its picture, shown as it is there."),
  address: linkField("Where readers reach it, where that is not here."),
} satisfies InputFields;

type Asked<Type extends StatusPageCommand["type"]> = Omit<Extract<StatusPageCommand, { type: Type }>, "type" | "now" | "statusPageId">;

/** What a page is from then on. @throws Rejection INVALID_INPUT for a language without words, or weights that do not fit the rule */
export function contentOf({
  slug: name, rule, ownRule: own, language, ...content
}: InputOf<typeof contentFields>): Asked<"DefineStatusPage"> {
  if (wordsOf(language).language !== language.split("-")[0]) {
    throw new Rejection("INVALID_INPUT", `there are no words in "${language}" yet; there are ${languageNames.join(", ")}`, ["language"]);
  }
  return {
    slug: name, name: content.name, about: content.about, timeZone: content.timeZone, language, rule: ruleOf({ rule, ownRule: own }),
    logoUrl: content.logoUrl, address: content.address,
  };
}

const groupField = objectField(
  "StatusPageGroupInput",
  {
    id: optional(partIdField("Of one that is there; a new one unless told.")), name: lineField("Its name."),
    about: aboutField("A sentence under it."),
  },
  { description: "A heading over components." },
);

const placedField = objectField(
  "StatusPageComponentInput",
  {
    id: optional(partIdField("Of one that is there; a new one unless told.")),
    name: lineField("What readers call it."),
    about: aboutField("Beside the name."),
    group: optional(lineField("Name of the heading that it stands under.")),
    service: serviceField("What it is of: a service, by slug or id."),
    component: optional(lineField("Only this component of it, as incidents name it.")),
    startedAt: optional(field(() => DateTime, instant, "Since when it is told of; since its service is observed unless told.")),
    onlyWhenHurt: otherwise(flagField("Shown only while it does not work; always unless told."), false),
  },
  { description: "What readers call a service, or a component of one." },
);

/** What is called so on the page already keeps its id, whoever names it by its name. */
const idOfNamed = <Placed extends { readonly name: string }>(
  placed: readonly Placed[],
  name: string,
  id: (one: Placed) => string,
): string | undefined => placed.filter((one) => one.name === name).map(id)[0];

/** What stands on a page, in inputs. */
export const layoutFields = {
  groups: otherwise(listOf(groupField, MOST_GROUPS), []), components: listOf(placedField, MOST_COMPONENTS),
} satisfies InputFields;

/**
 * What stands on a page from then on, beside what does now. `newId` names what was not there; it is given what that is.
 * @throws Rejection NOT_FOUND for a heading that is not among the given ones
 */
export function layoutOf(
  { groups, components }: InputOf<typeof layoutFields>,
  before: Pick<DefinedStatusPage, "groups" | "components">,
  newId: (part: string) => string,
): Asked<"LayOutStatusPage"> {
  const placedGroups = groups.map(({ id, name, about }, index) => ({
    groupId: id ?? idOfNamed(before.groups, name, (one) => one.groupId) ?? newId(`group-${String(index)}`), name, about,
  }));
  const placed = components.map(({ id, group, service, ...component }, index) => {
    const groupId = group === null ? null : placedGroups.find(({ name }) => name === group)?.groupId;
    if (groupId === undefined) throw new Rejection("NOT_FOUND", `there is no group ${group ?? ""} on the page`, ["components"]);
    const known = idOfNamed(before.components.filter((one) => one.groupId === groupId), component.name, (one) => one.componentId);
    return {
      componentId: id ?? known ?? newId(`component-${String(index)}`), name: component.name, about: component.about, groupId,
      serviceId: service.serviceId, component: component.component, startedAt: component.startedAt, onlyWhenHurt: component.onlyWhenHurt,
    };
  });
  return { groups: placedGroups, components: placed };
}
