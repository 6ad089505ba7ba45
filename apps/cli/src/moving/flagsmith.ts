import type { FlagContext } from "@ballast/flags";
import { own } from "@ballast/schema/own";
import type { Rollout, Variants } from "@ballast/schema";
import { z } from "zod";
import { anyKind, clause, valueIn, type Clause } from "./clauses.ts";
import { flagsmithPlace } from "./hashes.ts";
import { CannotSay, eachFlag, partsOf, rulesServing, slugged, valueTypeOf, type Moved, type MovedFlag } from "./moved.ts";
import { shaped } from "./reading.ts";

/** An empty text is how Flagsmith keeps that there is no value. */
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]).transform((given) => (given === "" ? null : given));
const stateShape = z.looseObject({
  feature: z.looseObject({ id: z.union([z.number(), z.string()]), name: z.string(), type: z.string().nullish() }),
  enabled: z.boolean(),
  feature_state_value: value.default(null),
  django_id: z.number().nullish(),
  featurestate_uuid: z.string().nullish(),
  feature_segment: z.looseObject({ priority: z.number().nullish() }).nullish(),
  multivariate_feature_state_values: z
    .array(
      z.looseObject({
        percentage_allocation: z.number(), id: z.number().nullish(), mv_fs_value_uuid: z.string().nullish(),
        multivariate_feature_option: z.looseObject({ value }),
      }),
    )
    .default([]),
});
const conditionShape = z.looseObject({
  operator: z.string(), property_: z.string().nullish(), property: z.string().nullish(), value: z.string().nullish(),
});
interface Rule {
  readonly type: string;
  readonly conditions?: readonly z.infer<typeof conditionShape>[] | null | undefined;
  readonly rules?: readonly Rule[] | null | undefined;
}
const ruleShape: z.ZodType<Rule> = z.looseObject({
  type: z.string(), conditions: z.array(conditionShape).nullish(), rules: z.array(z.lazy(() => ruleShape)).nullish(),
});
const segmentShape = z.looseObject({
  id: z.union([z.number(), z.string()]), name: z.string(), rules: z.array(ruleShape).default([]),
  feature_states: z.array(stateShape).default([]),
});
const documentShape = z.looseObject({
  api_key: z.string(), feature_states: z.array(stateShape), project: z.looseObject({ segments: z.array(segmentShape).default([]) }),
  identity_overrides: z.array(z.looseObject({ identifier: z.string(), identity_features: z.array(stateShape).default([]) })).default([]),
});

/** What "export features" gives, of one environment: without segments, identities and the ids that divide customers. */
const exportShape = z.array(
  z.looseObject({
    name: z.string(), enabled: z.boolean(), value: value.default(null),
    multivariate: z.array(z.looseObject({ percentage_allocation: z.number(), value })).default([]),
  }),
);

type State = z.infer<typeof stateShape>;
type Segment = z.infer<typeof segmentShape>;
type Document = z.infer<typeof documentShape> & {
  /** What is true of every flag of it. */
  readonly notes?: readonly string[];
};

/**
 * Flags of Flagsmith: the environment document (`GET /api/v1/environment-document/`), which is one environment whole; or what its
 * "export features" wrote, a list that leaves out segments and identities.
 */
export function fromFlagsmith(data: unknown): Moved {
  const document = Array.isArray(data) ? exportedDocument(data) : shaped(documentShape, data, "an environment document of Flagsmith");
  return {
    segments: [],
    ...eachFlag(
      document.feature_states.map((state) => [state.feature.name, state] as const),
      (key, state) => toMoved(key, state, document),
    ),
  };
}

const EXPORTED = "the export says nothing of segments and identities: the environment document does";

function exportedDocument(data: readonly unknown[]): Document {
  const features = shaped(exportShape, data, "an export of features of Flagsmith");
  return {
    api_key: "", project: { segments: [] }, identity_overrides: [], notes: [EXPORTED],
    feature_states: features.map(({ name, enabled, value: own, multivariate }) => ({
      feature: { id: name, name }, enabled, feature_state_value: own,
      multivariate_feature_state_values: multivariate.map(({ percentage_allocation, value: option }) => ({
        percentage_allocation, multivariate_feature_option: { value: option },
      })),
    })),
  };
}

/** Every value that it has anywhere, as variants; boolean where it has none. */
class Values {
  readonly variants: { name: string; value: Variants[number]["value"] }[] = [];
  readonly isBoolean: boolean;
  constructor(states: readonly State[]) {
    const given = states
      .flatMap((state) => [
        state.feature_state_value,
        ...state.multivariate_feature_state_values.map((one) => one.multivariate_feature_option.value),
      ])
      .filter((one) => one !== null);
    this.isBoolean = given.length === 0;
    if (this.isBoolean) this.variants.push({ name: "on", value: true });
    for (const one of new Set(given))
      this.variants.push({ name: this.variants.length === 0 ? "on" : `value-${String(this.variants.length + 1)}`, value: one });
  }
  /** @throws CannotSay */
  named(given: State["feature_state_value"]): string {
    const found = this.variants.find((one) => this.isBoolean || one.value === given);
    if (found === undefined) throw new CannotSay("some of its settings have a value and others none");
    return found.name;
  }
}

