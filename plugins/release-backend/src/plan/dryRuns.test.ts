import type {
  ApplyOptions,
  WritableKind,
  WriteOutcome,
} from '@pilothouse/plugin-clusters-node';
import { createFakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { deployment } from '../__testUtils__/objects';
import { dryRunImage } from './dryRuns';

const RELEASE = deployment({ name: 'order-api', role: 'release' });

/** A cluster in which the release changes as often while it is planned. */
async function tried(changes: number) {
  const cluster = createFakeClusters('dev').cluster('dev');
  const now = { ...RELEASE.metadata, resourceVersion: 'now' };
  cluster.put('deployments', { ...RELEASE, metadata: now });
  const versions: (string | undefined)[] = [];
  cluster.apply = async <T>(
    _kind: WritableKind,
    object: Record<string, unknown>,
    { precondition }: ApplyOptions,
  ): Promise<WriteOutcome<T>> => {
    versions.push(precondition?.resourceVersion);
    return versions.length > changes
      ? // As from a real cluster, of the kind that was sent.
        { outcome: 'done', object: object as T }
      : {
          outcome: 'conflict',
          reason: 'changed',
          message: 'was modified',
          managers: [],
        };
  };
  const { dryRun } = await dryRunImage('release', RELEASE, {
    cluster,
    namespace: 'order',
    container: 'order-api',
    image: 'r.test/order:1.0.1',
    signal: new AbortController().signal,
  });
  return { refused: dryRun.refused?.text, versions };
}

describe('a dry run', () => {
  it('is done again, once, where the Deployment had changed meanwhile', async () => {
    const { resourceVersion } = RELEASE.metadata ?? {};
    expect(await tried(0)).toEqual({ versions: [resourceVersion] });
    expect(await tried(1)).toEqual({ versions: [resourceVersion, 'now'] });
    expect(await tried(2)).toEqual({
      refused: 'was modified',
      versions: [resourceVersion, 'now'],
    });
  });
});
