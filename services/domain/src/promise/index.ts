export { daysBetween, firstPromise, lateness, priceOfLateness, type Lateness, type Promised, type Slip } from "./ledger.ts";
