import type { PageStep } from "@ballast/schema";

/** An alert of the incident, as far as it may leave the house. */
export type PageAlert = {
  readonly name: string;
  readonly summary: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** Where it can be seen at its source. */
  readonly sourceUrl: string | null;
  readonly runbookUrl: string | null;
};

/** What a page has to say to get somebody out of bed. */
export type PageContent = {
  /** The incident is private, and the reader may not know more of it than number and severity. */
  readonly confidential: boolean;
  /** `INC-42`; null for an incident without a number. */
  readonly reference: string | null;
  readonly title: string;
  readonly severity: number | null;
  /** Names of the services. */
  readonly services: readonly string[];
  /** Those that are told one by one, the newest first. */
  readonly alerts: readonly PageAlert[];
  /** How many it has beside those. */
  readonly moreAlerts: number;
  /** Of the services: where it is written what to do. */
  readonly runbookUrls: readonly string[];
  /** Where its responders talk; in no message of a private incident to who may not know of it. */
  readonly conferenceLink: string | null;
  /** Why this page is sent: the first sentence. */
  readonly reason: string;
  readonly impactStartAt: string | null;
  readonly step: PageStep;
  /** Page that shows the incident and POSTs the acknowledgement; following the link alone changes nothing. */
  readonly link: string;
};

/** Subject and text of a message; the caller adds channel, address and key. */
export type Text = { readonly subject: string; readonly text: string; readonly link: string };

const WHO: Readonly<Partial<Record<PageStep, string>>> = {
  person: "You are on call.",
  next: "The person on call has not answered; you are next.",
  everyone: "Nobody has answered yet; this goes to everyone.",
  step1: "You are called first.",
};
/** Of every later step of a policy. */
const CALLED_LATER = "Nobody called before you has answered yet.";

/** A page: short enough for a lock screen, what first, then why and what to do. */
export function pageMessage(page: PageContent): Text {
  const severity = page.severity === null ? "" : `SEV${page.severity} `;
  const answer = `${WHO[page.step] ?? CALLED_LATER} Acknowledge: ${page.link} (sign in and press the button there; opening it answers nothing yet)`;
  if (page.confidential)
    return {
      subject: `${severity}${page.reference ?? "A private incident"}`,
      text: ["A private incident needs you; what it is about is said where you acknowledge.", "", answer].join("\n"), link: page.link,
    };
  const reference = page.reference === null ? "" : ` (${page.reference})`;
  const services = page.services.length === 0 ? [] : [`Service: ${page.services.join(", ")}`];
  const since = page.impactStartAt === null ? [] : [`Impact since ${utcText(page.impactStartAt)}`];
  return {
    subject: `${severity}${page.title}${reference}`,
    text: [
      page.reason, ...services, ...since, ...alertLines(page), ...runbookLines(page), ...conferenceLines(page), "", answer,
    ].join("\n"),
    link: page.link,
  };
}

function alertLines({ alerts, moreAlerts }: PageContent): readonly string[] {
  const lines = alerts.flatMap(({ name, summary, labels, sourceUrl }) => [
    `Alert: ${summary === "" || summary === name ? name : `${name}: ${summary}`}`,
    ...(labels.length === 0 ? [] : [`  ${labels.map(([label, value]) => `${label}=${value}`).join(", ")}`]),
    ...(sourceUrl === null ? [] : [`  ${sourceUrl}`]),
  ]);
  return moreAlerts > 0 ? [...lines, `and ${String(moreAlerts)} more ${moreAlerts === 1 ? "alert" : "alerts"}`] : lines;
}

const runbookLines = ({ alerts, runbookUrls }: PageContent): readonly string[] =>
  [...new Set([...runbookUrls, ...alerts.flatMap(({ runbookUrl }) => runbookUrl ?? [])])].map((url) => `Runbook: ${url}`);

const conferenceLines = ({ conferenceLink }: PageContent): readonly string[] =>
  conferenceLink === null ? [] : [`They talk at ${conferenceLink}`];

/** What the deployer is told when a deploy rolled itself back. */
export type RollbackNotice = {
  readonly service: string;
  readonly environment: string;
  readonly version: string;
  readonly toVersion: string | null;
  readonly reason: string;
  /** "errors 6.1 → 0.4 % in 40 s"; null while unknown. */
  readonly effect: string | null;
  readonly link: string;
};

/** A notice, not a page: nobody has to act at once. */
export function rollbackMessage({ service, environment, version, toVersion, reason, effect, link }: RollbackNotice): Text {
  const back = toVersion === null ? "nothing serves it now" : `${toVersion} serves everyone again`;
  return {
    subject: `${service} ${version} was rolled back in ${environment}`,
    text: [reason, `${version} was rolled back, ${back}.`, ...(effect === null ? [] : [`Effect: ${effect}.`]), "", link].join("\n"),
    link,
  };
}

/** What the deployer is told when a deploy waits because the judge could not tell good from bad. */
export function pausedMessage({
  service, environment, version, reason, link,
}: Pick<RollbackNotice, "service" | "environment" | "version" | "reason" | "link">): Text {
  return {
    subject: `${service} ${version} waits for you in ${environment}`,
    text: [`The deploy is paused: ${reason}.`, "Promote the step, resume it for another look, or abort.", "", link].join("\n"),
    link,
  };
}

/** The judge had paused a deploy, asked its deployer, and lets it go on by itself. */
export function resumedMessage({
  service, environment, version, reason, link,
}: Pick<RollbackNotice, "service" | "environment" | "version" | "reason" | "link">): Text {
  return {
    subject: `${service} ${version} goes on in ${environment}`,
    text: [`The deploy goes on by itself: ${reason}.`, "Nothing is asked of you any more.", "", link].join("\n"), link,
  };
}

/** "2024-03-01 12:00 UTC". */
function utcText(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
