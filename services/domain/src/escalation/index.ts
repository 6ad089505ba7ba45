export {
  calledBy, escalationDecider, pagingDecider, refuseUnusableEscalation, toldBy, writtenEscalation,
  type Escalation, type EscalationCommand, type Paging, type PagingCommand, type WrittenEscalation,
} from "./escalationDecider.ts";
export { policyReach, type PolicyReach } from "./reach.ts";
export { stepWords, targetWords, type EscalationNames } from "./words.ts";
