import type { ByChannel, DataOf, PublicationEvent, PublicationSubject, PublishedNotice } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";

/** Something that subscribers of status pages are told, or that was taken back before they were. */
export interface KnownPublication extends PublicationSubject {
  readonly status: "withdrawn" | "released" | "addressed" | "listed";
  readonly publicationId: string;
  /** By page; none where no page tells of it, or it was taken back. */
  readonly notices: readonly PublishedNotice[];
  /** How many were told, by channel; null: nobody has written that down yet. */
  readonly told: ByChannel | null;
}
export type Publication = { readonly status: "absent" } | KnownPublication;

type Ask<Type extends string, Data> = { readonly type: Type } & Data;

export type PublicationCommand =
  | Ask<"WithdrawPublication", DataOf<"PublicationWithdrawn">>
  | Ask<"ReleasePublication", DataOf<"PublicationReleased">>
  | Ask<"AddressPublication", DataOf<"PublicationAddressed">>
  | Ask<"ListPublication", DataOf<"PublicationListed">>;

/** So long nothing goes out, ms: until then it can be taken back, and nobody was told. */
export const UNDO_MS = 10_000;

/** What a publication's id is made from: a retry, another server and whoever takes it back name the same one. */
export const publicationKey = ({ kind, incidentId, updateId, maintenanceId }: PublicationSubject, occasion: string): readonly string[] =>
  [kind, incidentId ?? "", updateId ?? "", maintenanceId ?? "", occasion];

export const totalOf = ({ mail, chat, webhook }: ByChannel): number => mail + chat + webhook;

function evolve(publication: Publication, event: PublicationEvent): Publication {
  switch (event.type) {
    case "PublicationWithdrawn":
      return { ...event.data, status: "withdrawn", notices: [], told: null };
    case "PublicationReleased":
      return { ...event.data, status: "released", notices: [], told: null };
    case "PublicationAddressed":
      return publication.status === "absent" ? publication : { ...publication, status: "addressed", notices: event.data.notices };
    case "PublicationListed":
      return publication.status === "absent" ? publication : { ...publication, status: "listed", told: event.data.told };
  }
}

function withdraw(
  { type, ...data }: Extract<PublicationCommand, { type: "WithdrawPublication" }>, publication: Publication,
): readonly PublicationEvent[] {
  if (publication.status === "absent") return [{ type: "PublicationWithdrawn", data }];
  if (publication.status === "withdrawn") return [];
  const told = publication.told === null ? "" : ` to ${String(totalOf(publication.told))}`;
  throw new Rejection("PUBLISHED_ALREADY", `it went out${told}: what was said cannot be unsaid`, ["updateId"]);
}

function decide(command: PublicationCommand, publication: Publication): readonly PublicationEvent[] {
  switch (command.type) {
    case "WithdrawPublication":
      return withdraw(command, publication);
    case "ReleasePublication": {
      const { type, ...data } = command;
      return publication.status === "absent" ? [{ type: "PublicationReleased", data }] : [];
    }
    case "AddressPublication": {
      const { type, ...data } = command;
      return publication.status === "released" ? [{ type: "PublicationAddressed", data }] : [];
    }
    case "ListPublication": {
      const { type, ...data } = command;
      return publication.status === "addressed" ? [{ type: "PublicationListed", data }] : [];
    }
  }
}

/** Something that is told to subscribers. Whether it goes out or was taken back its own stream decides. */
export const publicationDecider = aggregate("publication", {
  initialState: { status: "absent" } as Publication, evolve, decide,
  keyOf: (subject: PublicationSubject, occasion: string) => [...publicationKey(subject, occasion)],
});
