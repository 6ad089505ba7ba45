export { latestOrder, peopleFrom, type PeopleChange, type Taker } from "./changedPeople.ts";
export { evolvePlan, heldAt, type RotationPlan } from "./layers.ts";
export { rotationDecider, type Rotation, type RotationCommand } from "./rotationDecider.ts";
