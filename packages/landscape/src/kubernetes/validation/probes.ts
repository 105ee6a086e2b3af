import type { JsonObject } from '../json';
import type { Json } from '../types';
import { listAt, numberAt, objectAt, stringAt, valueAt } from './access';
import type { Findings } from './findings';
import { portNameErrors, portNumberErrors } from './names';

/** How a probe or a hook reaches the container. */
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** A port by number or by name. */
export function checkPort(
  findings: Findings,
  port: Json | undefined,
  field: string,
): void {
  if (typeof port === 'string')
    findings.each(field, port, portNameErrors(port));
  else {
    const number = typeof port === 'number' ? port : 0;
    findings.each(field, number, portNumberErrors(number));
  }
}

/** A number that must not be negative. */
export function checkNotNegative(
  findings: Findings,
  object: JsonObject | undefined,
  key: string,
  field: string,
): void {
  const value = numberAt(object, key);
  if (value !== undefined && value < 0)
    findings.invalid(
      `${field}.${key}`,
      value,
      'must be greater than or equal to 0',
    );
}

function checkHandler(
  findings: Findings,
  handler: JsonObject,
  field: string,
): void {
  const given = HANDLERS.filter(kind => objectAt(handler, kind));
  if (given.length === 0)
    findings.required(field, 'must specify a handler type');
  for (const [index, kind] of given.entries()) {
    const here = `${field}.${kind}`;
    const action = objectAt(handler, kind);
    if (index > 0) {
      findings.forbidden(here, 'may not specify more than 1 handler type');
      continue;
    }
    if (kind === 'exec' && listAt(action, 'command').length === 0)
      findings.required(`${here}.command`);
    if (kind === 'httpGet' || kind === 'tcpSocket' || kind === 'grpc')
      checkPort(findings, valueAt(action, 'port'), `${here}.port`);
    const scheme = stringAt(action, 'scheme');
    if (kind === 'httpGet' && scheme !== 'HTTP' && scheme !== 'HTTPS')
      findings.notSupported(`${here}.scheme`, scheme, ['HTTP', 'HTTPS']);
  }
}

function checkProbe(
  findings: Findings,
  container: JsonObject,
  kind: 'livenessProbe' | 'readinessProbe' | 'startupProbe',
  path: string,
): void {
  const probe = objectAt(container, kind);
  const field = `${path}.${kind}`;
  if (!probe) return;
  checkHandler(findings, probe, field);
  for (const key of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ])
    checkNotNegative(findings, probe, key, field);
  const grace = numberAt(probe, 'terminationGracePeriodSeconds');
  if (kind === 'readinessProbe') {
    if (grace !== undefined)
      findings.invalid(
        `${field}.terminationGracePeriodSeconds`,
        grace,
        'must not be set for readinessProbes',
      );
    return;
  }
  if (grace !== undefined && grace <= 0)
    findings.invalid(
      `${field}.terminationGracePeriodSeconds`,
      grace,
      'must be greater than 0',
    );
  const threshold = numberAt(probe, 'successThreshold');
  if (threshold !== 1)
    findings.invalid(`${field}.successThreshold`, threshold, 'must be 1');
}

/** The hooks and probes of a container. */
export function checkHooksAndProbes(
  findings: Findings,
  container: JsonObject,
  path: string,
): void {
  for (const hook of ['postStart', 'preStop']) {
    const handler = objectAt(container, 'lifecycle', hook);
    if (handler) checkHandler(findings, handler, `${path}.lifecycle.${hook}`);
  }
  checkProbe(findings, container, 'livenessProbe', path);
  checkProbe(findings, container, 'readinessProbe', path);
  checkProbe(findings, container, 'startupProbe', path);
}
