export {
  severityMatrixDecider, type SeverityMatrix, type SeverityMatrixCommand, type WrittenSeverityMatrix,
} from "./severityMatrixDecider.ts";
