import type { ServiceEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { refuseUnusableSupportHours } from "../oncall/supportHours.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { absentService, definedEnvironment, deployableEnvironment, evolveService, registeredService } from "./service.ts";
import type { RegisteredService, Service, ServiceCommand } from "./service.ts";

type Command<Type extends ServiceCommand["type"]> = Extract<ServiceCommand, { type: Type }>;

function registerService({ type, now, ...data }: Command<"RegisterService">, service: Service): readonly ServiceEvent[] {
  if (service.status === "absent") return [{ type: "ServiceRegistered", data }];
  if (service.slug === data.slug && service.name === data.name && service.description === data.description) return [];
  throw new Rejection("ALREADY_EXISTS", `service "${service.slug}" exists as "${service.name}"`, ["slug"]);
}

function describeService({ type, now, ...data }: Command<"DescribeService">, service: RegisteredService): readonly ServiceEvent[] {
  const { serviceId, name, description, repositoryUrl, runbookUrl } = service;
  return sameContent(data, { serviceId, name, description, repositoryUrl, runbookUrl }) ? [] : [{ type: "ServiceDescribed", data }];
}

function defineEnvironment({ type, now, ...data }: Command<"DefineEnvironment">, service: RegisteredService): readonly ServiceEvent[] {
  const defined = service.environments.get(data.environment);
  if (defined !== undefined && sameContent(data, { serviceId: service.serviceId, ...defined })) return [];
  return [{ type: "EnvironmentDefined", data }];
}

function removeEnvironment({ type, now, ...data }: Command<"RemoveEnvironment">, service: RegisteredService): readonly ServiceEvent[] {
  if (service.removed.has(data.environment)) return [];
  definedEnvironment(service, data.environment);
  return [{ type: "EnvironmentRemoved", data }];
}

function setDeployPlan({ type, now, ...data }: Command<"SetDeployPlan">, service: RegisteredService): readonly ServiceEvent[] {
  deployableEnvironment(service, data.environment);
  return sameContent(service.plans.get(data.environment), data.plan) ? [] : [{ type: "DeployPlanSet", data }];
}

function setThresholds({ type, now, ...data }: Command<"SetThresholds">, service: RegisteredService): readonly ServiceEvent[] {
  return sameContent(service.thresholds, data.thresholds) ? [] : [{ type: "ThresholdsSet", data }];
}

function assignRotation({ type, now, ...data }: Command<"AssignRotation">, service: RegisteredService): readonly ServiceEvent[] {
  return service.rotations[data.purpose] === data.rotationId ? [] : [{ type: "RotationAssigned", data }];
}

function assignEscalation({ type, now, ...data }: Command<"AssignEscalation">, service: RegisteredService): readonly ServiceEvent[] {
  return service.escalationId === data.escalationId ? [] : [{ type: "EscalationAssigned", data }];
}

function setSupportHours({ type, now, ...data }: Command<"SetSupportHours">, service: RegisteredService): readonly ServiceEvent[] {
  if (data.supportHours !== null) refuseUnusableSupportHours(data.supportHours);
  return sameContent(service.supportHours, data.supportHours) ? [] : [{ type: "SupportHoursSet", data }];
}

function decide(command: ServiceCommand, state: Service): readonly ServiceEvent[] {
  if (command.type === "RegisterService") return registerService(command, state);
  const service = registeredService(state, command.serviceId);
  switch (command.type) {
    case "DescribeService":
      return describeService(command, service);
    case "DefineEnvironment":
      return defineEnvironment(command, service);
    case "RemoveEnvironment":
      return removeEnvironment(command, service);
    case "SetDeployPlan":
      return setDeployPlan(command, service);
    case "SetThresholds":
      return setThresholds(command, service);
    case "AssignRotation":
      return assignRotation(command, service);
    case "AssignEscalation":
      return assignEscalation(command, service);
    case "SetSupportHours":
      return setSupportHours(command, service);
  }
}

/** A service: its environments, how releases reach them, when somebody is paged, and who. */
export const serviceDecider = aggregate("service", {
  initialState: absentService, evolve: evolveService, decide, keyOf: (slug: string) => [slug],
});