function toMoved(
  key: string,
  state: State,
  { project, api_key: environmentKey, identity_overrides: identities, notes = [] }: Document,
): MovedFlag {
  const segments = project.segments
    .flatMap((segment) =>
      segment.feature_states.filter(({ feature }) => feature.id === state.feature.id).map((own) => ({ segment, state: own })),
    )
    .toSorted((one, other) => (one.state.feature_segment?.priority ?? Infinity) - (other.state.feature_segment?.priority ?? Infinity));
  const named = identities.flatMap(({ identifier, identity_features: states }) =>
    states.filter(({ feature }) => feature.id === state.feature.id).map((own) => ({ identifier, state: own })),
  );
  const values = new Values([state, ...segments.map((one) => one.state), ...named.map((one) => one.state)]);
  const valueType = valueTypeOf(values.variants.map((one) => one.value));
  const off = valueType === "string" ? "" : valueType === "number" ? 0 : false;
  if (valueType === "boolean" && !values.isBoolean)
    throw new CannotSay("it is switched on and off and has a yes or no as its value: one of them can be said here");
  const identityOf = (context: FlagContext): string => `${environmentKey}_${String(context["targetingKey"] ?? "")}`;
  const parts = segments.map((one, index) => partOf(one.segment, one.state, { index, values, identityOf }));
  const general = servedBy(state, values, identityOf);
  const overrides = named.map((one) => ({
    customer: one.identifier, variant: one.state.enabled ? values.named(one.state.feature_state_value) : "off",
  }));
  return {
    key,
    description: "",
    kind: "release",
    valueType,
    variants: [...values.variants, { name: "off", value: off }],
    offVariant: "off",
    seed: key,
    bucketBy: "targetingKey",
    metadata: {},
    off: false,
    segments: [],
    notes: [
      "Flagsmith says neither a description nor whether it is temporary here: taken as a release flag",
      ...(values.isBoolean ? [] : [`where it is off, Flagsmith says so and gives its value as well; here ${JSON.stringify(off)}`]),
      ...(parts.length > 0 ? ["its segments are written into its rules"] : []),
      ...notes,
    ],
    overrides,
    rules: { prerequisites: [], rules: parts.flatMap(({ rules }) => rules), rollout: general.rollout, defaultVariant: general.rest },
    given: (context) => {
      const own = overrides.find(({ customer }) => customer === context["targetingKey"]);
      return own?.variant ?? parts.find(({ holds }) => holds(context))?.given(context) ?? general.given(context);
    },
  };
}

/** What a setting gives: off, a value, or several by percentage, the rest getting its own value. */
interface Served {
  readonly rest: string;
  readonly rollout: Rollout | null;
  /** Null: nobody can tell which of several. */
  readonly given: (context: FlagContext) => string | null;
}

function servedBy(state: State, values: Values, identityOf: (context: FlagContext) => string): Served {
  const options = state.multivariate_feature_state_values.filter((one) => one.percentage_allocation > 0);
  const rest = state.enabled ? values.named(state.feature_state_value) : "off";
  if (!state.enabled || options.length === 0) return { rest, rollout: null, given: () => rest };
  const rollout: Rollout = {
    parts: partsOf(
      Math.min(
        100,
        options.reduce((sum, one) => sum + one.percentage_allocation, 0),
      ),
    ),
    variants: options.map((one) => ({
      variant: values.named(one.multivariate_feature_option.value), weight: Math.max(1, partsOf(one.percentage_allocation)),
    })),
  };
  const ordered = options.toSorted(
    (one, other) =>
      (one.id ?? Infinity) - (other.id ?? Infinity) || ((one.mv_fs_value_uuid ?? "") < (other.mv_fs_value_uuid ?? "") ? -1 : 1),
  );
  const id = state.django_id ?? state.featurestate_uuid ?? null;
  const divides = id === null ? null : String(id);
  return {
    rest, rollout,
    given: (context: FlagContext) => {
      // By its id the setting divides its identities: without one nobody can tell.
      if (divides === null) return null;
      const place = flagsmithPlace([divides, identityOf(context)]);
      let sum = 0;
      const found = ordered.find((one) => (sum += one.percentage_allocation) > place);
      return found === undefined ? rest : values.named(found.multivariate_feature_option.value);
    },
  };
}

interface Placing {
  readonly index: number;
  readonly values: Values;
  readonly identityOf: (context: FlagContext) => string;
}

