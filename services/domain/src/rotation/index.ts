export { latestOrder, type PeopleChange, type Taker } from "./changedPeople.ts";
export { evolvePlan, heldAt, layersAt, peopleAt, beginningPlan, versionsOf, type RotationPlan, type Swap } from "./layers.ts";
export { refuseUnusable } from "./layering.ts";
export { takersFrom } from "./leaving.ts";
export type { CreatedRotation, ImportedSchedule, Rotation, RotationCommand } from "./rotation.ts";
export { rotationDecider } from "./rotationDecider.ts";
