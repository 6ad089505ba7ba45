export { alertDecider, episodeOf, LATE_REPEAT_MS, type Alert, type AlertCommand } from "./alertDecider.ts";
