export {
  courseOf, isClimbedByPlace, placeOfStep, stepAt, type AskedPolicy, type ConcernedByPolicies, type Course, type Rung,
} from "./course.ts";
export { canWake, channelsOf, ladderOf, type Concerned, type Ladder, type OnCall } from "./ladder.ts";
export { notAgainBecause, type LookedAt, type LookingAgain } from "./lookAgain.ts";
export { notifiedBy, untilTheirDay, type Called, type CalledAt, type Notified } from "./notifying.ts";
export { claimedStep, hasArrived, isSettled, maySend, type AwaitedReceipt, type ClaimedStep, type Page, type PageCommand } from "./page.ts";
export { pageDecider } from "./pageDecider.ts";
export { redactionOf, tellAlert, type ToldAlert } from "./tellAlert.ts";
