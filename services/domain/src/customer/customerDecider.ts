import type { CustomerAttributes, CustomerDescription, CustomerDoor, CustomerEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";

/** When a customer first and last came by a door; ISO. */
export interface Seen {
  readonly first: string;
  readonly last: string;
}

/** A customer that is known here: described, seen, or both. */
export interface KnownCustomer {
  readonly status: "known";
  readonly customerId: string;
  /** As applications send it: the value that flags are divided by. */
  readonly id: string;
  /** Its id where nobody has said how it is called. */
  readonly name: string;
  readonly plan: string | null;
  readonly region: string | null;
  readonly attributes: CustomerAttributes;
  /** False: it was only seen. */
  readonly described: boolean;
  readonly seen: Readonly<Partial<Record<CustomerDoor, Seen>>>;
  /** Addresses at which what it had is read, the oldest first. */
  readonly links: readonly CustomerLink[];
}

/** An address that was handed out. */
export interface CustomerLink {
  readonly linkId: string;
  /** Whom it was given to, or what for. */
  readonly note: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
  /** Why it does not hold any more; null while nobody took it back. */
  readonly revoked: string | null;
}

/** Whether whoever has an address reads something at it. */
export const holds = ({ expiresAt, revoked }: CustomerLink, now: string): boolean =>
  revoked === null && instantOf(now) < instantOf(expiresAt);

export type Customer = { readonly status: "absent" } | KnownCustomer;

export type CustomerCommand =
  | ({
      readonly type: "DescribeCustomer";
      readonly now: string;
      readonly customerId: string;
      readonly by: DataOf<"CustomerDescribed">["by"];
    } & CustomerDescription)
  /** It came by a door at `at`, which may have been long ago. */
  | ({ readonly type: "SeeCustomer"; readonly now: string } & DataOf<"CustomerSeen">)
  | ({ readonly type: "IssueCustomerLink" } & DataOf<"CustomerLinkIssued">)
  | ({ readonly type: "RevokeCustomerLink" } & DataOf<"CustomerLinkRevoked">);

type Command<Type extends CustomerCommand["type"]> = Extract<CustomerCommand, { type: Type }>;

/** So long after it was seen last by a door it is news again, ms. */
export const SEEN_AGAIN_AFTER_MS = 24 * 60 * 60_000;

/** No address holds for longer, ms: two years. And so many may hold at a time. */
const LONGEST_MS = 730 * 86_400_000;
const MOST_LINKS = 100;

function evolve(customer: Customer, event: CustomerEvent): Customer {
  if (event.type === "CustomerLinkIssued" || event.type === "CustomerLinkRevoked")
    return customer.status === "known" ? { ...customer, links: linksAfter(customer.links, event) } : customer;
  const { customerId, id } = event.data;
  const before: KnownCustomer =
    customer.status === "known"
      ? customer
      : { status: "known", customerId, id, name: id, plan: null, region: null, attributes: {}, described: false, seen: {}, links: [] };
  if (event.type === "CustomerSeen") return seenBy(before, event.data.door, event.data.at);
  const { name, plan, region, attributes, by, at } = event.data;
  const described = { ...before, name, plan, region, attributes, described: true };
  return by === "import" ? seenBy(described, "import", at) : described;
}

function seenBy(customer: KnownCustomer, door: CustomerDoor, at: string): KnownCustomer {
  const known = customer.seen[door] ?? { first: at, last: at };
  const earlier = Date.parse(at) < Date.parse(known.first);
  const later = Date.parse(at) > Date.parse(known.last);
  return { ...customer, seen: { ...customer.seen, [door]: { first: earlier ? at : known.first, last: later ? at : known.last } } };
}

function describe({ type: _, now, ...said }: Command<"DescribeCustomer">, customer: Customer): readonly CustomerEvent[] {
  if (customer.status === "known" && customer.described && sameDescription(customer, said)) return [];
  return [{ type: "CustomerDescribed", data: { ...said, attributes: { ...said.attributes }, at: now } }];
}

const sameDescription = (customer: CustomerDescription, said: CustomerDescription): boolean =>
  sameContent(partsOf(customer), partsOf(said));

const partsOf = ({ name, plan, region, attributes }: CustomerDescription): Omit<CustomerDescription, "id"> => ({
  name, plan, region, attributes,
});

type LinkEvent = Extract<CustomerEvent, { type: "CustomerLinkIssued" | "CustomerLinkRevoked" }>;

function linksAfter(links: readonly CustomerLink[], event: LinkEvent): readonly CustomerLink[] {
  if (event.type === "CustomerLinkRevoked")
    return links.map((link) => (link.linkId === event.data.linkId ? { ...link, revoked: event.data.reason } : link));
  const { linkId, note, at, expiresAt } = event.data;
  return [...links.filter((link) => link.linkId !== linkId), { linkId, note, issuedAt: at, expiresAt, revoked: null }];
}

const absent = (customerId: string): Rejection => new Rejection("NOT_FOUND", `there is no customer ${customerId}`, ["customerId"]);

function issueLink({ type: _, ...data }: Command<"IssueCustomerLink">, customer: Customer): readonly CustomerEvent[] {
  if (customer.status === "absent") throw absent(data.customerId);
  const lasts = instantOf(data.expiresAt) - instantOf(data.at);
  if (lasts <= 0 || lasts > LONGEST_MS) throw new Rejection("INVALID_INPUT", "an address holds for two years at most", ["expiresInDays"]);
  if (customer.links.filter((link) => holds(link, data.at)).length >= MOST_LINKS)
    throw new Rejection("TOO_LARGE", `${String(MOST_LINKS)} addresses hold: revoke some first`, ["customerId"]);
  return [{ type: "CustomerLinkIssued", data }];
}

function revokeLink({ type: _, ...data }: Command<"RevokeCustomerLink">, customer: Customer): readonly CustomerEvent[] {
  if (customer.status === "absent") throw absent(data.customerId);
  const link = customer.links.find(({ linkId }) => linkId === data.linkId);
  if (link === undefined) throw new Rejection("NOT_FOUND", `it has no address ${data.linkId}`, ["linkId"]);
  return link.revoked === null ? [{ type: "CustomerLinkRevoked", data }] : [];
}

function decide(command: CustomerCommand, customer: Customer): readonly CustomerEvent[] {
  switch (command.type) {
    case "DescribeCustomer":
      return describe(command, customer);
    case "SeeCustomer":
      return see(command, customer);
    case "IssueCustomerLink":
      return issueLink(command, customer);
    case "RevokeCustomerLink":
      return revokeLink(command, customer);
  }
}

/** Once a day says enough: a busy customer must not fill the log. */
function see({ type: _, now: __, ...data }: Command<"SeeCustomer">, customer: Customer): readonly CustomerEvent[] {
  const known = customer.status === "known" ? customer.seen[data.door] : undefined;
  if (known !== undefined && Date.parse(data.at) < Date.parse(known.last) + SEEN_AGAIN_AFTER_MS) return [];
  return [{ type: "CustomerSeen", data }];
}

/** A customer by the id that applications send. What is said of it is refused never: it was checked where it came in. */
export const customerDecider = aggregate("customer", {
  initialState: { status: "absent" } as Customer,
  evolve,
  decide,
  keyOf: (id: string) => [id],
});
