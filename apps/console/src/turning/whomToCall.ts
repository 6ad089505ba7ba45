/** Somebody who can kill it otherwise, and why them. */
export interface Callable {
  readonly name: string;
  /** "on call for checkout", "its owner". */
  readonly as: string;
}

interface Answering {
  readonly slug: string;
  readonly responders: { readonly onNow: { readonly name: string } | null } | null;
}

/** Who is on call for these services, then the owner; each once, by what they are first. */
export function callableFor(services: readonly Answering[], owner: string | null): readonly Callable[] {
  const onCall = services.flatMap(({ slug, responders }) => {
    const name = responders?.onNow?.name;
    return name === undefined ? [] : [{ name, as: `on call for ${slug}` }];
  });
  const all = [...onCall, ...(owner === null ? [] : [{ name: owner, as: "its owner" }])];
  return all.filter(({ name }, index) => all.findIndex((one) => one.name === name) === index);
}

/** "Meanwhile call Ana Kovač, on call for checkout, or Sam Ito, its owner." */
export function whomToCall(callable: readonly Callable[]): string {
  if (callable.length === 0) return "Meanwhile call whoever runs the application: nobody is on call for its services.";
  return `Meanwhile call ${callable.slice(0, 3).map(({ name, as }) => `${name}, ${as}`).join(", or ")}.`;
}
