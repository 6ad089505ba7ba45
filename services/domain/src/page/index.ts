export { channelsOf, ladderOf, type Concerned, type Ladder, type OnCall } from "./ladder.ts";
export { claimedStep, maySend, type Page, type PageCommand } from "./page.ts";
export { pageDecider } from "./pageDecider.ts";
export { redactionOf, tellAlert, type ToldAlert } from "./tellAlert.ts";
