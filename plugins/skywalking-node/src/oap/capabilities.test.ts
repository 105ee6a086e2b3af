import { capabilitiesOf, fieldsOfVersion } from './capabilities';

/** What the versions have, of facts that tell them apart. */
const V8 = ['searchService', 'sortMetrics', 'queryBasicTraces'];
const V9 = [...V8, 'listInstances', 'findService'];
const V95 = [...V9, 'execExpression'];
const V10 = [...V95, 'getServiceHierarchy'];
const V103 = [...V10, 'hasQueryTracesV2Support'];

describe('what an OAP can do', () => {
  it.each([
    [
      '8.0',
      V8,
      {
        metadata: 'v1',
        mqe: false,
        percentiles: 'v1',
        endpointLatency: 'endpoint_avg',
      },
    ],
    [
      '9.0.0-a',
      V9,
      {
        metadata: 'v2',
        mqe: false,
        percentiles: 'v1',
        endpointLatency: 'endpoint_resp_time',
        maxFields: 90,
      },
    ],
    ['9.2.0-a', V9, { mqe: false, maxFields: 900 }],
    ['9.5.0-a', V95, { mqe: true, percentiles: 'label' }],
    ['9.7.0-a', V95, { mqe: true, percentiles: '_' }],
    ['10.1.0-d28dfea', V10, { percentiles: 'p', tracePage: false }],
    ['10.4.0-a', V103, { percentiles: 'p', tracePage: true }],
    ['11.0.0-a', V103, { percentiles: 'p', metadata: 'v2' }],
    // Somebody's own build.
    ['main', V10, { mqe: true, percentiles: 'p' }],
    [undefined, V10, { mqe: true, percentiles: 'p' }],
  ] as const)('of %s is told by its fields', (version, fields, expected) => {
    expect(capabilitiesOf(version, new Set(fields))).toMatchObject(expected);
  });

  it.each([
    ['8.0', V8],
    ['9.0.0-a', V9],
    ['9.6.0-a', V95],
    ['10.1.0-a', V10],
    ['10.3.0-a', V103],
    ['11.0.0-a', V103],
  ])('of %s is the same by its version alone', (version, fields) => {
    expect(capabilitiesOf(version, fieldsOfVersion(version))).toEqual(
      capabilitiesOf(version, new Set(fields)),
    );
  });

  it('takes one that says nothing at all for the oldest', () => {
    expect(capabilitiesOf(undefined, fieldsOfVersion(undefined))).toMatchObject(
      { metadata: 'v1', mqe: false },
    );
  });
});
