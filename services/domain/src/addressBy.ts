import type { Contacts, PageChannel } from "@ballast/schema";

/** Where a channel reaches somebody; null where they do not have it. */
export function addressBy({ email, chatWebhookUrl, phone, pushUrl, pagerDutyKey }: Contacts, channel: PageChannel): string | null {
  switch (channel) {
    case "mail":
      return email;
    case "chat":
      return chatWebhookUrl;
    case "push":
      return pushUrl ?? null;
    case "sms":
    case "voice":
      return phone ?? null;
    case "pagerduty":
      return pagerDutyKey ?? null;
    case "inbox":
      return null;
  }
}
