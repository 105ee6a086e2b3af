import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { DEFAULT_TIMINGS, type Timings } from './timings';

const HOOKS = ['router', 'objectsProvider'] as const;

/** The part of the kubernetes plugin through which the bridge passes. */
export type BridgeHook = (typeof HOOKS)[number];

export interface ClustersOptions {
  bridgeHook: BridgeHook;
  timings: Timings;
}

/** Reads `pilothouse.clusters`. */
export function readClustersOptions(root: Config): ClustersOptions {
  const config = root.getOptionalConfig('pilothouse.clusters');
  const hook = config?.getOptionalString('bridgeHook') ?? 'router';
  const bridgeHook = HOOKS.find(known => known === hook);
  if (!bridgeHook) {
    throw new InputError(
      `pilothouse.clusters.bridgeHook is "${hook}", but must be one of ${HOOKS.join(
        ', ',
      )}`,
    );
  }
  const { accessTimeoutMs, lingerMs, silenceMs } = DEFAULT_TIMINGS;
  return {
    bridgeHook,
    timings: {
      ...DEFAULT_TIMINGS,
      accessTimeoutMs: milliseconds(config, 'startTimeout', accessTimeoutMs),
      lingerMs: milliseconds(config, 'watchLinger', lingerMs),
      silenceMs: milliseconds(config, 'watchSilence', silenceMs),
    },
  };
}

function milliseconds(
  config: Config | undefined,
  key: string,
  standard: number,
): number {
  if (!config?.has(key)) return standard;
  return durationToMilliseconds(readDurationFromConfig(config, { key }));
}
