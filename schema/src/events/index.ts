import { actionEvents, type ActionEvent } from "./action.ts";
import { alertEvents, type AlertEvent } from "./alert.ts";
import { alertGroupEvents, alertRuleEvents, type AlertGroupEvent, type AlertRuleEvent } from "./alertRule.ts";
import {
  chatCommandEvents, chatEvents, chatUserEvents, type ChatCommandEvent, type ChatEvent, type ChatUserEvent,
} from "./chat.ts";
import { checkEvents, type CheckEvent } from "./check.ts";
import { checkSetEvents, type CheckSetEvent } from "./checkSet.ts";
import { customerEvents, type CustomerEvent } from "./customer.ts";
import { deliveryEvents, type DeliveryEvent } from "./delivery.ts";
import { deployEvents, type DeployEvent } from "./deploy.ts";
import { drillEvents, type DrillEvent } from "./drill.ts";
import { environmentEvents, type EnvironmentEvent } from "./environment.ts";
import { escalationEvents, pagingEvents, type EscalationEvent, type PagingEvent } from "./escalation.ts";
import { evaluationEvents, type EvaluationEvent } from "./evaluation.ts";
import { factorEvents, type FactorEvent } from "./factor.ts";
import { forecastEvents, type ForecastEvent } from "./forecast.ts";
import { flagEvents, type FlagEvent } from "./flag.ts";
import { forumEvents, sittingEvents, type ForumEvent, type SittingEvent } from "./forum.ts";
import { counterEvents, importEvents, type CounterEvent, type ImportEvent } from "./import.ts";
import { heartbeatEvents, pulseEvents, type HeartbeatEvent, type PulseEvent } from "./heartbeat.ts";
import { incidentEvents, type IncidentEvent } from "./incident.ts";
import { incidentTypeEvents, type IncidentTypeEvent } from "./incidentType.ts";
import { integrationEvents, type IntegrationEvent } from "./integration.ts";
import { laneEvents, type LaneEvent } from "./lane.ts";
import { assessmentEvents, lensEvents, type AssessmentEvent, type LensEvent } from "./lens.ts";
import { maintenanceEvents, type MaintenanceEvent } from "./maintenance.ts";
import { meetingEvents, reviewEvents, type MeetingEvent, type ReviewEvent } from "./review.ts";
import { objectiveEvents, type ObjectiveEvent } from "./objective.ts";
import { mitigationEvents, type MitigationEvent } from "./mitigation.ts";
import { pageEvents, type PageEvent } from "./page.ts";
import {
  credentialEvents, personEvents, signInEvents, tokenEvents, type CredentialEvent, type PersonEvent, type SignInEvent, type TokenEvent,
} from "./person.ts";
import { policyEvents, trainingEvents, type PolicyEvent, type TrainingEvent } from "./policy.ts";
import { askingEvents, readinessEvents, type AskingEvent, type ReadinessEvent } from "./readiness.ts";
import { releaseEvents, type ReleaseEvent } from "./release.ts";
import { programEvents, type ProgramEvent } from "./program.ts";
import { reportEvents, type ReportEvent } from "./report.ts";
import { riskEvents, type RiskEvent } from "./risk.ts";
import { rotationEvents, type RotationEvent } from "./rotation.ts";
import { sampleEvents, type SampleEvent } from "./sample.ts";
import { segmentEvents, type SegmentEvent } from "./segment.ts";
import { serviceEvents, type ServiceEvent } from "./service.ts";
import { severityMatrixEvents, type SeverityMatrixEvent } from "./severityMatrix.ts";
import { statusPageEvents, type StatusPageEvent } from "./statusPage.ts";
import {
  mailingEvents, publicationEvents, reachEvents, subscriberEvents, type MailingEvent, type PublicationEvent, type ReachEvent,
  type SubscriberEvent,
} from "./subscriber.ts";
import { targetingEvents, type TargetingEvent } from "./targeting.ts";
import { technologyEvents, type TechnologyEvent } from "./technology.ts";
import { updateTemplateEvents, type UpdateTemplateEvent } from "./updateTemplate.ts";
import { watcherEvents, type WatcherEvent } from "./watcher.ts";
import type { EventDefinition } from "../defineEvent.ts";

