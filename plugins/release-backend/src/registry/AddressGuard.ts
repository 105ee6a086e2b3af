import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * Where machines in a cloud find their own secrets, and what only ever means this wire. Private addresses are not among
 * them: a company's storage stands there.
 */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet('0.0.0.0', 8, 'ipv4');
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
FORBIDDEN.addSubnet('224.0.0.0', 3, 'ipv4');
// Metadata of Alibaba Cloud and of Oracle Cloud.
FORBIDDEN.addAddress('100.100.100.200', 'ipv4');
FORBIDDEN.addAddress('192.0.0.192', 'ipv4');
FORBIDDEN.addAddress('::', 'ipv6');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');
FORBIDDEN.addSubnet('ff00::', 8, 'ipv6');
// Metadata of Amazon.
FORBIDDEN.addAddress('fd00:ec2::254', 'ipv6');
FORBIDDEN.addAddress('fd00:ec2::23', 'ipv6');

function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family > 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** The address in the host of a URL, where it is one. */
function addressIn({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** To which addresses a registry may send us. An IPv4 address inside of an IPv6 one counts as what it is. */
export class AddressGuard {
  readonly #loopback: boolean;

  /** @param registry - one on this machine may send us to this machine */
  constructor(registry: URL) {
    this.#loopback =
      registry.hostname === 'localhost' || isIn(LOOPBACK, addressIn(registry));
  }

  /** Whether the URL may be followed, as far as it can be seen; its name may still stand for a forbidden address. */
  allows(url: URL): boolean {
    return this.#allowsAddress(addressIn(url));
  }

  /** Finds addresses as usual, and gives only allowed ones: a name is as good as what it stands for when we connect. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const allowed = error
        ? []
        : found.filter(({ address }) => this.#allowsAddress(address));
      const [first] = allowed;
      if (!first) {
        const refused = new Error(`${hostname} is at a forbidden address`);
        callback(error ?? refused, '', 0);
      } else if (options.all) {
        callback(null, allowed);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };

  #allowsAddress(address: string): boolean {
    if (isIn(FORBIDDEN, address)) return false;
    return this.#loopback || !isIn(LOOPBACK, address);
  }
}