function partOf(segment: Segment, state: State, { index, values, identityOf }: Placing) {
  const { clauses, percent } = askedIn(segment);
  const served = servedBy(state, values, identityOf);
  if (served.rollout !== null) throw new CannotSay(`the segment ${segment.name} gets several values by percentage`);
  if (clauses.length === 0)
    throw new CannotSay(`the segment ${segment.name} asks for no attribute: a share that ends nothing is said once for a flag`);
  const rule = {
    ruleId: `${slugged(segment.name).slice(0, 40)}-${String(index + 1)}`, name: segment.name.slice(0, 200),
    conditions: clauses.map(({ condition }) => condition),
  };
  const share = { parts: partsOf(percent), variants: [{ variant: served.rest, weight: 1 }] };
  return {
    // Who is not within the segment's share goes on there as well.
    rules: percent === 100 ? rulesServing(rule, served.rest, "off") : [{ ...rule, serve: { kind: "share", rollout: share } as const }],
    given: served.given,
    holds: (context: FlagContext): boolean =>
      clauses.every(({ holds }) => holds(context))
      && (percent === 100 || flagsmithPlace([String(segment.id), identityOf(context)]) <= percent),
  };
}

/** All that a segment asks: questions that must all hold, and a share. @throws CannotSay for anything between */
function askedIn({ name, rules }: Segment): { readonly clauses: readonly Clause[]; readonly percent: number } {
  const clauses: Clause[] = [];
  let percent = 100;
  const visit = ({ type, conditions, rules: inner }: Rule): void => {
    const parts = [...(conditions ?? []), ...(inner ?? [])];
    if (type === "NONE" || (type === "ANY" && parts.length > 1)) {
      const alike = type === "ANY" ? sameAttribute(conditions ?? [], inner ?? []) : null;
      if (alike === null)
        throw new CannotSay(
          `the segment ${name} asks for ${type === "ANY" ? "one of several" : "none of several"}: write it as several flags' rules`,
        );
      clauses.push(alike);
      return;
    }
    for (const condition of conditions ?? []) {
      if (condition.operator === "PERCENTAGE_SPLIT") percent = Math.min(percent, Number(condition.value ?? 0));
      else clauses.push(conditionOf(condition));
    }
    for (const one of inner ?? []) visit(one);
  };
  for (const rule of rules) visit(rule);
  return { clauses, percent };
}

/** "country is CH, or country is DE" is one question. */
function sameAttribute(conditions: readonly z.infer<typeof conditionShape>[], inner: readonly Rule[]): Clause | null {
  const asked = conditions.map(conditionOf).map(({ condition, holds }) => ({ condition, holds }));
  const [first] = asked;
  if (inner.length > 0 || first?.condition.kind !== "attribute" || first.condition.operator !== "is") return null;
  const { attribute } = first.condition;
  const all = asked.flatMap(({ condition }) =>
    condition.kind === "attribute" && condition.operator === "is" && condition.attribute === attribute ? condition.values : [null],
  );
  const values = all.filter((one) => one !== null);
  return values.length < all.length
    ? null
    : {
        condition: { kind: "attribute", attribute, operator: "is", values },
        holds: (context) => asked.some(({ holds }) => holds(context)),
      };
}

const operators = {
  EQUAL: "is", NOT_EQUAL: "is", IN: "is", CONTAINS: "contains", GREATER_THAN: "above", GREATER_THAN_INCLUSIVE: "atLeast",
  LESS_THAN: "below", LESS_THAN_INCLUSIVE: "atMost",
} as const;

function conditionOf({ operator, property_: old, property, value: wanted }: z.infer<typeof conditionShape>): Clause {
  const name = old ?? property ?? "";
  const attribute = name === "$.identity.identifier" ? "targetingKey" : name;
  const known = own(operators, operator);
  const text = wanted ?? "";
  if (known === undefined) throw new CannotSay(`a segment of it asks ${name} ${operator}, for which there is no question here`);
  const isVersion = text.endsWith(":semver");
  const versions = {
    is: "versionIs", above: "versionAbove", atLeast: "versionAtLeast", below: "versionBelow", atMost: "versionAtMost", contains: "contains",
  } as const;
  if (isVersion)
    return clause({ attribute, operator: versions[known], values: [text.replace(/:semver$/, "")], negated: operator === "NOT_EQUAL" });
  const parts = operator === "IN" ? text.split(",") : [text];
  const asNumber = known !== "is" && known !== "contains" ? [Number(text)] : null;
  const made = clause({ attribute, operator: known, values: asNumber ?? anyKind(parts), negated: operator === "NOT_EQUAL" });
  // A trait is compared as the kind of value that it is.
  return known === "is" && operator !== "NOT_EQUAL"
    ? { ...made, holds: (context) => parts.includes(String(valueIn(context, attribute) ?? "\0")) }
    : made;
}
