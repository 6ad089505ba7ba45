/** How sentences speak of the two sides that are compared. */
export interface SideWords {
  /** "The numbers of … could not be read." */
  readonly ours: string;
  readonly theirs: string;
  /** "0.4 % of the requests failed, 0.3 % …" */
  readonly onTheirs: string;
  /** "No request …" */
  readonly toOurs: string;
  readonly toTheirs: string;
  /** "Only 3 of 20 customers needed …" */
  readonly customersOurs: string;
  readonly customersTheirs: string;
  /** "… about the same." */
  readonly theyShow: string;
  /** "… had 3 % by itself." */
  readonly theyHad: string;
  /** "… to compare with." */
  readonly nobody: string;
  /** "took longer than 200 ms (…, and at least 50 ms more)" */
  readonly their95: string;
}

/** Two releases of one service. */
export const releaseWords: SideWords = {
  ours: "the new release",
  theirs: "the stable release",
  onTheirs: "on the stable release",
  toOurs: "reached the new release",
  toTheirs: "reached the stable release",
  customersOurs: "reached the new release",
  customersTheirs: "reached the stable release",
  theyShow: "the stable release shows",
  theyHad: "the stable release had",
  nobody: "there is no stable release",
  their95: "the stable release's 95 %",
};

/** Customers who have a flag, and those who have not. */
export const flagWords: SideWords = {
  ours: "customers with it",
  theirs: "customers without it",
  onTheirs: "without it",
  toOurs: "came from customers with it",
  toTheirs: "came from customers without it",
  customersOurs: "with it asked for anything",
  customersTheirs: "without it asked for anything",
  theyShow: "those without it show",
  theyHad: "those without it had",
  nobody: "nobody is left without it",
  their95: "the 95 % without it",
};
