export { dutiesWithin, type Departures, type Duty, type Fallback, type OnDuty, type RotationSchedule } from "./duties.ts";
export {
  clockChanges, findingsIn, repairOf, type Finding, type FoundTime, type Kept, type Repair, type RepairHow,
} from "./findings.ts";
export { carriedIn, nightOf, type Carried } from "./load.ts";
export { layerIds, layerSpans, type LayerSpan } from "./layerSpans.ts";
export {
  PROOF_MS, reachabilityWithin, reachedMinutes, reachedTimes, reachWords, type CalledTime, type Reach, type ReachedTime, type ReachWord,
} from "./reachability.ts";
export {
  duties, everybodyAt, nextHandOver, onCallAround, onCallAt, shifts, shiftsOf, takenShifts, type HandOver, type Shift, type TakenShift,
} from "./schedule.ts";
export { shiftChanges, type ShiftChange } from "./shiftChanges.ts";
export { refuseUnusableSupportHours, supportHoursWords, urgencyAt, urgencyOf, type UrgencyAt } from "./supportHours.ts";
export { firstInstantAt, firstInstantOf, isTimeZone, type ClockChange } from "./wallClock.ts";
export { emptyShiftNow, emptyShiftOf, rotationOfEmptyShift, type EmptyShift } from "./emptyShift.ts";
export { GAP_AHEAD_MS, gapNow, gapsAhead, isClosed, longUntried, shiftsToTell, weekToTell } from "./notices.ts";
