export { cohortProof, cohortProofInPieces, type CohortQuestion, type ProvenCustomer } from "./cohort.ts";
export { compileFlag, type CompiledFlag } from "./compile.ts";
export { contextOf, contextOfCustomer, dividedBy, reached, type FlagContext, type FlagCustomer } from "./context.ts";
export { engineId, engineIds, engineMissing, engineNamed, registerEngine, type BuiltFlag, type Engine } from "./engines.ts";
export { compileStrictly, failed, OpenFlag, type Evaluation, type EvaluationReason } from "./engine.ts";
export { explain, placeOf, type ExplainedCondition, type ExplainedPrerequisite, type ExplainedStep, type Explanation } from "./explain.ts";
export { flagdFile, type FlagdFile } from "./flagdFile.ts";
export type { FlagdFlag } from "./logic.ts";
export { provenEngine, type EngineProof } from "./changingEngine.ts";
export type { FlagInEnvironment, FlagWorld, Place } from "./steps.ts";
export { inPieces, pieces } from "./following/pieces.ts";
export { followed, followFlags, type FirstReading, type FlagFollower, type Freshness, type KnownFlags } from "./following/followFlags.ts";
export { heldTypes } from "./following/heldFlags.ts";
export type { ServedFlag } from "./following/servedFlag.ts";
export type { EnvironmentFlags } from "./following/servedFlags.ts";
export {
  factsOf, movedBy, proveAhead, proveMove, provenTargeting, type Moving, type Proof, type ProofSource, type ProvenAhead, type ProvenCommand,
  type Proving,
} from "./proving.ts";
export { becauseWords, numberWords, stepWords } from "./explanationWords.ts";
export { proveSegment, type SegmentProof } from "./segmentProof.ts";
