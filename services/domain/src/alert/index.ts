export {
  alertDecider, burnUntold, calledNobodyYet, episodeOf, LATE_REPEAT_MS, rulingIn, type Alert, type AlertCommand,
} from "./alertDecider.ts";
