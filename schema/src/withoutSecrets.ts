/** What stands in the place of what was taken out. */
const hidden = "…";

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
/** A text where it stands by itself: a topic called `ann` is in no `annual`. */
const alone = (text: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(text)}(?![\\p{L}\\p{N}])`, "giu");

/** A telephone number as it may be grouped. Each is read once, so that words take as long as they are long, whatever stands in them. */
const grouped = /[+(]?\d(?:[\d\s().-]*\d)?/gu;

/** Leaves out a number by its last digits, from how far behind its country it is said. */
function withoutNumber(text: string, digits: string): string {
  const last = digits.slice(-7);
  return text.replace(grouped, (found) => {
    const at = found.replaceAll(/\D/gu, "").lastIndexOf(last);
    return at < 0 ? found : `${hidden}${found.slice(endOfDigits(found, at + last.length))}`;
  });
}

/** Where so many digits of a text have been. */
function endOfDigits(text: string, count: number): number {
  let [end, left] = [0, count];
  for (; left > 0; end += 1) if (/\d/u.test(text.charAt(end))) left -= 1;
  return end;
}

/** Of an address everything by which it could be written to: its whole, and the parts of its path and its query. */
function partsOf(secret: string): readonly string[] {
  if (!URL.canParse(secret) || !/^https?:/iu.test(secret)) return [secret, encodeURIComponent(secret)];
  const { href, pathname, search, username, password, searchParams } = new URL(secret);
  const parts = [...pathname.split("/"), ...searchParams.values(), username, password];
  return [secret, href, `${pathname}${search}`, pathname, ...parts.flatMap((part) => [part, decoded(part)])];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Shorter ones are no secret, and stand in many words. */
const SHORTEST = 3;
/** Telephone numbers have so many digits at least: what an answer is numbered by has fewer. */
const FEWEST_DIGITS = 8;

/** A day and an address of the net say when and where something failed, and call nobody. */
const day = String.raw`(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)(?: \d\d(?=:))?`;
const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const netAddress = String.raw`(?<![\d.])${octet}(?:\.${octet}){3}(?!\.?\d)`;
const numbersAlike = new RegExp(String.raw`(${day}|${netAddress})|\+?\d[\d\s().-]{6,}\d`, "gu");

/**
 * What another system said, fit to be kept: without the addresses, numbers and keys that it was asked with, which it likes to repeat, and
 * without whatever looks like one. Of the web's addresses the host stays.
 * @param secrets what it was asked with: addresses, telephone numbers, keys
 */
export function withoutSecrets(text: string, secrets: readonly string[] = []): string {
  const parts = [...new Set(secrets.flatMap(partsOf))].filter((part) => part.length >= SHORTEST && /[^/]/u.test(part));
  const named = parts.toSorted((one, other) => other.length - one.length)
    .reduce((left, part) => left.replace(/^[\p{L}\p{N}]/u.test(part) ? alone(part) : new RegExp(escaped(part), "giu"), hidden), text);
  const numbers = secrets.filter((secret) => /^\+?[\d\s().-]+$/u.test(secret)).map((secret) => secret.replaceAll(/\D/gu, ""))
    .filter((digits) => digits.length >= SHORTEST + 4);
  return numbers.reduce(withoutNumber, named)
    .replaceAll(/(https?:\/\/)(?:[^\s/@"'<>]*@)?([^\s/?#"'<>@]+)[/?#][^\s"'<>]*/giu, `$1$2/${hidden}`)
    .replaceAll(/(https?:\/\/)[^\s/@"'<>]*@/giu, "$1")
    .replaceAll(/(?<![^\s@<>()"',;:])[^\s@<>()"',;:]+@[^\s@<>()"',;:]+/gu, hidden)
    .replaceAll(/[A-Za-z0-9_-]{20,}/gu, (found) => (/\d/u.test(found) ? hidden : found))
    .replaceAll(numbersAlike, (found, kept?: string) =>
      (kept === undefined && found.replaceAll(/\D/gu, "").length >= FEWEST_DIGITS ? hidden : found));
}
