import { BlockList, isIP } from 'node:net';
import { isObject, type JsonObject } from '../json';
import {
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  valueAt,
} from './access';
import type { Findings } from './findings';
import { portNameErrors, portNumberErrors, subdomainErrors } from './names';
import { checkPort } from './probes';
import { checkLabelSelector } from './selectors';

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const POLICY_TYPES = ['Ingress', 'Egress'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const BAD_IN_PATH = ['//', '/./', '/../', '%2f', '%2F'];

function checkBackend(
  findings: Findings,
  backend: JsonObject | undefined,
  field: string,
): void {
  const service = objectAt(backend, 'service');
  const resource = objectAt(backend, 'resource');
  if (service && resource)
    findings.invalid(
      field,
      '',
      'cannot set both resource and service backends',
    );
  else if (!service && !resource)
    findings.invalid(field, '', 'resource or service backend is required');
  if (!service) return;
  const name = stringAt(service, 'name');
  if (!name) findings.required(`${field}.service.name`);
  const portName = stringAt(service, 'port', 'name');
  const port = numberAt(service, 'port', 'number') ?? 0;
  if (portName && port)
    findings.invalid(field, '', 'cannot set both port name & port number');
  else if (portName)
    findings.each(
      `${field}.service.port.name`,
      portName,
      portNameErrors(portName),
    );
  else if (port)
    findings.each(`${field}.service.port.number`, port, portNumberErrors(port));
  else findings.required(field, 'port name or number is required');
}

function checkPath(findings: Findings, path: JsonObject, field: string): void {
  const type = valueAt(path, 'pathType');
  const text = stringAt(path, 'path');
  if (type === undefined || type === null)
    findings.required(`${field}.pathType`, 'pathType must be specified');
  else if (type === 'Exact' || type === 'Prefix') {
    if (!text.startsWith('/'))
      findings.invalid(`${field}.path`, text, 'must be an absolute path');
    for (const part of BAD_IN_PATH)
      if (text.includes(part))
        findings.invalid(`${field}.path`, text, `must not contain '${part}'`);
  } else if (type === 'ImplementationSpecific') {
    if (text && !text.startsWith('/'))
      findings.invalid(`${field}.path`, text, 'must be an absolute path');
  } else findings.notSupported(`${field}.pathType`, type, PATH_TYPES);
  checkBackend(findings, objectAt(path, 'backend'), `${field}.backend`);
}

function checkHost(findings: Findings, host: string, field: string): void {
  if (isIP(host))
    findings.invalid(field, host, 'must be a DNS name, not an IP address');
  else findings.each(field, host, subdomainErrors(host.replace(/^\*\./, '')));
}

export function checkIngress(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec') ?? {};
  const rules = objectsAt(spec, 'rules');
  const backend = objectAt(spec, 'defaultBackend');
  if (rules.length === 0 && !backend)
    findings.invalid(
      'spec',
      Object.keys(spec).length > 0 ? spec : null,
      'either `defaultBackend` or `rules` must be specified',
    );
  for (const [index, rule] of rules.entries()) {
    const field = `spec.rules[${index}]`;
    const host = stringAt(rule, 'host');
    if (host) checkHost(findings, host, `${field}.host`);
    const http = objectAt(rule, 'http');
    const paths = objectsAt(http, 'paths');
    if (http && paths.length === 0) findings.required(`${field}.http.paths`);
    for (const [position, path] of paths.entries())
      checkPath(findings, path, `${field}.http.paths[${position}]`);
  }
  for (const [index, tls] of objectsAt(spec, 'tls').entries())
    for (const [position, host] of listAt(tls, 'hosts').entries())
      checkHost(
        findings,
        String(host),
        `spec.tls[${index}].hosts[${position}]`,
      );
  if (backend) checkBackend(findings, backend, 'spec.defaultBackend');
  const ingressClass = stringAt(spec, 'ingressClassName');
  if (ingressClass)
    findings.each(
      'spec.ingressClassName',
      ingressClass,
      subdomainErrors(ingressClass),
    );
}

function parseCidr(cidr: string): BlockList | undefined {
  const [address, bits, ...rest] = cidr.split('/');
  const family = isIP(address);
  if (!family || rest.length > 0 || !/^\d+$/.test(bits ?? '')) return undefined;
  if (Number(bits) > (family === 4 ? 32 : 128)) return undefined;
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return block;
}

function isStrictSubset(inner: string, outer: string): boolean {
  const [address, bits] = inner.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return (
    Number(bits) > Number(outer.split('/')[1]) &&
    (parseCidr(outer)?.check(address, family) ?? false)
  );
}

function checkPeer(findings: Findings, peer: JsonObject, field: string): void {
  const block = objectAt(peer, 'ipBlock');
  const selectors = ['podSelector', 'namespaceSelector'].filter(key =>
    isObject(peer[key]),
  );
  for (const key of selectors)
    checkLabelSelector(findings, objectAt(peer, key), `${field}.${key}`);
  if (!block) {
    if (selectors.length === 0) findings.required(field, 'must specify a peer');
    return;
  }
  const cidr = stringAt(block, 'cidr');
  const invalid = (at: string, value: string) =>
    findings.invalid(
      at,
      value,
      'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
    );
  if (!cidr) findings.required(`${field}.ipBlock.cidr`);
  else if (!parseCidr(cidr)) invalid(`${field}.ipBlock.cidr`, cidr);
  for (const [index, value] of listAt(block, 'except').entries()) {
    const here = `${field}.ipBlock.except[${index}]`;
    const except = String(value);
    if (!parseCidr(except)) invalid(here, except);
    else if (!isStrictSubset(except, cidr))
      findings.invalid(here, except, 'must be a strict subset of `cidr`');
  }
  if (selectors.length > 0)
    findings.forbidden(field, 'may not specify both ipBlock and another peer');
}

export function checkNetworkPolicy(
  findings: Findings,
  object: JsonObject,
): void {
  const spec = objectAt(object, 'spec');
  checkLabelSelector(
    findings,
    objectAt(spec, 'podSelector'),
    'spec.podSelector',
  );
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ])
    for (const [index, rule] of objectsAt(spec, direction).entries()) {
      const field = `spec.${direction}[${index}]`;
      for (const [position, port] of objectsAt(rule, 'ports').entries()) {
        const here = `${field}.ports[${position}]`;
        const protocol = stringAt(port, 'protocol');
        if (protocol && !PROTOCOLS.includes(protocol))
          findings.notSupported(`${here}.protocol`, protocol, PROTOCOLS);
        if (valueAt(port, 'port') !== undefined)
          checkPort(findings, valueAt(port, 'port'), `${here}.port`);
      }
      for (const [position, peer] of objectsAt(rule, peers).entries())
        checkPeer(findings, peer, `${field}.${peers}[${position}]`);
    }
  for (const [index, type] of listAt(spec, 'policyTypes').entries())
    if (!POLICY_TYPES.includes(String(type)))
      findings.notSupported(`spec.policyTypes[${index}]`, type, POLICY_TYPES);
}
