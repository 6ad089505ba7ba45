import { supportHoursWords } from "@ballast/domain";
import type { ServiceEvent } from "@ballast/schema";
import { inPercent } from "@ballast/schema/words";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count } from "../words.ts";

/** How the events of services read. */
export const serviceSentences: Sentences<ServiceEvent> = {
  ServiceRegistered: ({ name }, { by }) => `${by} registered ${name}`,
  ServiceDescribed: ({ name }, { by }) => `${by} described ${name}`,
  EnvironmentDefined: ({ serviceId, environment, kind }, { by, service }) =>
    `${by} defined ${environment} (${kind}) of ${service(serviceId)}`,
  EnvironmentRemoved: ({ serviceId, environment, reason }, { by, service }) =>
    `${by} removed ${environment} of ${service(serviceId)}${because(reason)}`,
  DeployPlanSet: ({ serviceId, environment, plan }, { by, service }) =>
    `${by} set the deploy plan of ${service(serviceId)} ${environment}: ${plan.steps.map(({ percent }) => inPercent(percent)).join(" → ")}`,
  ThresholdsSet: ({ serviceId, thresholds }, { by, service }) =>
    `${by} set when ${service(serviceId)} pages: above ${inPercent(thresholds.pageErrorsPer100k / 1_000)} of requests or ${count(thresholds.pageCustomers, "customer")}`,
  RotationAssigned: ({ serviceId, purpose, rotationId }, { by, service, rotation }) =>
    rotationId === null
      ? `${by} took away who is called (${purpose}) for ${service(serviceId)}`
      : `${by} made ${rotation(rotationId)} answer (${purpose}) for ${service(serviceId)}`,
  EscalationAssigned: ({ serviceId, escalationId }, { by, service }) =>
    escalationId === null
      ? `${by} let ${service(serviceId)} go by the default of escalation`
      : `${by} chose the escalation policy of ${service(serviceId)}`,
  SupportHoursSet: ({ serviceId, supportHours }, { by, service }) =>
    supportHours === null
      ? `${by} took the support hours of ${service(serviceId)} away: urgency goes by the severity`
      : `${by} set the support hours of ${service(serviceId)}: ${supportHoursWords(supportHours)}`,
};

/** Whom they concern. */
export const serviceTelling: Telling<ServiceEvent> = {
  ServiceRegistered: "everybody",
  ServiceDescribed: "followers",
  EnvironmentDefined: "followers",
  EnvironmentRemoved: "followers",
  DeployPlanSet: "followers",
  ThresholdsSet: "followers",
  RotationAssigned: "followers",
  EscalationAssigned: "followers",
  SupportHoursSet: "followers",
};
