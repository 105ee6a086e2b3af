'use strict';

const fs = require('node:fs');
const https = require('node:https');

/** A plain client for setting up a cluster: one request, its JSON answer, and an error that says what was asked. */
class KubeClient {
  #cluster;
  #agent;

  /** @param cluster `{ name, url, caFile, token }` */
  constructor(cluster) {
    this.#cluster = cluster;
    const ca = fs.readFileSync(cluster.caFile);
    this.#agent = new https.Agent({ keepAlive: true, ca });
  }

  get(path) {
    return this.#request('GET', path);
  }

  /** @param collection such as `/apis/apps/v1/namespaces/order/deployments` */
  create(collection, object) {
    return this.#request('POST', collection, object, 'application/json');
  }

  scale(namespace, deployment, replicas) {
    return this.#request(
      'PATCH',
      `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}/scale`,
      { spec: { replicas } },
    );
  }

  setImage(namespace, deployment, container, image) {
    return this.#request(
      'PATCH',
      `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`,
      {
        spec: {
          template: { spec: { containers: [{ name: container, image }] } },
        },
      },
      'application/strategic-merge-patch+json',
    );
  }

  /** Waits until as many pods of a Deployment are ready. */
  async ready(namespace, deployment, replicas) {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`;
    const deadline = Date.now() + 180_000;
    for (;;) {
      const { status } = await this.get(path);
      if ((status.readyReplicas ?? 0) >= replicas) return;
      if (Date.now() > deadline) {
        throw new Error(
          `${this.#cluster.name}: ${
            status.readyReplicas
          } of ${replicas} pods of ${deployment} are ready after 3 minutes`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }

  /**
   * Follows a list and everything that changes in it.
   *
   * @param onObject called with each object as it is now
   * @returns ends it
   */
  async watch(path, onObject) {
    const { items, metadata } = await this.get(path);
    items.forEach(onObject);
    const { url, token } = this.#cluster;
    const request = https.get(
      new URL(
        `${path}?watch=true&resourceVersion=${metadata.resourceVersion}`,
        url,
      ),
      {
        agent: this.#agent,
        headers: { authorization: `Bearer ${token}` },
      },
      response => {
        let rest = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) onObject(JSON.parse(line).object);
        });
        response.on('error', () => {});
      },
    );
    // Whoever waits for a change notices that none comes.
    request.on('error', () => {});
    return () => request.destroy();
  }

  #request(method, path, body, type = 'application/merge-patch+json') {
    const { name, url, token } = this.#cluster;
    return new Promise((resolve, reject) => {
      const request = https.request(
        new URL(path, url),
        {
          method,
          agent: this.#agent,
          timeout: 30_000,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body ? { 'content-type': type } : {}),
          },
        },
        response => {
          const chunks = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if (response.statusCode < 300) resolve(JSON.parse(text));
            else
              reject(
                new Error(
                  `${name}: ${method} ${path}: ${
                    response.statusCode
                  } ${text.slice(0, 300)}`,
                ),
              );
          });
        },
      );
      request.on('timeout', () =>
        request.destroy(new Error(`${name}: no answer to ${method} ${path}`)),
      );
      request.on('error', reject);
      request.end(body && JSON.stringify(body));
    });
  }
}

module.exports = { KubeClient };
