import type { AskingEvent, CheckSetEvent, PolicyEvent, ReadinessEvent, TechnologyEvent, TrainingEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count, dayText, listed } from "../words.ts";

type Event = CheckSetEvent | ReadinessEvent | AskingEvent | PolicyEvent | TrainingEvent | TechnologyEvent;

const statuses = { core: "core", allowed: "allowed", exception: "an exception", offList: "off the list" } as const;
const sources = { statement: "by hand", lockFile: "from a lock file", sbom: "from an SBOM" } as const;

/** How the events of readiness read. */
export const readinessSentences: Sentences<Event> = {
  ChecksPublished: ({ name, version, checks, reason }, { by }) =>
    `${by} published version ${String(version)} of ${name}, ${count(checks.length, "check")}${because(reason)}`,
  ChecksRetired: ({ checkSetId, reason }, { by, checkSet }) => `${by} retired ${checkSet(checkSetId)}${because(reason)}`,
  ServiceOwnerSet: ({ serviceId, ownerId, tier, reason }, { by, service, person }) =>
    `${by} said that ${ownerId === null ? "nobody" : person(ownerId)} answers for ${service(serviceId)}${tier === null ? "" : `, tier ${String(tier)}`}${because(reason)}`,
  CheckStated: ({ serviceId, checkId, statedBy, until, note }, { by, service, person }) =>
    `${person(statedBy) === by ? by : `${by}, for ${person(statedBy)},`} stated that ${service(serviceId)} meets ${checkId}, until ${dayText(until)}${because(note)}`,
  CheckStatementTakenBack: ({ serviceId, checkId, reason }, { by, service }) =>
    `${by} took back what was stated of ${checkId} of ${service(serviceId)}${because(reason)}`,
  ExemptionAsked: ({ serviceId, checkId, until, reason }, { by, service }) =>
    `${by} asked to exempt ${service(serviceId)} from ${checkId} until ${dayText(until)}${because(reason)}`,
  ExemptionGranted: ({ serviceId, note }, { by, service }) => `${by} granted an exemption of ${service(serviceId)}${because(note)}`,
  ExemptionRefused: ({ serviceId, reason }, { by, service }) => `${by} refused an exemption of ${service(serviceId)}${because(reason)}`,
  ExemptionEnded: ({ serviceId, reason }, { by, service }) => `${by} ended an exemption of ${service(serviceId)}${because(reason)}`,
  ExemptionNoticed: ({ serviceId, daysLeft, told }, { service, person }) =>
    `${told.length === 0 ? "Nobody was left to be told" : `${listed(told.map(person))} ${told.length === 1 ? "was" : "were"} told`} that an exemption of ${service(serviceId)} ${daysLeft === 0 ? "is over" : `ends in ${count(daysLeft, "day")}`}`,
  TechnologiesStated: ({ serviceId, source, uses, packages }, { by, service }) =>
    `${by} said ${sources[source]} what ${service(serviceId)} is made with: ${count(uses.length, "technology", "technologies")}${packages === 0 ? "" : ` among ${count(packages, "package")}`}`,
  RunbookRead: ({ serviceId, personId }, { by, service, person }) =>
    `${person(personId) === by ? by : `${by}, for ${person(personId)},`} read the runbook of ${service(serviceId)}`,
  OwnerAsked: ({ personId, checks, note }, { by, person }) =>
    `${by} asked ${person(personId)} about ${count(checks.length, "check that is not met", "checks that are not met")}${because(note)}`,
  PolicyPublished: ({ name, version, reason }, { by }) =>
    `${by} published version ${String(version)} of the policy ${name}${because(reason)}`,
  PolicyAcknowledged: ({ policyId, version, personId }, { policy, person }) =>
    `${person(personId)} acknowledged version ${String(version)} of ${policy(policyId)}`,
  PolicyRetired: ({ policyId, reason }, { by, policy }) => `${by} retired ${policy(policyId)}${because(reason)}`,
  TrainingDefined: ({ name, validDays }, { by }) =>
    `${by} defined the training ${name}${validDays === null ? "" : `, which counts ${count(validDays, "day")}`}`,
  TrainingTaken: ({ trainingId, personId, on }, { by, training, person }) =>
    `${by} recorded that ${person(personId)} took ${training(trainingId)} on ${dayText(on)}`,
  TrainingStruck: ({ trainingId, personId, reason }, { by, training, person }) =>
    `${by} took back that ${person(personId)} took ${training(trainingId)}${because(reason)}`,
  TrainingRetired: ({ trainingId, reason }, { by, training }) => `${by} retired ${training(trainingId)}${because(reason)}`,
  TechnologyListed: ({ name, status, until, reason }, { by }) =>
    `${by} put ${name} on the list: ${statuses[status]}${until === null ? "" : ` until ${dayText(until)}`}${because(reason)}`,
};

/** Whom they concern: what everybody is held to, and what is decided, is everybody's. */
export const readinessTelling: Telling<Event> = {
  ChecksPublished: "everybody",
  ChecksRetired: "everybody",
  ServiceOwnerSet: "followers",
  CheckStated: "followers",
  CheckStatementTakenBack: "followers",
  ExemptionAsked: "followers",
  ExemptionGranted: "everybody",
  ExemptionRefused: "followers",
  ExemptionEnded: "followers",
  ExemptionNoticed: { silent: "who is told of it has the message" },
  RunbookRead: "followers",
  TechnologiesStated: { silent: "each build may bring one; what is off the list stands on the scorecard" },
  OwnerAsked: "followers",
  PolicyPublished: "everybody",
  PolicyAcknowledged: { silent: "everybody acknowledges every version: who has stands with the policy" },
  PolicyRetired: "everybody",
  TrainingDefined: "followers",
  TrainingTaken: { silent: "hundreds are recorded at once: who has stands with the training" },
  TrainingStruck: "followers",
  TrainingRetired: "followers",
  TechnologyListed: "followers",
};
