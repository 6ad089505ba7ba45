import { weightsOf } from "@ballast/domain/statusPage";
import type { CountingRule } from "@ballast/schema";
import type { PageWords } from "./words.ts";

const minutes = (count: number): string => {
  const whole = Math.max(1, Math.round(count));
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  return [hours > 0 ? `${String(hours)} h` : "", rest > 0 || hours === 0 ? `${String(rest)} min` : ""]
    .filter((part) => part !== "")
    .join(" ");
};

const called = { statuspage: "as Statuspage counts", incidentio: "as incident.io counts", own: "the page's own rule" } as const;

function rule(counting: CountingRule): string {
  const [degraded = 0, partial = 0, major = 0] = weightsOf(counting);
  return [
    `Counted by time, ${called[counting.name]}: an outage counts ${String(major)} %, an outage of a part ${String(partial)} %,`,
    `a slow time ${String(degraded)} %. Maintenance ${counting.maintenance === "up" ? "counts as time that works" : "is left out"}.`,
    "What nobody observed counts as neither.",
  ].join(" ");
}

export const en: PageWords = {
  language: "en",
  locale: "en-GB",
  status: {
    operational: "Works", degraded: "Slow", partialOutage: "Partly down", majorOutage: "Down", maintenance: "In maintenance",
  },
  report: { investigating: "Looking", identified: "Found", monitoring: "Watching", resolved: "Solved", postmortem: "Looking back" },
  maintenance: { scheduled: "Planned", in_progress: "Begun", verifying: "Checking", completed: "Done" },
  allWell: "Everything works",
  nothingHere: "Nothing is shown here yet",
  unnamed: (status, names) =>
    ({
      operational: `${names}: works`, degraded: `${names}: slow`, partialOutage: `${names}: partly down`, majorOutage: `${names}: down`,
      maintenance: `${names}: in maintenance`,
    })[status],
  listed: (names) => (names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`),
  elseWell: "Everything else works.",
  since: (time) => `Since ${time}`,
  nextUpdate: (time) => `next update by ${time}`,
  timesIn: (zone) => `Times in ${zone}`,
  getUpdates: "Get updates",
  daysAgo: (days) => `${String(days)} days ago`,
  today: "today",
  withoutIncident: (percent) => `${percent} % without an incident`,
  notObserved: "not observed",
  hurtFor: (status, length) =>
    `${minutes(length)} ${{ operational: "working", degraded: "slow", partialOutage: "partly down", majorOutage: "down", maintenance: "in maintenance" }[status]}`,
  planned: (title) => `Planned: ${title}`,
  from: (from, to) => (to === null ? `from ${from}` : `${from} to ${to}`),
  earlier: "Earlier",
  more: "More",
  older: "Older days",
  by: { atom: "Atom", rss: "RSS", calendar: "Calendar", json: "JSON" },
  basis: "From incidents we declared.",
  written: (time) => `From incidents we declared. Updated ${time}.`,
  byHand: (reason) => `Set by hand: ${reason}`,
  lastDays: (days) => `Last ${String(days)} days`,
  rule,
  ruleTitle: "How this is counted",
  groupRule: "The figure of several components is that of all their time together.",
  corrected: ({ at, was, is, reason }) => `Corrected ${at}: ${was} became ${is}. ${reason}`,
  asPublished: (percent) => `published as ${percent} % before corrections`,
  noIncident: "No incident.",
  back: "Back to all",
  history: "Incidents",
  minutes,
  uptimeTitle: "Time without an incident",
  whyTitle: "What this is made of",
  now: "now",
  subscribe: {
    by: { mail: "By mail", chat: "In a chat (Slack and what takes its webhooks)", webhook: "By a webhook, for programs" },
    hint: "For a chat or a program give the webhook's https address.",
    how: "How", address: "Address", ofWhat: "Of what", everything: "Everything", press: "Send me updates",
    asked: "A message with a link is on its way to that address. Open it and confirm: until then nothing else is sent.",
    confirm: (page) => `Get updates of ${page}?`, confirmPress: "Yes, send them",
    confirmed: (page) => `You get updates of ${page} from now on. Each of them says how to stop.`,
    secret: "They are signed (Standard Webhooks) with this secret, which is shown only here:",
    stop: (page) => `Stop updates of ${page}?`, stopPress: "Stop them",
    stopped: (page) => `You get no more updates of ${page}, and your address was taken away.`,
    gone: "This link does not hold any more. Ask for updates again.",
    tooMany: "Too many ask just now. Try again in some minutes.",
    wrong: "This is no address that can be used. Go back and correct it.",
  },
  message: {
    open: "Read it on the status page",
    confirmSubject: (page) => `Confirm: updates of ${page}`,
    confirmText: (page) => `Somebody asked for updates of ${page} at this address. Was it you? Then confirm it; else do nothing, and nothing more is sent. The link holds for a week.`,
    confirmLink: "Confirm",
    footer: (page) => `You get this because you asked for updates of ${page}. Stop them:`,
    concerns: (names) => `It concerns ${names}.`,
    merged: "Joined with another",
    goesOn: (title) => `It goes on as “${title}”.`,
  },
};
