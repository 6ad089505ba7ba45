export { nextResponse, reviewDueAt, type ResponseAct, type ResponseFacts, type ResponseTimes } from "./nextResponse.ts";
