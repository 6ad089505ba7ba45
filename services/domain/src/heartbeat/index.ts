export {
  heartbeatDecider, intervalMs, silenceOf, watchedHeartbeat, type Heartbeat, type HeartbeatCommand, type WrittenHeartbeat,
} from "./heartbeatDecider.ts";
export { dueAt, heartbeatStandings, isSilent, pulseDecider, slackMs, standingOf, type HeartbeatStanding, type Pulse } from "./pulse.ts";
