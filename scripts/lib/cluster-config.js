'use strict';

/**
 * Clusters as the portal's configuration has them, to put on top of app-config.yaml; whatever is neither dev nor test is
 * prod.
 *
 * @param clusters `[{ name, url, caFile, token }]`, with a token of the ServiceAccount of deploy/rbac
 */
function clusterConfig(clusters) {
  const names = clusters.map(({ name }) => name);
  const early = names.filter(name => name === 'dev' || name === 'test');
  return {
    kubernetes: {
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: clusters.map(({ name, url, caFile, token }) => ({
            name,
            url,
            caFile,
            authProvider: 'serviceAccount',
            serviceAccountToken: token,
          })),
        },
      ],
    },
    // Those of app-config.yaml are for its own environments.
    release: { policies: null },
    skywalking: { instances: [] },
    pilothouse: {
      environments: [
        ...early.map(name => ({ name, clusters: [name] })),
        {
          name: 'prod',
          protected: true,
          clusters: names.filter(name => !early.includes(name)),
        },
      ],
    },
  };
}

module.exports = { clusterConfig };
