export { integrationDecider, severityOfAlert, type Integration, type IntegrationCommand } from "./integrationDecider.ts";
export * from "./mapping.ts";
