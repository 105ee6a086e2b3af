import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import {
  ANNOTATION_KUBERNETES_AUTH_PROVIDER,
  SERVICEACCOUNT_CA_PATH,
} from '@backstage/plugin-kubernetes-common';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';

/** All that a connection is made of. Connections with equal settings are the same. */
export interface ConnectionSettings {
  /** Scheme, host and port. */
  origin: string;
  /** What comes before `/api`: Rancher and other proxies serve clusters below a path. */
  prefix: string;
  ca?: string;
  /** Of a client certificate. */
  cert?: string;
  key?: string;
  rejectUnauthorized: boolean;
  token?: string;
}

/** Where Kubernetes itself tells a pod how to reach its API server. */
export interface InCluster {
  available(): boolean;
  server(): Promise<{ url: string; caFile?: string }>;
}

/**
 * The rule of Backstage's kubernetes plugin: a cluster with the strategy `serviceAccount` and without a token is the
 * one that we run in, whatever its `url` says.
 */
export function isInCluster(
  details: ClusterDetails,
  inCluster: InCluster,
): boolean {
  return (
    details.authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER] ===
      'serviceAccount' &&
    !details.authMetadata.serviceAccountToken &&
    inCluster.available()
  );
}

/** The cluster around this pod, by client-node's KubeConfig. */
export const realInCluster: InCluster = {
  available: () => existsSync(SERVICEACCOUNT_CA_PATH),
  async server() {
    // Only here, and only when it is needed: it is an ES module, and takes half a second.
    const { KubeConfig } = await import('@kubernetes/client-node');
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromCluster();
    const cluster = kubeConfig.getCurrentCluster();
    if (!cluster) throw new Error('there is no cluster around this process');
    return { url: cluster.server, caFile: cluster.caFile };
  },
};

/**
 * Puts together what the configuration says and the credential of the moment. Files are read each time: certificates
 * are renewed in place.
 *
 * @throws Error when a file cannot be read or the URL is none
 */
export async function connectionSettings(
  details: ClusterDetails,
  credential: KubernetesCredential,
  inCluster: InCluster = realInCluster,
): Promise<ConnectionSettings> {
  const around = isInCluster(details, inCluster)
    ? await inCluster.server()
    : undefined;
  const url = new URL(around?.url ?? details.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Error('its url is neither https nor http');
  }
  const caFile = around ? around.caFile : details.caFile;
  const ca = caFile
    ? await readFile(caFile, 'utf8')
    : decoded(around ? undefined : details.caData);
  return {
    origin: url.origin,
    prefix: url.pathname.replace(/\/+$/, ''),
    ca,
    rejectUnauthorized: Boolean(around) || !details.skipTLSVerify,
    ...(credential.type === 'bearer token' && {
      // Tokens come from files, which end in a newline.
      token: credential.token.trim(),
    }),
    ...(credential.type === 'x509 client certificate' && {
      cert: credential.cert,
      key: credential.key,
    }),
  };
}

function decoded(base64: string | undefined): string | undefined {
  return base64 ? Buffer.from(base64, 'base64').toString() : undefined;
}
