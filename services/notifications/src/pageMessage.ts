import type { PageStep } from "@ballast/schema";

/** What a page has to say to get somebody out of bed. */
export type PageContent = {
  /** `INC-42`; null for an incident without a number. */
  readonly reference: string | null;
  readonly title: string;
  readonly severity: number | null;
  /** Names of the services. */
  readonly services: readonly string[];
  /** Why this page is sent: the first sentence. */
  readonly reason: string;
  readonly impactStartAt: string | null;
  readonly step: PageStep;
  /** Page that shows the incident and POSTs the acknowledgement; following the link alone changes nothing. */
  readonly link: string;
};

/** Subject and text of a message; the caller adds channel, address and key. */
export type Text = { readonly subject: string; readonly text: string; readonly link: string };

const WHO: Readonly<Record<PageStep, string>> = {
  person: "You are on call.",
  next: "The person on call has not answered; you are next.",
  everyone: "Nobody has answered yet; this goes to everyone.",
};

/** A page: short enough for a lock screen, what first, then why and what to do. */
export function pageMessage(page: PageContent): Text {
  const severity = page.severity === null ? "" : `SEV${page.severity} `;
  const reference = page.reference === null ? "" : ` (${page.reference})`;
  const services = page.services.length === 0 ? [] : [`Service: ${page.services.join(", ")}`];
  const since = page.impactStartAt === null ? [] : [`Impact since ${utcText(page.impactStartAt)}`];
  return {
    subject: `${severity}${page.title}${reference}`,
    text: [page.reason, ...services, ...since, "", `${WHO[page.step]} Acknowledge: ${page.link}`].join("\n"),
    link: page.link,
  };
}

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
export function pausedMessage({ service, environment, version, reason, link }: Pick<RollbackNotice, "service" | "environment" | "version" | "reason" | "link">): Text {
  return {
    subject: `${service} ${version} waits for you in ${environment}`,
    text: [`The deploy is paused: ${reason}.`, "Promote the step, resume it for another look, or abort.", "", link].join("\n"),
    link,
  };
}

/** "2024-03-01 12:00 UTC". */
function utcText(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
