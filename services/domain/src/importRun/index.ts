export { importRunDecider, skippedOf, type ImportRun, type ImportRunCommand } from "./importRunDecider.ts";
