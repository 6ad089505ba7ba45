import type { Server, ServiceDefinition } from "@grpc/grpc-js";
import type { StoreContext } from "../context.ts";
import { handleGetSupportedMethods } from "./features.ts";
import {
  GossipService,
  PersistentSubscriptionsService,
  ProjectionsService,
  ServerFeaturesService,
  StreamsService,
} from "./generated.ts";
import { handleGossip } from "./gossip.ts";
import { handleConsume } from "./persistent/consumeHandler.ts";
import {
  handleCreate,
  handleDeleteGroup,
  handleGetInfo,
  handleList,
  handleReplayParked,
  handleRestart,
  handleUpdate,
} from "./persistent/groupHandlers.ts";
import {
  handleCreateProjection,
  handleDeleteProjection,
  handleDisableProjection,
  handleEnableProjection,
  handleRestartProjections,
  handleUpdateProjection,
} from "./projections/manageHandlers.ts";
import { handleProjectionResult, handleProjectionState, handleStatistics } from "./projections/lookHandlers.ts";
import { handleAppend } from "./streams/appendHandler.ts";
import { handleBatchAppend } from "./streams/batchAppendHandler.ts";
import { handleDelete, handleTombstone } from "./streams/deleteHandlers.ts";
import { handleRead } from "./streams/readHandler.ts";
import { TransactionsService, handleAppendRecords, handleAppendSession } from "./transactions/transactionHandlers.ts";

/** The three streaming answers of which there are many are serialised by hand, so the service takes bytes for them. */
const alreadyBytes = (message: Uint8Array): Buffer =>
  Buffer.from(message.buffer, message.byteOffset, message.byteLength);

const streams = {
  ...StreamsService,
  read: { ...StreamsService.read, responseSerialize: alreadyBytes },
  batchAppend: { ...StreamsService.batchAppend, responseSerialize: alreadyBytes },
};

const persistentSubscriptions = {
  ...PersistentSubscriptionsService,
  read: { ...PersistentSubscriptionsService.read, responseSerialize: alreadyBytes },
};

/** Registers every service. Methods of the protocol that are not here answer UNIMPLEMENTED. */
export function addServices(server: Server, context: StoreContext): void {
  server.addService(streams, {
    read: handleRead(context),
    append: handleAppend(context),
    batchAppend: handleBatchAppend(context),
    delete: handleDelete(context),
    tombstone: handleTombstone(context),
  });
  server.addService(TransactionsService, { appendSession: handleAppendSession(context), appendRecords: handleAppendRecords(context) });
  server.addService(persistentSubscriptions, {
    create: handleCreate(context),
    update: handleUpdate(context),
    delete: handleDeleteGroup(context),
    read: handleConsume(context),
    getInfo: handleGetInfo(context),
    list: handleList(context),
    replayParked: handleReplayParked(context),
    restartSubsystem: handleRestart(context),
  });
  server.addService(GossipService, { read: handleGossip(context.endpoint) });
  addProjections(server, context);
  const served: ServiceDefinition[] = [
    StreamsService,
    TransactionsService,
    PersistentSubscriptionsService,
    GossipService,
    ServerFeaturesService,
  ];
  server.addService(ServerFeaturesService, { getSupportedMethods: handleGetSupportedMethods(served) });
}

function addProjections(server: Server, context: StoreContext): void {
  server.addService(ProjectionsService, {
    create: handleCreateProjection(context),
    update: handleUpdateProjection(context),
    delete: handleDeleteProjection(context),
    enable: handleEnableProjection(context),
    disable: handleDisableProjection(context),
    restartSubsystem: handleRestartProjections(context),
    statistics: handleStatistics(context),
    state: handleProjectionState(context),
    result: handleProjectionResult(context),
  });
}
