export { environmentDecider, type Environment, type EnvironmentCommand } from "./environmentDecider.ts";
