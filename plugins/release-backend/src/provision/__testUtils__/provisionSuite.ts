/* eslint-disable jest/no-export -- the same tests run on a simulated and on a real cluster */
import { NAMESPACE } from '@pilothouse/plugin-clusters-node';
import { describeManifests } from './describeManifests';
import { describeNamespaces } from './describeNamespaces';
import {
  EVIL,
  OWNER,
  ProvisionScene,
  type ProvisionBench,
} from './ProvisionScene';
import { files, serviceObjects } from './service';

/** What provisioning does to a cluster, whichever it is. */
export function provisionSuite(start: () => Promise<ProvisionBench>): void {
  const scene = new ProvisionScene();

  beforeAll(async () => scene.start(await start()));
  afterAll(() => scene.stop());

  describeNamespaces(scene);
  describeManifests(scene);

  describe('whoever may not', () => {
    it('is told so, and nothing is written', async () => {
      const name = scene.namespace();
      const evil = scene.clientOf(EVIL);
      const manifests = files(serviceObjects('evil'));
      for (const attempt of [
        () => evil.ensureNamespace(scene.place(name)),
        () => evil.applyManifests({ ...scene.place(name), manifests }),
        () =>
          evil.validateManifests({
            namespace: name,
            owner: OWNER,
            environment: 'dev',
            manifests,
          }),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ statusCode: 403 });
      }
      await expect(scene.read(NAMESPACE, name)).rejects.toThrow(/not found/);
    });
  });
}
