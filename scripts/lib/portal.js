'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { answers, watchAnswers } = require('./answers');
const { Processes } = require('./processes');
const { cli, data, root } = require('./paths');

const LOGS = path.join(data, 'logs');
const STARTUP_TIMEOUT_MS = 180_000;

/**
 * The processes of one portal on the landscape.
 *
 * @param options.ports `{ app, backend, landscape }`; without `app` the backend serves a built app
 * @param options.dataDir where databases, the landscape's company and built docs go
 * @param options.logs the folder of their logs
 * @param options.landscapeArgs more arguments of the landscape
 * @param options.configs configuration files on top of app-config.yaml
 * @param options.backendEnv more environment variables of the backend
 * @param options.onLine called with (process name, line of its output)
 */
class Portal {
  #processes;
  #options;
  #clusters = [];
  #systems;

  constructor({
    ports,
    dataDir = data,
    logs = LOGS,
    landscapeArgs = [],
    configs = [],
    backendEnv = {},
    onLine = () => {},
  }) {
    this.#processes = new Processes(logs);
    this.#options = {
      ports,
      dataDir,
      landscapeArgs,
      configs,
      backendEnv,
      onLine,
    };
  }

  get failure() {
    return this.#processes.failure;
  }

  urls() {
    const { app, backend, landscape } = this.#options.ports;
    return {
      app: `http://localhost:${app ?? backend}`,
      backend: `http://localhost:${backend}`,
      landscape: `http://127.0.0.1:${landscape}`,
    };
  }

  /** The landscape's clusters once it is up: `[{ name, url, caFile, token }]`, as the portal's account sees them. */
  get clusters() {
    return this.#clusters;
  }

  async startLandscape() {
    const { ports, dataDir, landscapeArgs } = this.#options;
    this.#start('landscape', process.execPath, [
      path.join(root, 'packages/landscape/bin/landscape.js'),
      '--port',
      String(ports.landscape),
      '--data',
      dataDir,
      ...landscapeArgs,
    ]);
    await this.#ready(`${this.urls().landscape}/api/health`);
    this.#clusters = await clustersOf(this.urls().landscape, dataDir);
    this.#systems = await systemsOf(this.urls().landscape, dataDir);
  }

  async startBackend() {
    this.#start('backend', process.execPath, this.#cli(), {
      cwd: path.join(root, 'packages/backend'),
      more: this.#options.backendEnv,
    });
    await this.#ready(`${this.urls().backend}/.backstage/health/v1/readiness`);
  }

  async startApp() {
    this.#start('app', process.execPath, this.#cli(), {
      cwd: path.join(root, 'packages/app'),
    });
    await this.#ready(`${this.urls().app}/`);
  }

  /** Tells when the backend has died, or answers again; returns a function that ends that. */
  watchBackend(listeners) {
    return watchAnswers(
      `${this.urls().backend}/.backstage/health/v1/liveness`,
      listeners,
    );
  }

  stop() {
    return this.#processes.stop();
  }

  #cli() {
    const { configs } = this.#options;
    const files = [path.join(root, 'app-config.yaml'), ...configs];
    return [
      cli,
      'package',
      'start',
      ...(configs.length > 0 ? files.flatMap(file => ['--config', file]) : []),
    ];
  }

  #start(name, file, args, { cwd = root, more = {} } = {}) {
    const { ports, dataDir, onLine } = this.#options;
    const urls = this.urls();
    const env = {
      ...process.env,
      PILOTHOUSE_DATA_DIR: dataDir,
      PILOTHOUSE_APP_URL: urls.app,
      PILOTHOUSE_BACKEND_URL: urls.backend,
      PILOTHOUSE_BACKEND_PORT: String(ports.backend),
      PILOTHOUSE_LANDSCAPE_URL: urls.landscape,
      ...environmentOf(this.#clusters),
      ...this.#systems,
      ...more,
    };
    this.#processes.start(name, file, args, {
      cwd,
      env,
      onLine: line => onLine(name, line),
    });
  }

  /** Waits until the address answers with success, or one of the processes ends. */
  async #ready(url) {
    const giveUp = new AbortController();
    try {
      await Promise.race([answering(url, giveUp.signal), this.failure]);
    } finally {
      giveUp.abort();
    }
  }
}

/** The API servers make their tokens at the first start. */
async function clustersOf(landscapeUrl, dataDir) {
  const response = await fetch(`${landscapeUrl}/api/clusters`);
  const { items } = await response.json();
  const folder = path.join(dataDir, 'landscape');
  return items.map(({ name, url }) => ({
    name,
    url,
    caFile: path.join(folder, 'ca', `${name}.crt`),
    token: fs
      .readFileSync(path.join(folder, 'tokens', `${name}-portal`), 'utf8')
      .trim(),
  }));
}

/** What app-config.yaml asks for of the landscape's other systems. */
async function systemsOf(landscapeUrl, dataDir) {
  const response = await fetch(`${landscapeUrl}/api/systems`);
  const { items } = await response.json();
  const urlOf = wanted => items.find(({ name }) => name === wanted).url;
  const secret = name =>
    fs
      .readFileSync(path.join(dataDir, 'landscape', 'tokens', name), 'utf8')
      .trim();
  return {
    PILOTHOUSE_REGISTRY_URL: urlOf('registry'),
    PILOTHOUSE_REGISTRY_USER: 'portal',
    PILOTHOUSE_REGISTRY_PASSWORD: secret('registry-portal'),
    PILOTHOUSE_FORGE_URL: urlOf('forge'),
    PILOTHOUSE_FORGE_HOST: new URL(urlOf('forge')).host,
    PILOTHOUSE_FORGE_TOKEN: secret('forge-portal'),
    PILOTHOUSE_SKYWALKING_URL: urlOf('skywalking'),
    PILOTHOUSE_ELASTICSEARCH_URL: urlOf('elasticsearch'),
    PILOTHOUSE_ELASTICSEARCH_USER: 'portal',
    PILOTHOUSE_ELASTICSEARCH_PASSWORD: secret('elasticsearch-portal'),
  };
}

/** What app-config.yaml asks for of each cluster. */
function environmentOf(clusters) {
  return Object.fromEntries(
    clusters.flatMap(({ name, url, token }) => {
      const prefix = `PILOTHOUSE_${name.toUpperCase().replace(/-/g, '_')}`;
      return [
        [`${prefix}_URL`, url],
        [`${prefix}_TOKEN`, token],
      ];
    }),
  );
}

async function answering(url, signal) {
  const deadline = Date.now() + STARTUP_TIMEOUT_MS;
  while (!signal.aborted) {
    if (await answers(url)) return;
    if (Date.now() > deadline) {
      throw new Error(`${url} did not answer within 3 minutes`);
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

module.exports = { Portal };
