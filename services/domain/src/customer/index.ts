export {
  customerDecider, holds, SEEN_AGAIN_AFTER_MS, type Customer, type CustomerCommand, type CustomerLink, type KnownCustomer, type Seen,
} from "./customerDecider.ts";
export { statementHtml, type StatedPart, type StatementContent } from "./statement.ts";
