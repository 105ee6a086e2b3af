import { resources } from '../../kubernetes/resources';
import { OWNER_LABEL, REGISTRY } from '../company';
import { manifest, type Manifest } from './manifest';

/** What it runs: on the shelf like everything else. */
export const REPORT_CENTER_IMAGE = `${REGISTRY}/legacy/report-center:2.3.7`;

/**
 * A program from before the house had a shape for its services: one Deployment without roles, no canary, no room
 * asked for, probed by its port. It runs on dev, and no catalog knows it.
 */
export function reportCenterManifests(): Manifest[] {
  const name = 'report-center';
  const labels = { app: name };
  const metadata = { name, namespace: 'report', labels };
  return [
    manifest(resources.namespaces, {
      name: 'report',
      labels: { [OWNER_LABEL]: 'team-order', environment: 'dev' },
    }),
    manifest(resources.deployments, metadata, {
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name,
                image: REPORT_CENTER_IMAGE,
                ports: [{ containerPort: 8080 }],
                env: [{ name: 'JAVA_OPTS', value: '-Xmx512m' }],
                readinessProbe: { tcpSocket: { port: 8080 } },
              },
            ],
          },
        },
      },
    }),
    manifest(resources.services, metadata, {
      spec: { selector: labels, ports: [{ port: 8080 }] },
    }),
  ];
}
