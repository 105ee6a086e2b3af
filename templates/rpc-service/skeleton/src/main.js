import { startService } from './service.js';

const { PORT, METRICS_PORT, LOG_LEVEL, DRAIN_MS } = process.env;

const service = await startService({
  port: Number(PORT ?? 9000),
  metricsPort: Number(METRICS_PORT ?? 9090),
  logLevel: LOG_LEVEL ?? 'info',
  drainMs: Number(DRAIN_MS ?? 20_000),
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => service.stop(signal));
}
