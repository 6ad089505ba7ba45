export { integrationDecider, severityOfAlert, type Integration, type IntegrationCommand } from "./integrationDecider.ts";
