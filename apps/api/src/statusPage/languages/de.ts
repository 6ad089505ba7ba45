import { weightsOf } from "@ballast/domain/statusPage";
import type { CountingRule } from "@ballast/schema";
import type { PageWords } from "./words.ts";

const minutes = (count: number): string => {
  const whole = Math.max(1, Math.round(count));
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  return [hours > 0 ? `${String(hours)} Std.` : "", rest > 0 || hours === 0 ? `${String(rest)} Min.` : ""]
    .filter((part) => part !== "")
    .join(" ");
};

const called = {
  statuspage: "wie Statuspage zählt", incidentio: "wie incident.io zählt", own: "nach der eigenen Regel dieser Seite",
} as const;

function rule(counting: CountingRule): string {
  const [degraded = 0, partial = 0, major = 0] = weightsOf(counting);
  return [
    `Gezählt nach Zeit, ${called[counting.name]}: ein Ausfall zählt ${String(major)} %, ein Teilausfall ${String(partial)} %,`,
    `langsame Zeit ${String(degraded)} %. Wartung ${counting.maintenance === "up" ? "zählt als Zeit, in der alles läuft" : "zählt nicht mit"}.`,
    "Was niemand beobachtet hat, zählt weder so noch so.",
  ].join(" ");
}

export const de: PageWords = {
  language: "de",
  locale: "de-DE",
  status: {
    operational: "Läuft", degraded: "Langsam", partialOutage: "Teilweise ausgefallen", majorOutage: "Ausgefallen",
    maintenance: "In Wartung",
  },
  report: {
    investigating: "Wir suchen", identified: "Gefunden", monitoring: "Wir beobachten", resolved: "Gelöst", postmortem: "Rückblick",
  },
  maintenance: { scheduled: "Geplant", in_progress: "Begonnen", verifying: "Wird geprüft", completed: "Fertig" },
  allWell: "Alles läuft",
  nothingHere: "Hier steht noch nichts",
  unnamed: (status, names) =>
    ({
      operational: `${names}: läuft`, degraded: `${names}: langsam`, partialOutage: `${names}: teilweise ausgefallen`,
      majorOutage: `${names}: ausgefallen`, maintenance: `${names}: in Wartung`,
    })[status],
  listed: (names) => (names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} und ${names.at(-1) ?? ""}`),
  elseWell: "Alles andere läuft.",
  since: (time) => `Seit ${time}`,
  nextUpdate: (time) => `nächste Nachricht bis ${time}`,
  timesIn: (zone) => `Zeiten in ${zone}`,
  getUpdates: "Nachrichten erhalten",
  daysAgo: (days) => `vor ${String(days)} Tagen`,
  today: "heute",
  withoutIncident: (percent) => `${percent} % ohne Störung`,
  notObserved: "nicht beobachtet",
  hurtFor: (status, length) =>
    `${minutes(length)} ${{ operational: "in Betrieb", degraded: "langsam", partialOutage: "teilweise ausgefallen", majorOutage: "ausgefallen", maintenance: "in Wartung" }[status]}`,
  planned: (title) => `Geplant: ${title}`,
  from: (from, to) => (to === null ? `ab ${from}` : `${from} bis ${to}`),
  earlier: "Früher",
  more: "Mehr",
  older: "Ältere Tage",
  by: { atom: "Atom", rss: "RSS", calendar: "Kalender", json: "JSON" },
  basis: "Nach Störungen, die wir gemeldet haben.",
  written: (time) => `Nach Störungen, die wir gemeldet haben. Stand ${time}.`,
  byHand: (reason) => `Von Hand gesetzt: ${reason}`,
  lastDays: (days) => `Letzte ${String(days)} Tage`,
  rule,
  ruleTitle: "So wird gezählt",
  groupRule: "Die Zahl mehrerer Teile ist die all ihrer Zeit zusammen.",
  corrected: ({ at, was, is, reason }) => `Berichtigt ${at}: aus ${was} wurde ${is}. ${reason}`,
  asPublished: (percent) => `vor Berichtigungen veröffentlicht als ${percent} %`,
  noIncident: "Keine Störung.",
  back: "Zurück zu allem",
  history: "Störungen",
  minutes,
  uptimeTitle: "Zeit ohne Störung",
  whyTitle: "Woraus das besteht",
  now: "jetzt",
  subscribe: {
    by: { mail: "Per Mail", chat: "In einem Chat (Slack und was dessen Webhooks nimmt)", webhook: "Per Webhook, für Programme" },
    hint: "Für einen Chat oder ein Programm die https-Adresse des Webhooks angeben.",
    how: "Wie", address: "Adresse", ofWhat: "Wovon", everything: "Von allem", press: "Nachrichten senden",
    asked: "Eine Nachricht mit einem Link ist unterwegs an diese Adresse. Erst wenn er geöffnet und bestätigt ist, wird mehr gesendet.",
    confirm: (page) => `Nachrichten von ${page} erhalten?`, confirmPress: "Ja, senden",
    confirmed: (page) => `Ab jetzt kommen Nachrichten von ${page}. In jeder steht, wie man sie abbestellt.`,
    secret: "Sie sind signiert (Standard Webhooks), und zwar mit diesem Geheimnis, das nur hier gezeigt wird:",
    stop: (page) => `Nachrichten von ${page} abbestellen?`, stopPress: "Abbestellen",
    stopped: (page) => `Es kommen keine Nachrichten von ${page} mehr; die Adresse ist gelöscht.`,
    gone: "Dieser Link gilt nicht mehr. Bitte neu bestellen.",
    tooMany: "Gerade fragen zu viele. Bitte in einigen Minuten noch einmal versuchen.",
    wrong: "Das ist keine Adresse, an die sich etwas senden lässt. Bitte zurückgehen und berichtigen.",
  },
  message: {
    open: "Auf der Statusseite lesen",
    confirmSubject: (page) => `Bestätigen: Nachrichten von ${page}`,
    confirmText: (page) => `Jemand hat an diese Adresse Nachrichten von ${page} bestellt. Waren Sie das? Dann bestätigen Sie es; sonst ist nichts zu tun, und es kommt nichts mehr. Der Link gilt eine Woche.`,
    confirmLink: "Bestätigen",
    footer: (page) => `Diese Nachricht kommt, weil Nachrichten von ${page} bestellt wurden. Abbestellen:`,
    concerns: (names) => `Es betrifft ${names}.`,
    merged: "Zusammengelegt",
    goesOn: (title) => `Es geht weiter als „${title}“.`,
  },
};
