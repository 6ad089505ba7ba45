export { tokenDecider, type Token, type TokenCommand } from "./tokenDecider.ts";
