export { mailingDecider, waitsIn, type KnownMailing, type Mailing, type MailingCommand, type Told } from "./mailingDecider.ts";
export {
  publicationDecider, publicationKey, totalOf, UNDO_MS, type KnownPublication, type Publication, type PublicationCommand,
} from "./publicationDecider.ts";
