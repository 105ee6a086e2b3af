import { readArguments } from './arguments';

describe('readArguments', () => {
  it('has defaults, and takes the port from the environment', () => {
    const read = readArguments([], { PILOTHOUSE_PORT_BASE: '5000' });
    expect(read).toMatchObject({ help: false, portBase: 5010 });
    expect(read.dataDir).toMatch(/\.data$/);
    expect(read).not.toHaveProperty('scale');
  });

  it('reads every option', () => {
    const args =
      '--port 8100 --data /var/x --seed 3 --scale 6x500 --skywalking 8.7 --elasticsearch 6.8'.split(
        ' ',
      );
    expect(readArguments(args, { PILOTHOUSE_PORT_BASE: '5000' })).toEqual({
      help: false,
      portBase: 8100,
      dataDir: '/var/x',
      seed: 3,
      scale: { clusters: 6, pods: 500 },
      skywalking: { version: '8.7' },
      elasticsearch: { product: 'elasticsearch-6.8' },
    });
    expect(readArguments(['-h'], {}).help).toBe(true);
  });

  it.each([
    [['--port', '80'], '--port must be a port from 1024'],
    [['--seed', 'x'], '--seed must be a whole number'],
    [['--scale', '10x500'], 'with 1 to 9 clusters'],
    [['--scale', '6'], 'such as 6x500'],
    [['--skywalking', '9'], '--skywalking must be one of 10.1, 8.7'],
    [
      ['--elasticsearch', '5'],
      '--elasticsearch must be 8, 6.8 or opensearch-2',
    ],
    [['--colour'], "Unknown option '--colour'"],
    [['start'], "Unexpected argument 'start'"],
  ])('refuses %j in one line', (args, message) => {
    expect(() => readArguments(args, {})).toThrow(message);
  });
});
