export { counterDecider, numberOf, type Counter, type CounterCommand } from "./counterDecider.ts";
