import fc from 'fast-check';
import { landscapePorts, PORT_COUNT, portBaseFrom } from './ports';

describe('landscapePorts', () => {
  it('gives every part a port of its own, clusters before the systems to come', () => {
    const ports = landscapePorts(7100);
    expect(ports.console).toBe(7100);
    expect(ports.cluster(0)).toBe(7101);
    expect(ports.systems.registry).toBe(7110);
    const all = [
      ports.console,
      ...Array.from({ length: 9 }, (_, index) => ports.cluster(index)),
      ...Object.values(ports.systems),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(Math.max(...all)).toBe(7100 + PORT_COUNT - 1);
    expect(() => ports.cluster(9)).toThrow('room for 9 clusters');
  });
});

describe('portBaseFrom', () => {
  it('is 7100, or ten after the base of the suite', () => {
    expect(portBaseFrom({})).toBe(7100);
    expect(portBaseFrom({ PILOTHOUSE_PORT_BASE: '4000' })).toBe(4010);
  });

  it('refuses what is no port, by the name of the variable', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ minLength: 1 }).filter(text => !/^\d+$/.test(text)),
          fc.nat(1023).map(String),
          fc.integer({ min: 65_501 }).map(String),
        ),
        text => {
          expect(() => portBaseFrom({ PILOTHOUSE_PORT_BASE: text })).toThrow(
            /^PILOTHOUSE_PORT_BASE must be a port/,
          );
        },
      ),
    );
  });
});
