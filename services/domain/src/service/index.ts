export { definedEnvironment, deployableEnvironment, planOf, registeredService, thresholdsOf } from "./service.ts";
export type { RegisteredService, Service, ServiceCommand, ServiceEnvironment } from "./service.ts";
export { serviceDecider } from "./serviceDecider.ts";
