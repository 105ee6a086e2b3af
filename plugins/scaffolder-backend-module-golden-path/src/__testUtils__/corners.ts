import type { JsonObject } from '@backstage/types';

/** What would break out of YAML, JSON, XML, HTML, C#, Java and shell where it is not quoted. */
const HOSTILE = `It's "50 %": <b>{{ x }}</b> & \${HOME} $(id) #1 \\ '''`;

const DEV = { name: 'dev', clusters: ['dev'], protected: false };
const STAGING = {
  name: 'staging',
  clusters: ['prod-beijing'],
  protected: false,
  namespaceSuffix: '-staging',
};
const PROD = {
  name: 'prod',
  clusters: ['prod-beijing', 'prod-shanghai'],
  protected: true,
};

const BASE = {
  name: 'order-notes',
  description: 'Notes that customers add to an order',
  owner: 'group:default/team-order',
  system: 'system:default/order',
  environments: [DEV],
};

const everywhere = { ...BASE, environments: [DEV, STAGING, PROD] };

const SERVICES: Record<string, JsonObject> = {
  'with the fewest answers': BASE,
  'everywhere, public, growing': {
    ...everywhere,
    size: 'large',
    nodeClass: 'compute',
    autoscaling: true,
    exposure: 'public',
  },
  'behind an Ingress': {
    ...everywhere,
    size: 'medium',
    exposure: 'public',
    routing: 'ingress',
  },
  'with a hostile description, protected only': {
    ...BASE,
    size: 'small',
    description: HOSTILE,
    environments: [{ name: 'prod', protected: true }],
  },
};

/** The answers that each template is tried with. */
export const CORNERS: Record<string, Record<string, JsonObject>> = {
  'node-service': {
    ...SERVICES,
    'on Node.js 22': { ...BASE, size: 'small', languageVersion: '22' },
  },
  'java-service': {
    ...SERVICES,
    'on Java 25, with a debugger': {
      ...everywhere,
      size: 'small',
      languageVersion: '25',
      debug: true,
    },
  },
  'dotnet-service': SERVICES,
  'web-site': SERVICES,
  'rpc-service': SERVICES,
  redis: {
    'with the fewest answers': { ...BASE, name: 'order-cache' },
    'everywhere, that refuses': {
      ...everywhere,
      name: 'order-cache',
      memory: '4Gi',
      eviction: 'noeviction',
    },
    'with a hostile description': {
      ...BASE,
      name: 'order-cache',
      description: HOSTILE,
    },
  },
  'register-existing': {
    'by its port': {
      ...BASE,
      name: 'report-center',
      project: 'legacy/report-center',
      namespace: 'order',
      image: 'registry.yunfan.test/legacy/report-center:2.3.7',
      port: 8080,
      probe: 'tcp',
    },
    'everywhere, in a subgroup, with a hostile description': {
      ...everywhere,
      name: 'report-center',
      description: HOSTILE,
      project: 'legacy/reports/report-center',
      namespace: 'order',
      image: 'registry.yunfan.test:5000/legacy/report-center:2.3.7',
      port: 80,
      probe: 'http',
    },
  },
};
/** Those of the template that makes pages and nothing that runs. */
export const RUNBOOK_CORNERS: Record<string, JsonObject> = {
  'with the fewest answers': {
    entity: 'component:default/order-api',
    id: 'orders-lost',
    titleZh: '订单丢失',
    titleEn: 'Orders are lost',
    kind: 'incident',
    severity: 'critical',
  },
  'of a change': {
    entity: 'component:default/order-api',
    id: 'move-database',
    titleZh: HOSTILE,
    titleEn: HOSTILE,
    kind: 'change',
    severity: 'normal',
    alerts: [],
    services: [],
    reviewEvery: 'P12M',
  },
  'of a drill, with all answers': {
    entity: 'component:default/order-api',
    id: 'site-down',
    titleZh: '失去一个机房',
    titleEn: 'A site is lost',
    kind: 'drill',
    severity: 'high',
    alerts: ['SiteDown', 'job:errors:rate5m'],
    services: ['resource:default/redis-order', 'component:default/cart-api'],
    reviewEvery: 'P30D',
    rto: 'PT30M',
    rpo: 'PT5M',
  },
};

// Sizes have a default in the form only, which a dry run does not fill in.
for (const corners of Object.values(CORNERS)) {
  for (const [name, values] of Object.entries(corners)) {
    corners[name] = { size: 'small', memory: '512Mi', ...values };
  }
}
