import { customerDecider } from "@ballast/domain/customer";
import { idOf } from "@ballast/eventlog";
import { customerAttributes, customerKey } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, jsonField, lineField, optional, otherwise } from "../commands/inputFields.ts";

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

export const customerMutations: readonly Mutation[] = [describeCustomer];
