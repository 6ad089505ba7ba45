export { acceptanceMoments, reminderDays, type AcceptanceMoment } from "./acceptanceTimes.ts";
export { occurrenceOf, type CameTrue } from "./cameTrue.ts";
export { DRAWS, exceedance, simulation, type Exceedance, type ExceedanceQuestion, type SimulatedRisk } from "./exceedance.ts";
export { factorDecider, type Factor, type FactorCommand, type StatedFactor } from "./factorDecider.ts";
export {
  counted, drifts, historySays, mitigationProof, occurrenceMinutes, type Drift, type HistorySays, type MitigationProof, type Observation,
  type Occurrence,
} from "./historySays.ts";
export { inputsAfter, lateness, mitigationPath, realDueDates, waitsFor, type MitigationPath } from "./mitigating.ts";
export {
  mitigationDecider, mitigationName, type Mitigation, type MitigationCommand, type MitigationSlip, type PlannedMitigation,
} from "./mitigationDecider.ts";
export { factorMinutes, registerSummary, tooBigAbove, USUAL_TARGET, type RegisterSummary, type Weighed } from "./register.ts";
export {
  activeAcceptance, askedAcceptance, openRisk, registeredRisk, riskName, standing, standings, type Acceptance, type AcceptanceState,
  type RegisteredRisk, type Risk, type RiskCommand, type RiskCommandOf, type RiskLink, type RiskStanding,
} from "./risk.ts";
export { riskDecider } from "./riskDecider.ts";
