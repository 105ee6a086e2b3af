import { describeAccess } from './access';
import { Fixture, type Connection } from './fixture';
import { describeOwnership } from './ownership';
import { describePatches } from './patching';
import { describeGarbageCollection, describeLogs, describePods } from './pods';
import { describeLists, describeWatches } from './reading';
import { describePreconditions } from './preconditions';
import { describeRollouts } from './rollouts';
import { describeWrites } from './writing';

export type { Connection } from './fixture';

const SUITE_TIMEOUT = 90_000;

/**
 * What the product relies on in Kubernetes, as tests that any cluster must pass: the simulated ones and the real ones.
 *
 * @example
 * ```ts
 * describeKubernetesContract('beijing', async () => ({ target }));
 * ```
 */
export function describeKubernetesContract(
  name: string,
  connect: () => Promise<Connection>,
): void {
  describe(`the contract with ${name}`, () => {
    let current: Fixture | undefined;
    const fixture = () => {
      if (!current) throw new Error(`${name} is not connected`);
      return current;
    };

    beforeAll(async () => {
      current = new Fixture(await connect(), `contract-${process.pid}`);
      await current.open();
    }, SUITE_TIMEOUT);

    afterAll(() => current?.close(), SUITE_TIMEOUT);

    describeLists(fixture);
    describeWatches(fixture);
    describeWrites(fixture);
    describePatches(fixture);
    describeOwnership(fixture);
    describePreconditions(fixture);
    describeAccess(fixture);
    describeRollouts(fixture);
    describeLogs(fixture);
    describePods(fixture);
    describeGarbageCollection(fixture);
  });
}
