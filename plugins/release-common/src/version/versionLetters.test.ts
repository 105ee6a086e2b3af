import { parseImage } from './parseImage';
import { versionLetters, type VersionedWorkloads } from './versionLetters';

type Listed = VersionedWorkloads['workloads'][number];

function side(version: string, desired: number): Listed['release'] {
  const image = parseImage(`r.test/order:${version}`);
  const deployment = 'order-api';
  return {
    deployment,
    uid: version,
    image,
    containers: [{ name: deployment, image }],
    desired,
    ready: desired,
    updated: desired,
    available: desired,
    paused: false,
  };
}

function on(
  environment: string,
  release: string | undefined,
  canary?: { version: string; desired: number },
): Listed {
  return {
    target: { environment, cluster: environment, namespace: 'order' },
    release: release ? side(release, 2) : undefined,
    canary: canary && side(canary.version, canary.desired),
  };
}

const environments = [{ name: 'dev' }, { name: 'staging' }, { name: 'prod' }];

describe('versionLetters', () => {
  it('counts from production backwards: releases, canaries that want pods, at last those that rest', () => {
    const letters = versionLetters({
      environments,
      workloads: [
        on('dev', '1.6.0'),
        on('staging', '1.5.0', { version: '1.3.0', desired: 0 }),
        on('prod', '1.4.0', { version: '1.2.0', desired: 0 }),
        on('prod', '1.3.9', { version: '1.5.0', desired: 1 }),
      ],
    });
    expect([...letters]).toEqual([
      ['1.4.0', 'A'],
      ['1.3.9', 'B'],
      ['1.5.0', 'C'],
      ['1.6.0', 'D'],
      ['1.2.0', 'E'],
      ['1.3.0', 'F'],
    ]);
  });

  it('keeps the letter of what serves in production, whatever comes to dev', () => {
    const before = [on('dev', '1.5.0'), on('prod', '1.4.0')];
    const after = [on('dev', '1.6.0'), on('prod', '1.4.0')];
    for (const workloads of [before, after]) {
      expect(versionLetters({ environments, workloads }).get('1.4.0')).toBe(
        'A',
      );
    }
  });

  it('goes on after Z, and ignores environments that are not configured', () => {
    const workloads = Array.from({ length: 54 }, (_, n) => on('prod', `${n}`));
    const letters = versionLetters({
      environments,
      workloads: [on('elsewhere', 'x'), ...workloads],
    });
    expect(letters.has('x')).toBe(false);
    expect(['0', '25', '26', '51', '52'].map(v => letters.get(v))).toEqual([
      'A',
      'Z',
      'A1',
      'Z1',
      'A2',
    ]);
  });
});