/** Every event by its stream category. */
export const eventsByCategory = {
  service: serviceEvents,
  release: releaseEvents,
  lane: laneEvents,
  deploy: deployEvents,
  rotation: rotationEvents,
  incident: incidentEvents,
  alert: alertEvents,
  alertRule: alertRuleEvents,
  alertGroup: alertGroupEvents,
  page: pageEvents,
  person: personEvents,
  token: tokenEvents,
  credential: credentialEvents,
  signIn: signInEvents,
  integration: integrationEvents,
  delivery: deliveryEvents,
  import: importEvents,
  counter: counterEvents,
  flag: flagEvents,
  targeting: targetingEvents,
  segment: segmentEvents,
  environment: environmentEvents,
  customer: customerEvents,
  evaluation: evaluationEvents,
  objective: objectiveEvents,
  sample: sampleEvents,
  check: checkEvents,
  risk: riskEvents,
  mitigation: mitigationEvents,
  factor: factorEvents,
  forecast: forecastEvents,
  report: reportEvents,
  program: programEvents,
  action: actionEvents,
  checkSet: checkSetEvents,
  readiness: readinessEvents,
  asking: askingEvents,
  policy: policyEvents,
  training: trainingEvents,
  technology: technologyEvents,
  review: reviewEvents,
  meeting: meetingEvents,
  statusPage: statusPageEvents,
  forum: forumEvents,
  sitting: sittingEvents,
  lens: lensEvents,
  assessment: assessmentEvents,
  maintenance: maintenanceEvents,
  heartbeat: heartbeatEvents,
  pulse: pulseEvents,
  escalation: escalationEvents,
  paging: pagingEvents,
  watcher: watcherEvents,
  subscriber: subscriberEvents,
  reach: reachEvents,
  publication: publicationEvents,
  mailing: mailingEvents,
  updateTemplate: updateTemplateEvents,
  incidentType: incidentTypeEvents,
  severityMatrix: severityMatrixEvents,
  drill: drillEvents,
  chat: chatEvents, chatUser: chatUserEvents, chatCommand: chatCommandEvents,
} as const;

export type Category = keyof typeof eventsByCategory;

/** Every event Ballast writes. */
export type BallastEvent =
  | ServiceEvent | ReleaseEvent | LaneEvent | DeployEvent | RotationEvent | IncidentEvent | AlertEvent
  | PageEvent | PersonEvent | TokenEvent | CredentialEvent | SignInEvent | IntegrationEvent | ImportEvent | CounterEvent
  | FlagEvent | TargetingEvent | SegmentEvent | EnvironmentEvent | CustomerEvent | EvaluationEvent | ObjectiveEvent | SampleEvent
  | CheckEvent | RiskEvent | MitigationEvent | FactorEvent | ForecastEvent | ReportEvent | ProgramEvent | ActionEvent
  | CheckSetEvent | ReadinessEvent | AskingEvent | PolicyEvent | TrainingEvent | TechnologyEvent | ReviewEvent | MeetingEvent
  | StatusPageEvent | DeliveryEvent | ForumEvent | SittingEvent
  | LensEvent | AssessmentEvent
  | AlertRuleEvent | AlertGroupEvent | MaintenanceEvent | HeartbeatEvent | PulseEvent
  | WatcherEvent | EscalationEvent | PagingEvent
  | SubscriberEvent | ReachEvent | PublicationEvent | MailingEvent
  | UpdateTemplateEvent | IncidentTypeEvent | SeverityMatrixEvent | DrillEvent
  | ChatEvent | ChatUserEvent | ChatCommandEvent;

export type EventType = BallastEvent["type"];

/** Payload of the event with this name. */
export type DataOf<Type extends EventType> = Extract<BallastEvent, { type: Type }>["data"];

/** Finds the definition of an event by its name; undefined for a name this version does not know. */
export const definitionOf = (type: string): EventDefinition | undefined => definitions.get(type);

const definitions: ReadonlyMap<string, EventDefinition> = new Map(
  Object.values(eventsByCategory).flatMap((category) =>
    Object.values(category).map((definition): [string, EventDefinition] => [definition.type, definition]),
  ),
);

/** All definitions, for generators and tests. */
export const allDefinitions = (): readonly EventDefinition[] => [...definitions.values()];

export * from "./action.ts";
export * from "./alert.ts";
export * from "./alertRule.ts";
export * from "./chat.ts";
export * from "./check.ts";
export * from "./checkSet.ts";
export * from "./customer.ts";
export * from "./delivery.ts";
export * from "./deploy.ts";
export * from "./drill.ts";
export * from "./environment.ts";
export * from "./escalation.ts";
export * from "./evaluation.ts";
export * from "./factor.ts";
export * from "./forecast.ts";
export * from "./flag.ts";
export * from "./forum.ts";
export * from "./heartbeat.ts";
export * from "./import.ts";
export * from "./incident.ts";
export * from "./incidentType.ts";
export * from "./integration.ts";
export * from "./lane.ts";
export * from "./lens.ts";
export * from "./maintenance.ts";
export * from "./objective.ts";
export * from "./mitigation.ts";
export * from "./page.ts";
export * from "./person.ts";
export * from "./plan.ts";
export * from "./policy.ts";
export * from "./readiness.ts";
export * from "./release.ts";
export * from "./program.ts";
export * from "./report.ts";
export * from "./review.ts";
export * from "./risk.ts";
export * from "./rotation.ts";
export * from "./sample.ts";
export * from "./segment.ts";
export * from "./service.ts";
export * from "./severityMatrix.ts";
export * from "./statusPage.ts";
export * from "./subscriber.ts";
export * from "./targeting.ts";
export * from "./technology.ts";
export * from "./updateTemplate.ts";
export * from "./watcher.ts";
