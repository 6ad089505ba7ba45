/** A mail as people read it. */
export type ReadMail = {
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
};

type Part = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/**
 * Reads what our own mails are made of: encoded headers, quoted-printable and base64 in UTF-8, alternatives in each
 * other. Not a reader for anybody's mail.
 */
export function parseMail(raw: string): ReadMail {
  const mail = splitPart(raw);
  const leaves = leavesOf(mail);
  const body = (type: string): string => leaves.filter(({ headers }) => typeOf(headers) === type).map(decodeBody).join("\n");
  return {
    subject: mail.headers["subject"] ?? "",
    messageId: mail.headers["message-id"] ?? "",
    text: body("text/plain"),
    html: body("text/html"),
    headers: mail.headers,
  };
}

function splitPart(raw: string): Part {
  const end = raw.search(/\r?\n\r?\n/);
  const head = (end === -1 ? raw : raw.slice(0, end)).replace(/\r?\n[ \t]+/g, " ");
  const headers = head.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())] as const];
  });
  return { headers: Object.fromEntries(headers), body: end === -1 ? "" : raw.slice(end).replace(/^\r?\n\r?\n/, "") };
}

function typeOf(headers: Part["headers"]): string {
  return (headers["content-type"] ?? "text/plain").split(";")[0]?.trim().toLowerCase() ?? "text/plain";
}

function leavesOf(part: Part): readonly Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(part.headers["content-type"] ?? "")?.[1];
  if (boundary === undefined || !typeOf(part.headers).startsWith("multipart/")) return [part];
  const sections = `\n${part.body}`.split(`\n--${boundary}`).slice(1);
  return sections
    .filter((section) => !section.startsWith("--"))
    .flatMap((section) => leavesOf(splitPart(section.replace(/^[ \t]*\r?\n/, "").replace(/\r?\n?$/, ""))));
}

function decodeBody({ headers, body }: Part): string {
  const encoding = headers["content-transfer-encoding"]?.toLowerCase();
  const bytes =
    encoding === "base64"
      ? Buffer.from(body, "base64")
      : encoding === "quoted-printable"
        ? quotedPrintable(body)
        : Buffer.from(body, "latin1");
  return bytes.toString("utf8").replaceAll("\r\n", "\n");
}

function quotedPrintable(text: string): Buffer {
  const joined = text.replace(/=\r?\n/g, "");
  return Buffer.from(joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), "latin1");
}

/** Encoded words of RFC 2047; the space between two of them is not part of the text. */
function decodeWords(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, "?==?");
  const bytes = joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
    (how.toLowerCase() === "b" ? Buffer.from(word, "base64") : quotedPrintable(word.replaceAll("_", " "))).toString("latin1"),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}
