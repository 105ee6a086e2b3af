/**
 * For the tests of those who use clusters.
 *
 * @packageDocumentation
 */
export { createClusters, type TestCluster } from './testUtils/createClusters';
export {
  createFakeClusters,
  type FakeClusters,
  FakeCluster,
} from './testUtils/FakeCluster';
export type { Timings } from './service/timings';
