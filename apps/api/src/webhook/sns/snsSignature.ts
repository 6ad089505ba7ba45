import { createVerify, X509Certificate } from "node:crypto";
import type { SnsMessage } from "../vendors/cloudWatch.ts";

/** Where a topic's certificates stand: put together from the topic that somebody of this house has named, and the name of a file. */
export interface CertificateAddress {
  readonly host: string;
  readonly path: string;
}

/** An ARN of a topic, with its region. */
const TOPIC = /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z0-9-]{1,40}):\d{1,20}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;
const CERTIFICATE = /^\/SimpleNotificationService-[0-9a-f]{8,64}\.pem$/;

/** Whether it is the ARN of a topic of SNS. */


/** The host of SNS in a topic's region; null for what is no topic. */
function hostOf(topic: string): string | null {
  const [, partition, region] = TOPIC.exec(topic) ?? [];
  return region === undefined ? null : `sns.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`;
}

/** Where the certificate of a message stands: at its topic's own host, whatever the message says; null: it names another one. */
export function certificateAddress({ TopicArn, SigningCertURL }: SnsMessage): CertificateAddress | null {
  const host = hostOf(TopicArn);
  if (host === null || SigningCertURL === null || SigningCertURL === undefined || !URL.canParse(SigningCertURL)) return null;
  const { protocol, hostname, port, username, password, pathname, search } = new URL(SigningCertURL);
  const own = protocol === "https:" && hostname === host && port === "" && `${username}${password}${search}` === "";
  return own && CERTIFICATE.test(pathname) ? { host, path: pathname } : null;
}

/** What is signed of a message: names and values, a line each, as SNS documents it. */
function signedText(message: SnsMessage): string {
  const { Type, Subject, SubscribeURL, Token, Message, MessageId, Timestamp, TopicArn } = message;
  const fields: readonly (readonly [string, string | null | undefined])[] = Type === "Notification"
    ? [
      ["Message", Message], ["MessageId", MessageId], ["Subject", Subject], ["Timestamp", Timestamp], ["TopicArn", TopicArn],
      ["Type", Type],
    ]
    : [
        ["Message", Message], ["MessageId", MessageId], ["SubscribeURL", SubscribeURL], ["Timestamp", Timestamp], ["Token", Token],
        ["TopicArn", TopicArn], ["Type", Type],
      ];
  return fields.flatMap(([name, value]) => (value === null || value === undefined ? [] : [`${name}\n${value}\n`])).join("");
}

const digests: Readonly<Record<string, string>> = { 1: "RSA-SHA1", 2: "RSA-SHA256" };

/** Why a message is not signed by SNS with this certificate, in words; null where it is. `host`: where the certificate came from. */
export function wrongSignature(message: SnsMessage, { pem, host, now }: {
  readonly pem: string; readonly host: string; readonly now: Date;
}): string | null {
  const digest = new Map(Object.entries(digests)).get(message.SignatureVersion ?? "");
  if (digest === undefined) return "its signature is of a version that is not known: SNS has 1 and 2";
  const certificate = certificateIn(pem);
  if (certificate === null) return "what stands where its certificate should is none";
  const names = ["sns.amazonaws.com", host, ...(host.endsWith(".cn") ? ["sns.amazonaws.com.cn"] : [])];
  const named = names.some((name) => certificate.checkHost(name, { subject: "always" }) !== undefined);
  if (!named) return "its certificate is not one of SNS";
  if (now < certificate.validFromDate || now > certificate.validToDate) return "its certificate is not valid now";
  const key = certificate.publicKey;
  if (key.asymmetricKeyType !== "rsa") return "its certificate has no RSA key";
  const holds = createVerify(digest).update(signedText(message), "utf8").verify(key, message.Signature ?? "", "base64");
  return holds ? null : "its signature does not hold";
}

function certificateIn(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null; // whatever it is, it is no certificate
  }
}
