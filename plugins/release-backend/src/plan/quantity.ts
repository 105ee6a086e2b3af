const QUANTITY =
  /^(\d{1,18}(?:\.\d{1,18})?)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;

const SUFFIXES: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Reads an amount as Kubernetes writes it, such as `500m` or `2Gi`. @returns `undefined` for what is none */
export function parseQuantity(text: string | undefined): number | undefined {
  const [, amount, suffix] = QUANTITY.exec(text ?? '') ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * (suffix === undefined ? 1 : SUFFIXES[suffix]);
}

/** An amount as people read it: memory in Mi, everything else as it is. */
export function formatQuantity(amount: number, resource: string): string {
  return resource.endsWith('memory')
    ? `${Math.ceil(amount / SUFFIXES.Mi)}Mi`
    : `${Math.round(amount * 1000) / 1000}`;
}
