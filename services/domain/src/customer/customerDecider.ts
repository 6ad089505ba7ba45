import type { CustomerAttributes, CustomerDescription, CustomerDoor, CustomerEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { sameContent } from "../sameContent.ts";

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
}

export type Customer = { readonly status: "absent" } | KnownCustomer;

export type CustomerCommand =
  | ({
      readonly type: "DescribeCustomer";
      readonly now: string;
      readonly customerId: string;
      readonly by: DataOf<"CustomerDescribed">["by"];
    } & CustomerDescription)
  /** It came by a door at `at`, which may have been long ago. */
  | ({ readonly type: "SeeCustomer"; readonly now: string } & DataOf<"CustomerSeen">);

type Command<Type extends CustomerCommand["type"]> = Extract<CustomerCommand, { type: Type }>;

/** So long after it was seen last by a door it is news again, ms. */
export const SEEN_AGAIN_AFTER_MS = 24 * 60 * 60_000;

function evolve(customer: Customer, event: CustomerEvent): Customer {
  const { customerId, id } = event.data;
  const before: KnownCustomer =
    customer.status === "known"
      ? customer
      : { status: "known", customerId, id, name: id, plan: null, region: null, attributes: {}, described: false, seen: {} };
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

/** Once a day says enough: a busy customer must not fill the log. */
function see({ type: _, now: __, ...data }: Command<"SeeCustomer">, customer: Customer): readonly CustomerEvent[] {
  const known = customer.status === "known" ? customer.seen[data.door] : undefined;
  if (known !== undefined && Date.parse(data.at) < Date.parse(known.last) + SEEN_AGAIN_AFTER_MS) return [];
  return [{ type: "CustomerSeen", data }];
}

/** A customer by the id that applications send. It refuses nothing: what it is told was checked where it came in. */
export const customerDecider = aggregate("customer", {
  initialState: { status: "absent" } as Customer,
  evolve,
  decide: (command: CustomerCommand, customer: Customer): readonly CustomerEvent[] =>
    command.type === "DescribeCustomer" ? describe(command, customer) : see(command, customer),
  keyOf: (id: string) => [id],
});
