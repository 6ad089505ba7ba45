import type { RotationEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count, momentText, productWords } from "../words.ts";

const layerOf = ({ name }: { readonly name: string }): string => (name === "" ? "the first layer" : `the layer ${name}`);

/** How the events of rotations read. */
export const rotationSentences: Sentences<RotationEvent> = {
  RotationCreated: ({ name, layer }, { by }) => `${by} created the rotation ${name} with ${count(layer.people.length, "person", "people")}`,
  RotationRenamed: ({ name }, { by }) => `${by} renamed a rotation to ${name}`,
  RotationChanged: ({ rotationId, layer }, { by, rotation }) =>
    layer.endsAt === layer.effectiveFrom
      ? `${by} ended ${layerOf(layer)} of ${rotation(rotationId)} at ${momentText(layer.endsAt)}`
      : `${by} changed ${layer.name === "" ? "the rotation" : `${layerOf(layer)} of`} ${rotation(rotationId)} from ${momentText(layer.effectiveFrom)} on`,
  LayerAdded: ({ rotationId, layer }, { by, rotation }) =>
    `${by} added ${layerOf(layer)} to ${rotation(rotationId)} from ${momentText(layer.effectiveFrom)} on`,
  OverrideAdded: ({ rotationId, override }, { rotation, person }) =>
    `${person(override.personId)} takes over ${rotation(rotationId)} from ${momentText(override.from)} to ${momentText(override.to)}`,
  OverrideRemoved: ({ rotationId, reason }, { by, rotation }) => `${by} took an override of ${rotation(rotationId)} back${because(reason)}`,
  FallbackSet: ({ rotationId, personId }, { by, rotation, person }) =>
    personId === null
      ? `${by} left gaps of ${rotation(rotationId)} to nobody`
      : `${by} let ${person(personId)} answer where nobody is on call for ${rotation(rotationId)}`,
  RotationOwnerSet: ({ rotationId, personId }, { by, rotation, person }) =>
    `${by} said that ${personId === null ? "whoever takes turns" : person(personId)} is told of gaps of ${rotation(rotationId)}`,
  EmptyShiftAlertSet: ({ rotationId, alert }, { by, rotation }) => alert === null
    ? `${by} no longer makes empty shifts of ${rotation(rotationId)} alerts`
    : `${by} made empty shifts of ${rotation(rotationId)} alerts of severity ${alert.severity}`,
  SwapAsked: ({ rotationId, personId, from, to, reason }, { rotation, person }) =>
    `${person(personId)} asks for a stand-in in ${rotation(rotationId)} from ${momentText(from)} to ${momentText(to)}${because(reason)}`,
  SwapWithdrawn: ({ rotationId }, { by, rotation }) => `${by} no longer asks for a stand-in in ${rotation(rotationId)}`,
  SwapTaken: ({ rotationId, personId, askedBy, from }, { rotation, person }) =>
    `${person(personId)} takes the shift of ${person(askedBy)} in ${rotation(rotationId)} from ${momentText(from)}`,
  PagerTakenOver: ({ rotationId, personId, until }, { rotation, person }) =>
    `${person(personId)} took over ${rotation(rotationId)} until ${momentText(until)}`,
  RotationImported: ({ rotationId, source }, { by, rotation }) =>
    `${by} brought ${rotation(rotationId)} here as ${productWords(source)} has it`,
  FindingKept: ({ rotationId, kind, from, to, reason }, { by, rotation }) =>
    `${by} left ${kind === "gap" ? "gaps" : "overlaps"} of ${rotation(rotationId)} from ${momentText(from)} to ${momentText(to)} as they are${because(reason)}`,
};

/** Whom they concern. */
export const rotationTelling: Telling<RotationEvent> = {
  RotationCreated: "followers",
  RotationRenamed: "followers",
  RotationChanged: "followers",
  OverrideAdded: "everybody",
  OverrideRemoved: "followers",
  LayerAdded: "followers",
  FallbackSet: "followers",
  RotationOwnerSet: "followers",
  EmptyShiftAlertSet: "followers",
  FindingKept: "followers",
  SwapAsked: "everybody",
  SwapWithdrawn: "followers",
  SwapTaken: "everybody",
  PagerTakenOver: "everybody",
  RotationImported: "followers",
};
