/** Addresses as somebody types several. */
export const linksOf = (typed: string): readonly string[] => typed.split(/[\s,]+/u).filter((link) => link !== "");
