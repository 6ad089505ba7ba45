import { createTransport, type NodemailerError } from "nodemailer";
import { htmlOf } from "./html.ts";
import { reasonOf } from "./reasonOf.ts";
import { DeliveryRefused, headerKey, type Delivery, type Message } from "./message.ts";

/** The mail server that takes our mail. */
export type MailOptions = {
  readonly host: string;
  readonly port: number;
  /** TLS from the start; otherwise STARTTLS where the server offers it. */
  readonly secure?: boolean | undefined;
  /** Refuse to send without TLS. */
  readonly requireTls?: boolean | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Sender: an address, or `Name <address>`. */
  readonly from: string;
};

/** Something that takes messages of one channel. */
export type Channel = {
  /** @throws DeliveryRefused when it will never take this one; any other error is worth another try */
  readonly deliver: (message: Message) => Promise<Delivery>;
  readonly close: () => void;
};

/** One address and nothing else: no list, no second recipient smuggled in. */
const ONE_ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/** Mail over SMTP. The Message-ID comes from the key, so that a repeated mail is recognised as the same one. */
export function mailChannel(options: MailOptions): Channel {
  const { host, port, secure = false, requireTls = false, user, password, from } = options;
  const auth = user === undefined ? undefined : { user, pass: password ?? "" };
  const transport = createTransport({
    ...{ host, port, secure, auth, requireTLS: requireTls },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async deliver(message) {
      if (!ONE_ADDRESS.test(message.to))
        throw new DeliveryRefused("mail", `"${message.to}" is not a mail address`, { brief: "it is no mail address" });
      try {
        const sent = await transport.sendMail(mailOf(message, from));
        return { delivered: true, channel: "mail", providerId: sent.response };
      } catch (error) {
        if (!refusedForGood(error)) throw error;
        throw new DeliveryRefused("mail", `The mail server refuses: ${error.message}`, { cause: error, brief: reasonOf(error) });
      }
    },
    close: () => transport.close(),
  };
}

function mailOf(message: Message, from: string) {
  const { to, subject, text, html, link, linkText, key, signal, attachments = [], unsubscribe } = message;
  const needsLink = link !== undefined && !text.includes(link);
  return {
    from,
    to: { name: "", address: to },
    subject: subject.replace(/\s+/g, " "),
    text: needsLink ? `${text}\n\n${link}\n` : text,
    html: html ?? htmlOf(text, link, linkText),
    attachments: attachments.map(({ name, type, base64 }) => ({ filename: name, contentType: type, content: base64, encoding: "base64" })),
    messageId: `<${headerKey(key)}@${/@([^\s@>]+)>?\s*$/.exec(from)?.[1] ?? "ballast.invalid"}>`,
    // No automatic answer should ever come back to a page.
    headers: {
      "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "X-Ballast-Key": headerKey(key),
      ...(unsubscribe === undefined ? {} : {
        "List-Unsubscribe": `<${unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Precedence": "bulk",
      }),
    },
    ...(signal === undefined ? {} : { signal }),
  };
}

/** SMTP answers of the 5xx class, and addresses that no server would take. */
function refusedForGood(error: unknown): error is NodemailerError {
  if (!(error instanceof Error)) return false;
  const { permanent, code }: NodemailerError = error;
  return permanent ?? code === "EENVELOPE";
}
