export {
  colourOf, colours, paceOf, triggersOf, type BudgetFacts, type Colour, type ProgramFacts, type Trigger,
} from "./triggers.ts";
