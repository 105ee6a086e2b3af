import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('./startInTurn'));

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));
backend.add(
  import('@pilothouse/plugin-auth-backend-module-landscape-provider'),
);

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./policy'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@pilothouse/plugin-catalog-backend-module-own-docs'));

// The stock plugin brings the clusters and their credentials; the bridge hands them to the plugins of Pilothouse.
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@pilothouse/plugin-clusters-node'));
backend.add(import('@pilothouse/plugin-release-backend'));

// Which links there are for what; the plugins that know a system bring theirs.
backend.add(import('@pilothouse/plugin-links-backend'));

// Health and traces of an entity's services.
backend.add(import('@pilothouse/plugin-skywalking-backend'));
backend.add(import('@pilothouse/plugin-release-backend-module-skywalking'));

// An entity's lines in the log stores.
backend.add(import('@pilothouse/plugin-logs-backend'));

backend.add(import('@backstage/plugin-mcp-actions-backend'));

// The golden path: from a form to a running service.
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('@pilothouse/plugin-scaffolder-backend-module-golden-path'));
backend.add(import('@pilothouse/plugin-pipelines-backend'));

backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(import('./docs'));
backend.add(import('@pilothouse/plugin-runbooks-backend'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@pilothouse/plugin-search-backend-module-cjk'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

// What several replicas have to tell each other goes through the events backend.
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
// Tells the owners of a service how its rollouts go.
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

// Left to itself, a backend of which a plugin has failed would stay, ready for nothing.
backend.start().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
