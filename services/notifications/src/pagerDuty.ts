import type { ChatOptions } from "./chatWebhook.ts";
import type { Channel } from "./mail.ts";
import { headerKey } from "./message.ts";
import { postingChannel } from "./posting.ts";
import { shortened } from "./short.ts";

/** Where PagerDuty takes events, unless an installation says otherwise (the service regions have their own). */
const EVENTS = "https://events.pagerduty.com/v2/enqueue";

/** PagerDuty as who calls somebody (Events v2): what is over here is resolved there. */
export interface PagerDutyOptions extends ChatOptions {
  readonly url?: string | undefined;
}

/** Their longest summary. */
const LONGEST = 1_024;

/** The key of an integration there is the address; messages about one matter join one alert. */
export const pagerDutyChannel = ({ url = EVENTS, ...options }: PagerDutyOptions = {}): Channel =>
  postingChannel("pagerduty", options, ({ to, subject, text, link, key, matter }) => {
    const named = { routing_key: to, dedup_key: headerKey(matter?.key ?? key) };
    return {
      address: url,
      body: matter?.over === true ? { ...named, event_action: "resolve" } : {
        ...named, event_action: "trigger", client: "Ballast", ...(link === undefined ? {} : { client_url: link }),
        payload: { summary: shortened(subject, LONGEST), source: "Ballast", severity: "critical", custom_details: { text } },
        ...(link === undefined ? {} : { links: [{ href: link, text: "Acknowledge in Ballast" }] }),
      },
    };
  });
