import { customerDecider } from "@ballast/domain/customer";
import { idOf, ids } from "@ballast/eventlog";
import { customerAttributes, customerKey } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, idField, intField, jsonField, lineField, optional, otherwise, partIdField, reasonField,
} from "../commands/inputFields.ts";
import { customerLinkUrl } from "./customerLink.ts";
import { z } from "zod";

const describeCustomer = defineMutation({
  name: "describeCustomer",
  description:
    "Says what a customer is called and what is known of it. Said again, nothing happens; said otherwise, it is so from then on.",
  permission: "customer.write",
  record: "Customer",
  input: {
    externalId: field(() => String, customerKey, "Its id, as applications send it."),
    name: lineField("How it is called."),
    plan: optional(lineField("Its plan.")),
    region: optional(lineField("Where it is.")),
    attributes: otherwise(
      jsonField(customerAttributes, "What else is known of it: an object of at most 50 texts, numbers, yes or no, or lists of texts."),
      {},
    ),
  },
  touches: () => null,
  async act(run, { externalId, name, plan, region, attributes }) {
    const id = idOf(customerDecider, externalId);
    await run.handle({
      aggregate: customerDecider, id, guarded: true,
      command: { type: "DescribeCustomer", now: run.now, customerId: id, id: externalId, name, plan, region, attributes, by: "hand" },
    });
    return { id };
  },
});

const customerField = idField("Customer", "The customer.");

const issueCustomerLink = defineMutation({
  name: "issueCustomerLink",
  description:
    "Makes an address at which whoever has it reads what a customer had: its services, the incidents that reached it, their minutes; nothing private.",
  permission: "statusPage.write",
  record: "Customer",
  input: {
    customerId: customerField, note: lineField("Whom it is given to, or what for."),
    expiresInDays: otherwise(intField("In how many days it ends; 90 unless told.", z.int().min(1).max(730)), 90),
  },
  extras: { url: { type: () => String, nullable: false, description: "The address." } },
  touches: () => null,
  async act(run, { customerId, note, expiresInDays }, context) {
    const linkId = ids.part(run.commandId, "link");
    const expiresAt = new Date(Date.parse(run.now) + expiresInDays * 86_400_000).toISOString();
    await run.handle({
      aggregate: customerDecider, id: customerId, command: { type: "IssueCustomerLink", customerId, linkId, note, at: run.now, expiresAt },
    });
    return { id: customerId, url: customerLinkUrl(context, customerId, linkId) };
  },
});

const revokeCustomerLink = defineMutation({
  name: "revokeCustomerLink",
  description: "Whoever has the address finds nothing at it from now on.",
  permission: "statusPage.write",
  record: "Customer",
  input: { customerId: customerField, linkId: partIdField("Which address."), reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { customerId, linkId, reason }) {
    await run.handle({
      aggregate: customerDecider, id: customerId, guarded: true, command: { type: "RevokeCustomerLink", customerId, linkId, reason },
    });
    return { id: customerId };
  },
});

export const customerMutations: readonly Mutation[] = [describeCustomer, issueCustomerLink, revokeCustomerLink];
