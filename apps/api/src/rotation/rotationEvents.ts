import type { RotationEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import { count, momentText } from "../words.ts";

/** How the events of rotations read. */
export const rotationSentences: Sentences<RotationEvent> = {
  RotationCreated: ({ name, layer }, { by }) => `${by} created the rotation ${name} with ${count(layer.people.length, "person", "people")}`,
  RotationRenamed: ({ name }, { by }) => `${by} renamed a rotation to ${name}`,
  RotationChanged: ({ rotationId, layer }, { by, rotation }) =>
    `${by} changed the rotation ${rotation(rotationId)} from ${momentText(layer.effectiveFrom)} on`,
  OverrideAdded: ({ rotationId, override }, { rotation, person }) =>
    `${person(override.personId)} takes over ${rotation(rotationId)} from ${momentText(override.from)} to ${momentText(override.to)}`,
  OverrideRemoved: ({ rotationId, reason }, { by, rotation }) => `${by} took an override of ${rotation(rotationId)} back${because(reason)}`,
};

/** Whom they concern. */
export const rotationTelling: Telling<RotationEvent> = {
  RotationCreated: "followers",
  RotationRenamed: "followers",
  RotationChanged: "followers",
  OverrideAdded: "everybody",
  OverrideRemoved: "followers",
};
