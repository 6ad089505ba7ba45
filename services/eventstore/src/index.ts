export { startEventStore } from "./startEventStore.ts";
export type { EventStoreOptions, RunningEventStore } from "./startEventStore.ts";
