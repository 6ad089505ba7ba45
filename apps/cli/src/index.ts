/** What others start instances with: the whole-system tests. */
export type { RunningBallast, StartOptions } from "./start/ballast.ts";
export { startBallast } from "./start/ballast.ts";
export { readCredential } from "./start/credential.ts";
export { StartFailure } from "./start/failure.ts";
export { currentFolder } from "./start/folders.ts";
export type { InstanceRecord, PartRecord } from "./start/instance.ts";
export { isRunning, readInstance } from "./start/instance.ts";
export { nodeFlags } from "./start/parts.ts";
export type { PartEvent } from "./start/keptPart.ts";
export { isSameProcess, membersOf, signal } from "./start/processes.ts";
export { claimPorts } from "./start/ports.ts";
export { createProgress } from "./start/progress.ts";
export { requestSignInLink } from "./start/signInLink.ts";
export { findRoot } from "./root.ts";
export { acquireTemporal, thisMachines } from "./start/temporal/acquire.ts";
export { answersFor } from "./start/temporal/health.ts";
export { devServer } from "./start/temporal/server.ts";
