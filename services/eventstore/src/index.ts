export { startEventStore } from "./startEventStore.ts";
export type { RunningEventStore } from "./startEventStore.ts";
export type { EventStoreOptions, TlsOptions } from "./options.ts";
export { hashPassword, readUsersFile, UsersFileError } from "./access/users.ts";
export type { User } from "./access/users.ts";
export { readCommandLine } from "./commandLine.ts";
export { serveEventStore } from "./serve.ts";
export type { ServeOptions } from "./serve.ts";
export { ListenError, OpenNetworkError } from "./options.ts";
export type { Counters } from "./counters.ts";
export { StoreError } from "./failures.ts";
export type { Failure, StorageFault } from "./failures.ts";
export { LogInUseError } from "./storage/fileLock.ts";
export {
  OperationError,
  backupLog,
  compactLog,
  copyLog,
  readStats,
  restoreLog,
  upgradeLog,
  verifyLog,
} from "./operations/index.ts";
export type {
  BackupRequest,
  BackupResult,
  CompactResult,
  CopyRequest,
  CopyResult,
  LogStats,
  OnProgress,
  OperationFault,
  RestoreResult,
  Verification,
} from "./operations/index.ts";
export { logFileOf } from "./options.ts";
