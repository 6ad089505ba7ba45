import type { JsonField } from "../../generated/graphql.ts";
import type { LabelCondition } from "../events/alertRule.ts";
import type { CustomerAttributes } from "../events/customer.ts";
import type { JsonMapping } from "../events/integration.ts";
import type { FlagMetadata } from "../events/flag.ts";
import type { DeployPlan } from "../events/plan.ts";
import type { SegmentMembers } from "../events/segment.ts";
import type { RampPlan, RampPlanAsked, TargetingChange, TargetingRules } from "../events/targeting.ts";
import type { RotationLayer } from "../events/rotation.ts";
import type { Target } from "../events/service.ts";

/** Some JSON. Not `unknown`: that is what a field is that the schema has not. */
export type Json = string | number | boolean | object | null;

/** What a set of measurements comes to; every figure is null where there is none. Not rounded. */
export interface Summary {
  n: number;
  mean: number | null;
  medianLinear: number | null;
  p90NearestRank: number | null;
  p90Linear: number | null;
  min: number | null;
  max: number | null;
}

/** What a component was unavailable for in a window, and how many incidents made it so. */
export interface ComponentAvailability {
  incidents: number;
  downtimeMinutes: number;
  availabilityPercent: number;
}

/** A release that a later one takes back in part. */
export interface FailedRelease {
  version: string;
  restoredBy: string;
  hours: number;
  commits: readonly { sha: string; revertedBy: string; revertedIn: string }[];
}

/** A deploy that was rolled back, or that an incident names. */
export interface FailedDeploy {
  deploy: string;
  rolledBack: boolean;
  incidents: readonly string[];
  hours: number | null;
}

type By<Value> = Readonly<Record<string, Value>>;

/** What looks from outside say of a site (D8). */
export interface SiteUptime {
  readonly checks: number;
  readonly downChecks: number;
  readonly episodes: number;
  readonly downtimeMinutes: number;
  readonly longestMinutes: number;
  readonly availabilityPercent: number;
}

/** What each field of the schema holds whose value is JSON: the schema says "of which shape" in words, here is the shape. */
interface Shapes {
  AddIntegrationInput_mapping: JsonMapping | null;
  AddIntegrationInput_redactedLabels: readonly string[] | null;
  AddIntegrationInput_severities: By<number | null>;
  AlertRuleContent_labels: readonly LabelCondition[] | null;
  AlertRule_labels: readonly LabelCondition[];
  Alert_annotations: By<string>;
  Alert_labels: By<string>;
  ArtifactInput_env: By<string>;
  AvailabilityReport_any: ComponentAvailability;
  AvailabilityReport_components: By<ComponentAvailability>;
  AvailabilityReport_records: { withoutEnd: readonly string[] };
  Customer_attributes: CustomerAttributes;
  CustomerFlag_value: Json;
  DefineSegmentInput_members: SegmentMembers;
  FlagExplanation_value: Json;
  FlagVariantInput_value: Json;
  ProposeChangeInput_change: object;
  RampFlagInput_plan: RampPlanAsked;
  SetFlagRulesInput_rules: TargetingRules;
  DeliveryReport_leadTimeHours: Summary & { clamped: number };
  DeliveryReport_perIsoWeek: By<number>;
  DeliveryReport_records: {
    perIsoWeek: By<readonly string[]>;
    failed: readonly (FailedRelease | FailedDeploy)[];
    /** By deploys only. */
    withoutCommits?: readonly { deploy: string; lacking: "release" | "commits" }[];
  };
  DeliveryReport_recoveryTimeHours: Summary;
  DeliveryReport_timeToRestoreHours: Summary;
  DeployPreview_plan: DeployPlan;
  DescribeCustomerInput_attributes: CustomerAttributes | null;
  DescribeFlagInput_metadata: FlagMetadata;
  Environment_plan: DeployPlan;
  Environment_target: Target;
  FlagChangeRequest_change: TargetingChange;
  FlagChange_from: Json;
  FlagChange_to: Json;
  FlagRamp_plan: RampPlan;
  FlagReport_state: By<Json>;
  FlagVariant_value: Json;
  Flag_state: Json;
  Health_unknownEvents: By<number>;
  IncidentReport_byImpact: By<number>;
  IncidentReport_perMonth: By<number>;
  IncidentReport_records: {
    byImpact: By<readonly string[]>;
    perMonth: By<readonly string[]>;
    timeToResolveMinutes: readonly { id: string; impact: string; minutes: number }[];
    unmeasured: readonly string[];
  };
  IncidentReport_timeToResolveMinutes: { all: Summary; nonzero: Summary; byImpact: By<Summary> };
  Integration_severities: By<number | null>;
  LogEvent_data: Json;
  ManagedFlag_metadata: FlagMetadata;
  MonthCount_byImpact: By<number>;
  RegisterFlagInput_metadata: FlagMetadata;
  Rotation_handOver: RotationLayer["handOver"];
  Rotation_layers: readonly RotationLayer[];
  Layer_handOver: RotationLayer["handOver"];
  Layer_hours: RotationLayer["hours"];
  Segment_members: SegmentMembers;
  ServiceReport_resolveMinutes: Summary;
  TargetingStep_rules: TargetingRules;
  Targeting_rules: TargetingRules;
  UptimeReport_observed: By<{ unobservedMinutes: number; availabilityPercent: number | null }>;
  UptimeReport_sites: By<SiteUptime>;
  TimelineEntry_evidence: Readonly<Record<string, Json>>;
}

/** A field of JSON without a shape is a type error here. */
export type JsonShapes = { [Field in JsonField]: Shapes[Field] };
