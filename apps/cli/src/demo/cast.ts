import { ids } from "@ballast/eventlog";
import type { Actor, Role } from "@ballast/schema";

/** Somebody of the demonstration. */
export interface Character {
  readonly login: Login;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly timeZone: string;
  readonly teams: readonly string[];
}

/** Who works at the shop. The person who started Ballast is on call for the checkout beside them. */
export const cast: readonly Character[] = [
  { login: "ana", name: "Ana Kovač", roles: ["engineer", "responder", "commander"], timeZone: "Europe/Zagreb", teams: ["Checkout"] },
  { login: "jo", name: "Jo Lind", roles: ["engineer", "responder"], timeZone: "Europe/Stockholm", teams: ["Checkout"] },
  { login: "mira", name: "Mira Osei", roles: ["tpm", "responder", "commander"], timeZone: "Africa/Accra", teams: ["Availability"] },
  { login: "kim", name: "Kim Roy", roles: ["engineer", "responder"], timeZone: "Asia/Kolkata", teams: ["Platform"] },
  { login: "sam", name: "Sam Ito", roles: ["engineer"], timeZone: "Asia/Tokyo", teams: ["Platform"] },
];

/** Logins, for whoever tells the story. */
export type Login = "ana" | "jo" | "mira" | "kim" | "sam";

/** A character as an actor. */
export function actor(login: Login): Actor {
  const character = cast.find((one) => one.login === login);
  return { personId: ids.person(login), name: character?.name ?? login, means: "console" };
}

/** A service of the shop. */
export interface Shop {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** How its releases are called. */
  readonly version: (index: number, at: string) => string;
  readonly releasesInSixWeeks: number;
}

/** The day as a version, 2026.11.30. */
export const byDay = (at: string): string => at.slice(0, 10).split("-").map(Number).join(".");

/** Services beside the checkout: other systems deploy them, Ballast watches. */
export const shops: readonly Shop[] = [
  {
    slug: "search", name: "Search", description: "Finds products: query, ranking, suggestions.",
    version: (_, at) => byDay(at), releasesInSixWeeks: 14,
  },
  {
    slug: "billing", name: "Billing", description: "Invoices, refunds, bank files.", version: (index) => String(1_170 + index),
    releasesInSixWeeks: 11,
  },
  {
    slug: "identity", name: "Identity", description: "Sign-in, sessions, password resets.", version: (index) => String(405 + index),
    releasesInSixWeeks: 8,
  },
  {
    slug: "mail", name: "Mail", description: "Order confirmations and newsletters.", version: (index) => String(70 + index),
    releasesInSixWeeks: 4,
  },
  {
    slug: "gateway", name: "Gateway", description: "The front door: TLS, routing, limits.", version: (index) => `9.${String(index)}.0`,
    releasesInSixWeeks: 6,
  },
];
