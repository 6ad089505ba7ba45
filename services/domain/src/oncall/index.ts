export {
  nextHandOver, onCallAt, shifts, takenShifts, type Departures, type HandOver, type RotationSchedule, type Shift, type TakenShift,
} from "./schedule.ts";
export { firstInstantAt, isTimeZone } from "./wallClock.ts";
