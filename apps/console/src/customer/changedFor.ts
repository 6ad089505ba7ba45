import type { CustomerRecord } from "./customerDocuments.ts";
import type { CustomerFlag } from "./customerFlagDocuments.ts";
import { applies, getsWord, keyOf } from "./flagRows.ts";

type Change = CustomerRecord["changes"][number];

/** Something that changed what a customer meets: a release that reached it, or a flag that was turned. */
export interface ChangedFor {
  readonly key: string;
  /** ISO. */
  readonly at: string;
  readonly words: string;
  readonly href: string | null;
}

/** So many are shown. */
const MOST = 12;

const ofDeploy = ({ at, service, environment, version, deploy, sentence }: Change): ChangedFor => ({
  key: `${at} ${service.slug} ${environment} ${version}`, at, words: sentence,
  href: deploy === null ? null : `/deploys/${encodeURIComponent(deploy.id)}`,
});

/** What a flag last did for it, in words: killed, set by hand, or turned for everyone. */
function turnWords(flag: CustomerFlag): string {
  const { because, byHand, targeting: { killed } } = flag;
  if (killed) return `${keyOf(flag)} killed`;
  return byHand ? `${keyOf(flag)} ${getsWord(flag)}, ${because}` : `${keyOf(flag)} turned: it gets ${getsWord(flag)}, ${because}`;
}

function ofFlag(flag: CustomerFlag): readonly ChangedFor[] {
  const { since, targeting: { id, environment, flag: record } } = flag;
  // One that gives it nothing was opened, or turned for others.
  if (record === null || !applies(flag)) return [];
  const href = `/flags/${encodeURIComponent(record.name)}?in=${encodeURIComponent(environment)}`;
  return [{ key: `${since} ${id}`, at: since, words: turnWords(flag), href }];
}

/** The last changes of releases and flags for it, newest first. */
export const changedFor = (changes: readonly Change[], flags: readonly CustomerFlag[]): readonly ChangedFor[] =>
  [...changes.map(ofDeploy), ...flags.flatMap(ofFlag)].toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at)).slice(0, MOST);
