const FIRST_HOST = 2;
const LAST_HOST = 254;

/** Hands out pod addresses of each node's range, each address only once at a time and not again soon. */
export class AddressPool {
  readonly #ranges = new Map<
    string,
    { network: string; next: number; used: Set<string> }
  >();

  /** An address of the node's range, a /24; `0.0.0.0` when all are taken, for an address is never worth failing. */
  take(node: string, podCIDR: string | undefined): string {
    const range = this.#rangeOf(node, podCIDR);
    const size = LAST_HOST - FIRST_HOST + 1;
    for (let tried = 0; tried < size; tried++) {
      const address = `${range.network}.${FIRST_HOST + range.next}`;
      range.next = (range.next + 1) % size;
      if (range.used.has(address)) continue;
      range.used.add(address);
      return address;
    }
    return '0.0.0.0';
  }

  giveBack(node: string, address: string): void {
    this.#ranges.get(node)?.used.delete(address);
  }

  #rangeOf(node: string, podCIDR: string | undefined) {
    const known = this.#ranges.get(node);
    if (known) return known;
    const network =
      /^(\d+\.\d+\.\d+)\.\d+\//.exec(podCIDR ?? '')?.[1] ??
      `10.245.${this.#ranges.size}`;
    const range = { network, next: 0, used: new Set<string>() };
    this.#ranges.set(node, range);
    return range;
  }
}
