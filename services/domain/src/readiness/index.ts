export { askingDecider, type Asking, type AskingCommand } from "./askingDecider.ts";
export { checkSetDecider, type CheckSet, type CheckSetCommand, type PublishedChecks } from "./checkSetDecider.ts";
export { awaitsEnd, dueNotice, exemptionMoments } from "./exemptionTimes.ts";
export {
  acknowledgedBy, currentOf, dayAfter, daysFrom, isOffList, shortDay, type Around, type Assessed, type Evidence, type ServiceFacts,
} from "./facts.ts";
export { fits, matchPackages, type MatchedPackages, type NamedPackage } from "./matching.ts";
export { policyDecider, type Policy, type PolicyCommand, type PublishedPolicy } from "./policyDecider.ts";
export { readinessDecider, type ReadinessCommand } from "./readinessDecider.ts";
export { SAMPLE_NAME, SAMPLE_VERSION, sampleChecks } from "./sampleChecks.ts";
export {
  changeSentence, endingSoon, readinessSentence, serviceStanding, type CheckStanding, type ServiceStanding,
} from "./scorecard.ts";
export {
  askedExemption, exemptionOn, exemptionStates, type CheckStatement, type Exemption, type ExemptionState, type KnownReadiness,
  type ServiceReadiness, type StatedTechnologies,
} from "./serviceReadiness.ts";
export { technologyDecider, type ListedTechnology, type Technology, type TechnologyCommand } from "./technologyDecider.ts";
export { trainingDecider, type DefinedTraining, type Training, type TrainingCommand } from "./trainingDecider.ts";
