import { isIP } from 'node:net';
import type { JsonObject } from '../json';
import {
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  valueAt,
} from './access';
import type { Findings } from './findings';
import { checkLabels } from './metadata';
import {
  addressErrors,
  labelErrors,
  portNumberErrors,
  subdomainErrors,
} from './names';
import { checkPort } from './probes';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

function checkServicePorts(findings: Findings, spec: JsonObject): void {
  const ports = objectsAt(spec, 'ports');
  const isExternalName = spec.type === 'ExternalName';
  if (ports.length === 0 && !isExternalName && spec.clusterIP !== 'None')
    findings.required('spec.ports');
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const field = `spec.ports[${index}]`;
    const name = stringAt(port, 'name');
    if (!name) {
      if (ports.length > 1) findings.required(`${field}.name`);
    } else {
      const errors = labelErrors(name);
      findings.each(`${field}.name`, name, errors);
      if (names.has(name)) findings.duplicate(`${field}.name`, name);
      names.add(name);
    }
    const number = numberAt(port, 'port') ?? 0;
    findings.each(`${field}.port`, number, portNumberErrors(number));
    const protocol = stringAt(port, 'protocol');
    if (!PROTOCOLS.includes(protocol))
      findings.notSupported(`${field}.protocol`, protocol, PROTOCOLS);
    checkPort(findings, valueAt(port, 'targetPort'), `${field}.targetPort`);
    if (
      numberAt(port, 'nodePort') &&
      (spec.type === 'ClusterIP' || isExternalName)
    )
      findings.forbidden(
        `${field}.nodePort`,
        `may not be used when \`type\` is '${spec.type}'`,
      );
  }
  checkSamePorts(findings, ports);
}

function checkSamePorts(findings: Findings, ports: JsonObject[]): void {
  const seen = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const key = `${port.protocol}/${port.port}`;
    if (seen.has(key))
      // The server quotes only what clashes, in its own spelling.
      findings.duplicate(`spec.ports[${index}]`, {
        Name: '',
        Protocol: port.protocol ?? '',
        AppProtocol: null,
        Port: port.port ?? 0,
        TargetPort: 0,
        NodePort: 0,
      });
    seen.add(key);
  }
}

function checkAddresses(findings: Findings, spec: JsonObject): void {
  const clusterIP = stringAt(spec, 'clusterIP');
  if (spec.type === 'LoadBalancer' && clusterIP === 'None')
    findings.invalid(
      'spec.clusterIPs[0]',
      'None',
      "may not be set to 'None' for LoadBalancer services",
    );
  if (clusterIP && clusterIP !== 'None' && !isIP(clusterIP))
    findings.each('spec.clusterIPs[0]', clusterIP, addressErrors(clusterIP));
  for (const [index, address] of listAt(spec, 'externalIPs').entries())
    findings.each(
      `spec.externalIPs[${index}]`,
      address,
      addressErrors(String(address)),
    );
}

function checkTraffic(findings: Findings, spec: JsonObject): void {
  const affinity = stringAt(spec, 'sessionAffinity');
  if (!['ClientIP', 'None'].includes(affinity))
    findings.notSupported('spec.sessionAffinity', affinity, [
      'ClientIP',
      'None',
    ]);
  const external = stringAt(spec, 'externalTrafficPolicy');
  const isPublic =
    ['NodePort', 'LoadBalancer'].includes(stringAt(spec, 'type')) ||
    listAt(spec, 'externalIPs').length > 0;
  if (external && !isPublic)
    findings.invalid(
      'spec.externalTrafficPolicy',
      external,
      'may only be set for externally-accessible services',
    );
  for (const [key, policy] of [
    ['externalTrafficPolicy', isPublic ? external : ''],
    ['internalTrafficPolicy', stringAt(spec, 'internalTrafficPolicy')],
  ])
    if (policy && policy !== 'Cluster' && policy !== 'Local')
      findings.notSupported(`spec.${key}`, policy, ['Cluster', 'Local']);
}

export function checkService(findings: Findings, object: JsonObject): void {
  const spec = objectAt(object, 'spec') ?? {};
  checkServicePorts(findings, spec);
  checkAddresses(findings, spec);
  if (spec.type === 'ExternalName') {
    const name = stringAt(spec, 'externalName');
    if (!name) findings.required('spec.externalName');
    else
      findings.each(
        'spec.externalName',
        name,
        subdomainErrors(name.replace(/\.$/, '')),
      );
  }
  checkLabels(findings, objectAt(spec, 'selector'), 'spec.selector');
  const type = stringAt(spec, 'type');
  if (!TYPES.includes(type)) findings.notSupported('spec.type', type, TYPES);
  checkTraffic(findings, spec);
}

/** Cluster IPs stay unless a Service changes to a type without them. */
export function checkServiceUpdate(
  findings: Findings,
  object: JsonObject,
  old: JsonObject,
): void {
  const before = stringAt(old, 'spec', 'clusterIP');
  const after = stringAt(object, 'spec', 'clusterIP');
  const types = [old, object].map(service => stringAt(service, 'spec', 'type'));
  if (before && after !== before && !types.includes('ExternalName'))
    findings.invalid(
      'spec.clusterIPs[0]',
      listAt(object, 'spec', 'clusterIPs'),
      'may not change once set',
    );
}

export function checkServiceStatus(
  findings: Findings,
  object: JsonObject,
): void {
  const ingress = objectsAt(object, 'status', 'loadBalancer', 'ingress');
  if (ingress.length > 0 && valueAt(object, 'spec', 'type') !== 'LoadBalancer')
    findings.forbidden(
      'status.loadBalancer.ingress',
      "may only be used when `spec.type` is 'LoadBalancer'",
    );
}

export function checkEndpointSlice(
  findings: Findings,
  object: JsonObject,
): void {
  const type = stringAt(object, 'addressType');
  const types = ['FQDN', 'IPv4', 'IPv6'];
  for (const [index, endpoint] of objectsAt(object, 'endpoints').entries()) {
    const field = `endpoints[${index}].addresses`;
    const addresses = listAt(endpoint, 'addresses');
    if (addresses.length === 0)
      findings.required(field, 'must contain at least 1 address');
    for (const [position, address] of addresses.entries()) {
      const text = String(address);
      const errors = type === 'FQDN' ? subdomainErrors : addressErrors;
      if (types.includes(type))
        findings.each(`${field}[${position}]`, address, errors(text));
    }
  }
  for (const [index, port] of objectsAt(object, 'ports').entries()) {
    const name = stringAt(port, 'name');
    if (name) findings.each(`ports[${index}].name`, name, labelErrors(name));
    const protocol = stringAt(port, 'protocol');
    if (protocol && !PROTOCOLS.includes(protocol))
      findings.notSupported(`ports[${index}].protocol`, protocol, PROTOCOLS);
  }
  if (!type) findings.required('addressType');
  else if (!types.includes(type))
    findings.notSupported('addressType', type, types);
}
