export * from "./error.ts";
export { startDaemon, type Daemon } from "./fleet/daemon.ts";
export { fleetMetrics, fleetTarget, setFleetTraffic, type FleetLane } from "./fleet/client.ts";
export * from "./metrics.ts";
export { prometheusCounts, type PrometheusOptions, type RequestSource } from "./prometheus.ts";
export { sampleCustomers } from "./sample/customers.ts";
export * from "./target.ts";
export * from "./targetFor.ts";
