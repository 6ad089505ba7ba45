import type { CustomerDoor, CustomerEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";

const doors: Readonly<Record<CustomerDoor, string>> = {
  deploy: "was in a deploy", evaluation: "asked for a flag", alert: "was named by an alert", import: "was imported",
};

/** How the events of customers read. */
export const customerSentences: Sentences<CustomerEvent> = {
  CustomerDescribed: ({ name, plan, region, by: means }, { by }) =>
    `${by} ${means === "import" ? "imported" : "described"} the customer ${[name, plan, region].filter((part) => part !== null).join(", ")}`,
  CustomerSeen: ({ id, door }) => `The customer ${id} ${doors[door]}`,
  CustomerLinkIssued: ({ customerId, note }, { by, customer }) =>
    `${by} made an address at which what ${customer(customerId)} had is read${because(note)}`,
  CustomerLinkRevoked: ({ customerId, reason }, { by, customer }) =>
    `${by} revoked an address at which what ${customer(customerId)} had is read${because(reason)}`,
};

/** Whom they concern: there are many of them, and each is told on its own view. */
export const customerTelling: Telling<CustomerEvent> = {
  CustomerDescribed: "followers",
  CustomerLinkIssued: "followers",
  CustomerLinkRevoked: "followers",
  CustomerSeen: { silent: "a customer comes every day; its page says when it did last" },
};
