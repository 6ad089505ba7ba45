import {
  defaultPlan, defaultThresholds, type DataOf, type DeployPlan, type ServiceEvent, type SupportHours, type Thresholds,
} from "@ballast/schema";
import { Rejection } from "../rejection.ts";

/** An environment of a service as it is defined now. */
export type ServiceEnvironment = Omit<DataOf<"EnvironmentDefined">, "serviceId">;

/** What a service that exists is made of. */
export interface RegisteredService {
  readonly status: "registered";
  readonly serviceId: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly repositoryUrl: string | null;
  /** Where it is written what to do when it breaks. */
  readonly runbookUrl: string | null;
  readonly environments: ReadonlyMap<string, ServiceEnvironment>;
  /** Environments that were taken away: removing one twice is no error. */
  readonly removed: ReadonlySet<string>;
  /** Plans that somebody set; every other environment has the default. */
  readonly plans: ReadonlyMap<string, DeployPlan>;
  /** Null = nobody set them: the defaults hold. */
  readonly thresholds: Thresholds | null;
  readonly rotations: { readonly responders: string | null; readonly commander: string | null };
  /** In which order its responders are called; null: as everywhere. */
  readonly escalationId: string | null;
  /** When what is no emergency calls at once; null: at any hour, as its severity says. */
  readonly supportHours: SupportHours | null;
}

export type Service = { readonly status: "absent" } | RegisteredService;

export type ServiceCommand =
  | ({ readonly type: "RegisterService"; readonly now: string } & DataOf<"ServiceRegistered">)
  | ({ readonly type: "DescribeService"; readonly now: string } & DataOf<"ServiceDescribed">)
  /** Adds an environment or changes it. */
  | ({ readonly type: "DefineEnvironment"; readonly now: string } & DataOf<"EnvironmentDefined">)
  /** Its plan goes with it: defined again, it starts from the default. */
  | ({ readonly type: "RemoveEnvironment"; readonly now: string } & DataOf<"EnvironmentRemoved">)
  | ({ readonly type: "SetDeployPlan"; readonly now: string } & DataOf<"DeployPlanSet">)
  | ({ readonly type: "SetThresholds"; readonly now: string } & DataOf<"ThresholdsSet">)
  /** Who is paged; null takes the rotation away. */
  | ({ readonly type: "AssignRotation"; readonly now: string } & DataOf<"RotationAssigned">)
  /** In which order they are called; null: as everywhere. */
  | ({ readonly type: "AssignEscalation"; readonly now: string } & DataOf<"EscalationAssigned">)
  /** When what is no emergency calls at once; null: at any hour. @throws INVALID_INPUT of an unknown zone, or a weekday named twice */
  | ({ readonly type: "SetSupportHours"; readonly now: string } & DataOf<"SupportHoursSet">);

export const absentService: Service = { status: "absent" };

/** Folds one fact; facts on a service that was never registered change nothing. */
export function evolveService(service: Service, event: ServiceEvent): Service {
  if (event.type === "ServiceRegistered") return service.status === "absent" ? registered(event.data) : service;
  if (service.status === "absent") return service;
  switch (event.type) {
    case "ServiceDescribed": {
      const { name, description, repositoryUrl, runbookUrl } = event.data;
      return { ...service, name, description, repositoryUrl, runbookUrl };
    }
    case "EnvironmentDefined":
      return environmentDefined(service, event.data);
    case "EnvironmentRemoved":
      return environmentRemoved(service, event.data.environment);
    case "DeployPlanSet":
      return { ...service, plans: new Map([...service.plans, [event.data.environment, event.data.plan]]) };
    case "ThresholdsSet":
      return { ...service, thresholds: event.data.thresholds };
    case "RotationAssigned":
      return { ...service, rotations: { ...service.rotations, [event.data.purpose]: event.data.rotationId } };
    case "EscalationAssigned":
      return { ...service, escalationId: event.data.escalationId };
    case "SupportHoursSet":
      return { ...service, supportHours: event.data.supportHours };
  }
}

const registered = ({ serviceId, slug, name, description }: DataOf<"ServiceRegistered">): RegisteredService => ({
  status: "registered",
  serviceId,
  slug,
  name,
  description,
  repositoryUrl: null,
  runbookUrl: null,
  environments: new Map(),
  removed: new Set(),
  plans: new Map(),
  thresholds: null,
  rotations: { responders: null, commander: null },
  escalationId: null,
  supportHours: null,
});

function environmentDefined(service: RegisteredService, { serviceId: _, ...environment }: DataOf<"EnvironmentDefined">): RegisteredService {
  const removed = new Set(service.removed);
  removed.delete(environment.environment);
  return { ...service, removed, environments: new Map([...service.environments, [environment.environment, environment]]) };
}

function environmentRemoved(service: RegisteredService, environment: string): RegisteredService {
  const without = <Value>(map: ReadonlyMap<string, Value>) => new Map([...map].filter(([name]) => name !== environment));
  return {
    ...service,
    environments: without(service.environments),
    plans: without(service.plans),
    removed: new Set([...service.removed, environment]),
  };
}

/** How a release reaches everyone in this environment: the plan that was set, else the default. */
export const planOf = (service: Service, environment: string): DeployPlan =>
  (service.status === "registered" ? service.plans.get(environment) : undefined) ?? defaultPlan;

/** Above which impact somebody is paged: what was set, else the default. */
export const thresholdsOf = (service: Service): Thresholds =>
  (service.status === "registered" ? service.thresholds : null) ?? defaultThresholds;

/**
 * The service, or a refusal: NOT_FOUND. `name` is what the client called it.
 */
export function registeredService(service: Service, name: string): RegisteredService {
  if (service.status === "registered") return service;
  throw new Rejection("NOT_FOUND", `there is no service "${name}"`, ["service"]);
}

/** The environment, or a refusal: ENVIRONMENT_NOT_DEFINED, which names those there are. */
export function definedEnvironment(service: RegisteredService, environment: string): ServiceEnvironment {
  const defined = service.environments.get(environment);
  if (defined !== undefined) return defined;
  const known = [...service.environments.keys()];
  const instead = known.length === 0 ? "it has none yet" : `it has ${known.join(", ")}`;
  throw new Rejection("ENVIRONMENT_NOT_DEFINED", `${service.slug} has no environment "${environment}": ${instead}`, ["environment"]);
}

/** An environment to which Ballast itself deploys, or a refusal: ENVIRONMENT_NOT_DEFINED or NOT_DEPLOYABLE. */
export function deployableEnvironment(service: RegisteredService, environment: string): ServiceEnvironment {
  const defined = definedEnvironment(service, environment);
  if (defined.target.kind !== "observed") return defined;
  throw new Rejection("NOT_DEPLOYABLE", `${service.slug} ${environment} is deployed by another system; Ballast only observes it`, [
    "environment",
  ]);
}
