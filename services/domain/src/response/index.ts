export { nextResponse, reviewDueAt, type CalledPage, type ResponseAct, type ResponseFacts, type ResponseTimes } from "./nextResponse.ts";
