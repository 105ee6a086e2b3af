import { decodeProtobuf } from './decode';

/** A field with a length: number and content. */
function field(at: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([at * 8 + 2, bytes.length]), bytes]);
}

function number(at: number, ...varint: number[]): Buffer {
  return Buffer.from([at * 8, ...varint]);
}

function body(apiVersion: string, kind: string, ...fields: Buffer[]): Buffer {
  return Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])),
    field(2, Buffer.concat(fields)),
  ]);
}

describe('decodeProtobuf', () => {
  it('reads objects, lists, maps, numbers and what is a value of its own', () => {
    const time = Buffer.concat([number(1, 0x80, 0xa3, 0x05)]);
    const metadata = Buffer.concat([
      field(1, 'web'),
      field(8, time),
      field(11, Buffer.concat([field(1, 'app'), field(2, 'web')])),
      field(11, Buffer.concat([field(1, 'tier'), field(2, '')])),
    ]);
    const probe = Buffer.concat([
      // The handler, whose fields stand in the probe itself.
      field(
        1,
        field(
          2,
          Buffer.concat([
            field(1, '/health'),
            field(2, Buffer.concat([number(1, 1), field(3, 'http')])),
          ]),
        ),
      ),
      number(2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
    ]);
    const resources = field(
      1,
      Buffer.concat([field(1, 'cpu'), field(2, field(1, '100m'))]),
    );
    const container = Buffer.concat([
      field(1, 'web'),
      field(3, 'a'),
      field(3, 'b'),
      field(8, resources),
      field(10, probe),
    ]);
    const spec = Buffer.concat([field(2, container), number(4, 30)]);
    expect(
      decodeProtobuf(body('v1', 'Pod', field(1, metadata), field(2, spec))),
    ).toEqual({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: {
        name: 'web',
        creationTimestamp: '1970-01-02T00:00:00Z',
        labels: { app: 'web', tier: '' },
      },
      spec: {
        containers: [
          {
            name: 'web',
            command: ['a', 'b'],
            resources: { limits: { cpu: '100m' } },
            livenessProbe: {
              httpGet: { path: '/health', port: 'http' },
              initialDelaySeconds: -1,
            },
          },
        ],
        terminationGracePeriodSeconds: 30,
      },
    });
  });

  it('refuses what is damaged and what it does not know', () => {
    expect(() => decodeProtobuf(Buffer.from('{}'))).toThrow(
      'the object provided is unrecognized',
    );
    const good = body('v1', 'ConfigMap', field(1, field(1, 'a')));
    expect(() => decodeProtobuf(good.subarray(0, -1))).toThrow(
      'the message ends too early',
    );
    expect(() => decodeProtobuf(body('example.com/v1', 'Thing'))).toThrow(
      expect.objectContaining({ code: 415 }),
    );
  });
});
