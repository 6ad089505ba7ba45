/** An address as people may read it: without the name and password in it, and without options, which name files of secrets. */
export const shownAddress = (address: string): string => address.replace(/\/\/[^/@]*@/, "//").replace(/\?.*$/s, "");
