import { parseQuantity } from '../quantity';
import type { JsonObject } from '../json';
import { objectAt } from './access';
import type { Findings } from './findings';
import { qualifiedNameErrors } from './names';

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];
const NANO = 1_000_000_000n;

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

function amount(value: unknown): bigint {
  return parseQuantity(String(value))?.nanos ?? 0n;
}

function checkName(findings: Findings, name: string, field: string): void {
  const before = findings.errors.length;
  findings.each(field, name, qualifiedNameErrors(name));
  if (name.includes('/') || STANDARD.includes(name) || isHugePages(name))
    return;
  if (findings.errors.length === before)
    findings.invalid(
      field,
      name,
      'must be a standard resource type or fully qualified',
    );
  findings.invalid(field, name, 'must be a standard resource for containers');
}

function checkAmount(
  findings: Findings,
  name: string,
  value: string,
  field: string,
): void {
  const nanos = amount(value);
  if (nanos < 0n)
    findings.invalid(field, value, 'must be greater than or equal to 0');
  else if (name.includes('/') && nanos % NANO !== 0n)
    findings.invalid(field, value, 'must be an integer');
}

/** Requests and limits of a container. */
export function checkResources(
  findings: Findings,
  resources: JsonObject | undefined,
  field: string,
): void {
  const limits = objectAt(resources, 'limits') ?? {};
  const requests = objectAt(resources, 'requests') ?? {};
  for (const [name, value] of Object.entries(limits)) {
    const here = `${field}.limits[${name}]`;
    checkName(findings, name, here);
    checkAmount(findings, name, String(value), here);
  }
  for (const [name, value] of Object.entries(requests)) {
    const here = `${field}.requests[${name}]`;
    checkName(findings, name, here);
    checkAmount(findings, name, String(value), here);
    const limit = limits[name];
    if (limit !== undefined && amount(value) > amount(limit))
      findings.invalid(
        `${field}.requests`,
        value,
        `must be less than or equal to ${name} limit of ${limit}`,
      );
    else if (limit === undefined && (name.includes('/') || isHugePages(name)))
      findings.required(
        `${field}.limits`,
        'Limit must be set for non overcommitable resources',
      );
  }
}
