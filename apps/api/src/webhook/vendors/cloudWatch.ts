import { z } from "zod";
import { alertOf, noticeOf, type Reading } from "./reading.ts";

/** What Amazon's SNS posts: a notification, or a question whether somebody wants them. */
export const snsMessage = z.looseObject({
  Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]), MessageId: z.string(), TopicArn: z.string(),
  Message: z.string(), Subject: z.string().nullish(),
  SubscribeURL: z.string().nullish(), Timestamp: z.string(), Token: z.string().nullish(),
  SignatureVersion: z.string().nullish(), Signature: z.string().nullish(), SigningCertURL: z.string().nullish(),
});
export type SnsMessage = z.infer<typeof snsMessage>;

/** The hosts of SNS itself, and no other: an address that came from outside leads nowhere else. */
const SNS_HOST = /^sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?$/;

/** An address of SNS; null for any other. */
export function snsAddress(given: string | null | undefined): URL | null {
  if (given === null || given === undefined || !URL.canParse(given)) return null;
  const url = new URL(given);
  return url.protocol === "https:" && SNS_HOST.test(url.hostname) && url.port === "" && url.username === "" ? url : null;
}

const alarm = z.looseObject({
  AlarmName: z.string(), NewStateValue: z.enum(["ALARM", "OK", "INSUFFICIENT_DATA"]), AlarmDescription: z.string().nullish(),
  NewStateReason: z.string().nullish(), StateChangeTime: z.string().nullish(), Region: z.unknown().optional(),
  AWSAccountId: z.unknown().optional(),
  Trigger: z.looseObject({
    MetricName: z.unknown().optional(), Namespace: z.unknown().optional(), Dimensions: z.array(
      z.looseObject({ name: z.string(), value: z.unknown().optional() }),
    ).nullish(),
  }).nullish(),
});

function inJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // any text is a message of SNS
  }
}

/**
 * An alarm of CloudWatch. A subscription is confirmed by a person: Ballast visits no address that somebody sends it, so the delivery
 * says what to open, where that is SNS's own.
 */
export function readCloudWatch(message: SnsMessage, now: Date): Reading {
  const { Type, TopicArn, SubscribeURL, Timestamp } = message;
  if (Type === "SubscriptionConfirmation") {
    const address = snsAddress(SubscribeURL);
    return {
      says: "nothing",
      why: address === null
        ? `${TopicArn} asks to be confirmed at an address that is not Amazon's: do not open it`
        : `${TopicArn} asks whether its notifications are wanted. If they are, open ${address.href}`,
    };
  }
  if (Type === "UnsubscribeConfirmation") return { says: "nothing", why: `${TopicArn} no longer sends here` };
  const parsed = alarm.safeParse(inJson(message.Message));
  if (!parsed.success) return { says: "nothing", why: `a message of ${TopicArn} that is no alarm of CloudWatch` };
  const { AlarmName, NewStateValue, AlarmDescription, NewStateReason, StateChangeTime, Region, AWSAccountId, Trigger } = parsed.data;
  if (NewStateValue === "INSUFFICIENT_DATA") {
    return { says: "nothing", why: `${AlarmName} has too little data: neither firing nor cleared` };
  }
  const id = `alarm/${TopicArn}/${AlarmName}`;
  return noticeOf(
    [alertOf({
      id, name: AlarmName, summary: [AlarmDescription, NewStateReason].filter((part) => part !== null && part !== undefined).join(": "),
      firing: NewStateValue === "ALARM", at: StateChangeTime?.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") ?? Timestamp,
      labels: {
        region: Region, account: AWSAccountId, metric: Trigger?.MetricName, namespace: Trigger?.Namespace,
        ...Object.fromEntries((Trigger?.Dimensions ?? []).map(({ name, value }) => [name, value])),
      },
    }, now)],
    id,
  );
}
