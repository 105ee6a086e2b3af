/** How percentiles are asked for: by an argument of v1, or a label of an expression, which was renamed twice. */
export type PercentileDialect = 'v1' | 'label' | '_' | 'p';

/** What an OAP can do that others cannot. */
export interface Capabilities {
  /** As it calls itself; up to 8.8 always `8.0`. */
  version?: string;
  /** `listInstances` and `findService`, since 9.0; what came before is still answered. */
  metadata: 'v1' | 'v2';
  /** Expressions (MQE), since 9.5. */
  mqe: boolean;
  percentiles: PercentileDialect;
  /** The average of an endpoint was renamed in 9.0. */
  endpointLatency: 'endpoint_avg' | 'endpoint_resp_time';
  sortMetrics: boolean;
  /** The UI that comes with it has a page for a trace, since 10.3. */
  tracePage: boolean;
  /** Fields that a document may select. */
  maxFields: number;
}

interface Version {
  major: number;
  minor: number;
}

/** Names of the fields of the type `Query`. */
export type QueryFields = ReadonlySet<string>;

const UNLIMITED = 2_000;

/**
 * What can be told of an OAP from the fields of its queries, and where that is not enough, from its version: how
 * percentiles are labelled and how much a document may have shows nowhere else.
 */
export function capabilitiesOf(
  version: string | undefined,
  fields: QueryFields,
): Capabilities {
  const parsed = parseVersion(version);
  const mqe = fields.has('execExpression');
  const isTen = fields.has('getServiceHierarchy');
  return {
    version,
    metadata: fields.has('listInstances') ? 'v2' : 'v1',
    mqe,
    percentiles: mqe ? percentileLabel(parsed, isTen) : 'v1',
    endpointLatency: fields.has('listInstances')
      ? 'endpoint_resp_time'
      : 'endpoint_avg',
    sortMetrics: fields.has('sortMetrics'),
    tracePage: fields.has('hasQueryTracesV2Support'),
    maxFields: maxFieldsOf(parsed),
  };
}

/** For an OAP that does not let its schema be read: what its version has. */
export function fieldsOfVersion(version: string | undefined): QueryFields {
  const parsed = parseVersion(version);
  const since = (major: number, minor: number) =>
    parsed !== undefined && isAtLeast(parsed, major, minor);
  const fields = [
    ['sortMetrics', true],
    ['listInstances', since(9, 0)],
    ['execExpression', since(9, 5)],
    ['getServiceHierarchy', since(10, 0)],
    ['hasQueryTracesV2Support', since(10, 3)],
  ] as const;
  return new Set(fields.flatMap(([name, has]) => (has ? [name] : [])));
}

function parseVersion(version = ''): Version | undefined {
  const [, major, minor] = /^v?(\d{1,3})\.(\d{1,3})/.exec(version) ?? [];
  return major ? { major: Number(major), minor: Number(minor) } : undefined;
}

function isAtLeast(version: Version, major: number, minor: number): boolean {
  return (
    version.major > major || (version.major === major && version.minor >= minor)
  );
}

function percentileLabel(
  version: Version | undefined,
  isTen: boolean,
): PercentileDialect {
  if (isTen) return 'p';
  return version && !isAtLeast(version, 9, 6) ? 'label' : '_';
}

/** 9.0 refuses documents of over 100 fields, 9.1 of over 1000; there was no bound before, and it was raised since. */
function maxFieldsOf(version: Version | undefined): number {
  if (version?.major !== 9) return UNLIMITED;
  if (version.minor === 0) return 90;
  return version.minor < 6 ? 900 : UNLIMITED;
}
