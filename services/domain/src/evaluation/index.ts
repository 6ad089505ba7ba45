export { evaluationDecider, type EvaluationCommand, type Evaluations } from "./evaluationDecider.ts";
