export type { Acting, ActStep } from "./acts/acting.ts";
export { declareIncident, type IncidentDeclaration } from "./acts/declareIncident.ts";
export { pressRollback, type RollbackAsked, type RollbackPressed } from "./acts/pressRollback.ts";
export { seeCustomers, type CustomersSeen } from "./acts/seeCustomers.ts";
export {
  addressOf, confirmTokenOf, setReach, stopTokenOf, subscriberIdOf, webhookSecretOf,
} from "./acts/subscribing.ts";
export { messageOfReceipt, receiptTokenOf, testPageTokenOf } from "./acts/receipts.ts";
export { factsOfReleases } from "./acts/releaseFacts.ts";
export type { Append, Appended, ExpectedRevision, NewEvent } from "./append.ts";
export type { Together } from "./appendTogether.ts";
export { canonicalJson, payloadHash } from "./canonicalJson.ts";
export { connectLog, withPatience, type AppendOptions, type CallOptions, type Log, type LogOptions } from "./connectLog.ts";
export { LogRefused, LogUnavailable, RevisionConflict } from "./failures.ts";
export type { LogFilter } from "./filter.ts";
export { gathered, type Gathering } from "./gathered.ts";
export { decideOn, handle, OtherRecordMoved, toNewEvent, type Handled, type Handling, type HandlingContext } from "./handle.ts";
export { handleKnown } from "./handleKnown.ts";
export { commandIdOf, idOf, ids } from "./ids.ts";
export { handleRegardless } from "./handleRegardless.ts";
export { keyRing, readSecretKey, type KeyRing } from "./keyRing.ts";
export { lookingAgain } from "./lookingAgain.ts";
export type { HandlerFailure, PersistentSubscriptionOptions } from "./persistentSubscription.ts";
export type { ReadAllOptions, ReadOptions, StreamHistory } from "./read.ts";
export { eventsOf, foldEvents, streamOf, type DecidedOn, type KnownRecord } from "./folding.ts";
export { foldBefore, foldLately, foldRecord, foldRecordAt, readRecord } from "./record.ts";
export { comparePositions, type RecordedEvent, type UnknownEvents } from "./recordedEvent.ts";
export type { LogBatch, SubscribeAllOptions, SubscriptionState } from "./subscribeAll.ts";
