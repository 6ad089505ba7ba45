export { reasonOf } from "./reasonOf.ts";
export { createNotifier, type Notifier, type NotifierOptions } from "./notifier.ts";
export { DeliveryRefused, mayHaveArrived, NoAnswer, type Delivery, type Message, type OutsideChannel } from "./message.ts";
export type { MailOptions } from "./mail.ts";
export type { ChatOptions } from "./chatWebhook.ts";
export type { ProviderOptions } from "./provider.ts";
export type { PagerDutyOptions } from "./pagerDuty.ts";
export { signedWebhooks, type SignedPost, type SignedWebhooks } from "./signedWebhook.ts";
export { ChatUnavailable } from "./webhookTarget.ts";
export {
  pageMessage, pausedMessage, resumedMessage, rollbackMessage, type PageContent, type RollbackNotice, type Text,
} from "./pageMessage.ts";
export { startMailSink, type MailSink, type MailSinkOptions, type SunkMail } from "./sink/mailSink.ts";
