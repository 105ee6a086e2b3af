import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import { missingCredential, whyUnsupported } from './authStrategies';
import { connectionSettings, type InCluster } from './connectionSettings';

let dir: string;
let caFile: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'settings-'));
  caFile = join(dir, 'ca.crt');
  await writeFile(caFile, 'PEM of a file');
});
afterAll(() => rm(dir, { recursive: true }));

const bearer = { type: 'bearer token' as const, token: 'sesame\n' };
const inside: InCluster = {
  available: () => true,
  server: async () => ({ url: 'https://10.96.0.1:443', caFile }),
};
const outside: InCluster = {
  available: () => false,
  server: () => Promise.reject(new Error('There is no cluster around')),
};

function details(rest: object = {}, auth: Record<string, string> = {}) {
  return {
    name: 'dev',
    url: 'https://rancher.example/k8s/clusters/c-1/',
    caData: Buffer.from('PEM of the configuration').toString('base64'),
    authMetadata: {
      [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'serviceAccount',
      ...auth,
    },
    ...rest,
  };
}

it('keeps the path of a proxy, and takes the CA from where it is', async () => {
  expect(await connectionSettings(details(), bearer, outside)).toEqual({
    origin: 'https://rancher.example',
    prefix: '/k8s/clusters/c-1',
    ca: 'PEM of the configuration',
    rejectUnauthorized: true,
    token: 'sesame',
  });
  const withFile = details({ caFile, skipTLSVerify: true });
  expect(await connectionSettings(withFile, bearer, outside)).toMatchObject({
    ca: 'PEM of a file',
    rejectUnauthorized: false,
  });
});

it('carries a client certificate', async () => {
  const credential = {
    type: 'x509 client certificate' as const,
    cert: 'certificate',
    key: 'key',
  };
  const settings = await connectionSettings(details(), credential, outside);
  expect(settings).toMatchObject({ cert: 'certificate', key: 'key' });
  expect(settings.token).toBeUndefined();
});

it('means the cluster around it where there is no token', async () => {
  const around = { origin: 'https://10.96.0.1', ca: 'PEM of a file' };
  const there = { origin: 'https://rancher.example' };
  const skipping = details({ skipTLSVerify: true });
  expect(await connectionSettings(skipping, bearer, inside)).toMatchObject({
    ...around,
    rejectUnauthorized: true,
  });
  const withToken = details({}, { serviceAccountToken: 'x' });
  expect(await connectionSettings(withToken, bearer, inside)).toMatchObject(
    there,
  );
});

it.each(['file:///etc/passwd', 'no url'])('refuses %s', async url => {
  await expect(
    connectionSettings(details({ url }), bearer, outside),
  ).rejects.toThrow(/neither https|Invalid URL/);
});

it('names strategies that need a person, and credentials that are none', () => {
  const by = (strategy: string) =>
    details({}, { [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: strategy });
  expect(whyUnsupported(by('aws'))).toBeUndefined();
  for (const strategy of ['oidc', 'google', 'aks', 'mine']) {
    expect(whyUnsupported(by(strategy))).toContain(`"${strategy}"`);
  }
  const anonymous = { type: 'anonymous' as const };
  expect(missingCredential(by('aws'), anonymous)).toContain('"aws"');
  expect(missingCredential(by('localKubectlProxy'), anonymous)).toBeUndefined();
});
