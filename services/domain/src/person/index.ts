export { knowsOfGap, knowsOfGapAt, newsIn, type Noticed, type ToldTime } from "./notices.ts";
export { TEST_PAGE_MS, type TestPage, type VerifiedChannel } from "./testPages.ts";
export { personDecider, type Person, type PersonCommand } from "./personDecider.ts";
