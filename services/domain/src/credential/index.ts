export { credentialDecider, type Credential, type CredentialCommand } from "./credentialDecider.ts";
