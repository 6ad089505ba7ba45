import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Addresses inside the machine, the network or the provider's cloud: nothing that a webhook should ever reach. */
const INSIDE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  INSIDE.addSubnet(network, prefix, "ipv4");
}
/** Only 2000::/3 is public, and of that not what carries an IPv4 address (Teredo, 6to4) or is for documents. */
const PUBLIC_IPV6 = new BlockList();
PUBLIC_IPV6.addSubnet("2000::", 3, "ipv6");
for (const [network, prefix] of [["2001::", 23], ["2001:db8::", 32], ["2002::", 16], ["3fff::", 20]] as const) {
  INSIDE.addSubnet(network, prefix, "ipv6");
}
const IPV4_IN_IPV6 = /^::ffff:/i;

/** Whether an IP address, as text, lies outside every private, local or reserved range. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !INSIDE.check(address, "ipv4");
    case 6:
      // The block list looks through ::ffff: by itself.
      return !INSIDE.check(address, "ipv6") && (IPV4_IN_IPV6.test(address) || PUBLIC_IPV6.check(address, "ipv6"));
    default:
      return false;
  }
}

/** A webhook's host leads inside, where it must not. */
export class PrivateAddress extends Error {
  override readonly name = "PrivateAddress";
}

/** The resolver of names, as the system has it. */
export type Resolver = (
  hostname: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A look-up for sockets that lets only public addresses through. It is asked when the connection is made, so that a
 * name that changes its address between check and use gains nothing; one private address among several is enough to
 * refuse. Sockets do not ask it about literal addresses: check those with `isPublicAddress`.
 */
export function publicLookup(resolve: Resolver = systemLookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error !== null) return done(error, "", 0);
      const inside = addresses.find(({ address }) => !isPublicAddress(address));
      const [first] = addresses;
      if (inside !== undefined) return done(new PrivateAddress(`${hostname} leads to the private address ${inside.address}`), "", 0);
      if (first === undefined) return done(new Error(`${hostname} has no address`), "", 0);
      if (options.all) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}
