import { DeliveryRefused, NoAnswer } from "./message.ts";
import { ChatUnavailable } from "./webhookTarget.ts";

const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{1,40}$/u;
/** As RFC 3463 has it, behind the three digits: `550 5.1.1`. */
const ENHANCED = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/u;

const fieldOf = (error: object, name: string): unknown => Object.entries(error).find(([key]) => key === name)?.[1];

/**
 * Why a message did not go out, in our own words. What other servers say, and what the system says of a connection, names the address or
 * repeats a part of it, as a webhook's path, which is its secret: none of that is in here.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof NoAnswer) return error.message;
  if (error instanceof DeliveryRefused) return error.brief;
  if (error instanceof ChatUnavailable) return `it answered ${String(error.status)}`;
  if (!(error instanceof Error)) return "it failed";
  if (error.name === "TimeoutError") return "it gave no answer in time";
  const [answered, said, code] = [fieldOf(error, "responseCode"), fieldOf(error, "response"), fieldOf(error, "code")];
  if (typeof answered === "number") {
    const enhanced = typeof said === "string" ? ENHANCED.exec(said.slice(0, 50))?.[1] : undefined;
    return `the mail server answered ${String(answered)}${enhanced === undefined ? "" : ` ${enhanced}`}`;
  }
  return typeof code === "string" && SYSTEM_CODE.test(code) ? `it cannot be reached (${code})` : "it failed";
}
