const PATTERN =
  /^([+-]?)(\d+(?:\.\d*)?|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+|)$/;
const DECIMAL_SUFFIXES = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const NANO = 1_000_000_000n;

/** An amount of a resource, such as `500m` or `2Gi`. */
export interface Quantity {
  /** The exact value in units of 10⁻⁹; what is finer has been rounded up. */
  readonly nanos: bigint;
  readonly format: 'decimal' | 'binary' | 'exponent';
}

function formatOf(isBinary: boolean, isExponent: boolean): Quantity['format'] {
  if (isBinary) return 'binary';
  return isExponent ? 'exponent' : 'decimal';
}

const known = new Map<string, Quantity | undefined>();
const MOST_KNOWN = 1000;

/** Reads a quantity; `undefined` when it is malformed. */
export function parseQuantity(text: string): Quantity | undefined {
  if (known.has(text)) return known.get(text);
  const quantity = parse(text);
  // A cluster has few different amounts, and reads each of them at every write.
  if (known.size < MOST_KNOWN) known.set(text, quantity);
  return quantity;
}

function parse(text: string): Quantity | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [, sign, number, suffix] = match;
  const [whole, fraction = ''] = number.split('.');
  const digits = BigInt(whole + fraction || '0');
  const binary = suffix.endsWith('i') ? BINARY_SUFFIXES.indexOf(suffix) : 0;
  const isExponent = /^[eE][+-]?\d/.test(suffix);
  const exponent = isExponent
    ? Number(suffix.slice(1))
    : DECIMAL_SUFFIXES.get(suffix) ?? 0;
  const scale = exponent - fraction.length + 9;
  const scaled = digits * 1024n ** BigInt(binary);
  const divisor = 10n ** BigInt(Math.max(0, -scale));
  const magnitude =
    scale >= 0
      ? scaled * 10n ** BigInt(scale)
      : (scaled + divisor - 1n) / divisor;
  return {
    nanos: sign === '-' ? -magnitude : magnitude,
    format: formatOf(binary > 0, isExponent),
  };
}

/** Writes a quantity as the API server does: `1000m` as `1`, `1024Mi` as `1Gi`. */
export function formatQuantity({ nanos, format }: Quantity): string {
  if (nanos === 0n) return '0';
  const unit = nanos / NANO;
  if (
    format === 'binary' &&
    nanos % NANO === 0n &&
    (unit >= 1024n || unit <= -1024n)
  ) {
    let number = unit;
    let power = 0;
    while (number % 1024n === 0n && power < BINARY_SUFFIXES.length - 1) {
      number /= 1024n;
      power++;
    }
    return `${number}${BINARY_SUFFIXES[power]}`;
  }
  let number = nanos;
  let exponent = -9;
  while (number % 1000n === 0n && exponent < 18) {
    number /= 1000n;
    exponent += 3;
  }
  if (format === 'exponent')
    return exponent === 0 ? `${number}` : `${number}e${exponent}`;
  const suffix = [...DECIMAL_SUFFIXES].find(
    ([, power]) => power === exponent,
  )?.[0];
  return `${number}${suffix ?? ''}`;
}
