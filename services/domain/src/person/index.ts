export { personDecider, type Person, type PersonCommand } from "./personDecider.ts";
