export { signInDecider, type SignInCommand, type SignIns } from "./signInDecider.ts";
