export { createWorkers, type Workers } from "./worker.ts";
export { runReactor, type Reaction } from "./reactor/reactor.ts";
export { foldRecord, type Folded } from "./history.ts";
export { record, type Recording, type WorkerParts } from "./parts.ts";
export { deployActivities } from "./deploy/deploy.activities.ts";
export { recorderOf } from "./deploy/recording.ts";
export { rollbackActivities } from "./rollback/rollback.activities.ts";
export { CannotRollBack, directRollback, type DirectlyRolledBack, type DirectRollback } from "./rollback/directRollback.ts";
