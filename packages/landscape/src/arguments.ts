import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseProduct, type ProductName } from './elasticsearch/products';
import { parsePort, portBaseFrom } from './ports';
import {
  parseSkyWalkingVersion,
  type SkyWalkingVersion,
} from './skywalking/version';
import { parseScale, type Scale } from './world/placements';

/** What the command line asks for. */
export interface Arguments {
  help: boolean;
  portBase: number;
  dataDir: string;
  seed?: number;
  scale?: Scale;
  skywalking?: { version: SkyWalkingVersion };
  elasticsearch?: { product: ProductName };
}

export const USAGE = `Usage: landscape [options]

Plays a company with its clusters on this machine, for as long as it runs.

  --port N        first port, default 7100 or PILOTHOUSE_PORT_BASE + 10
  --data DIR      where files for others are written, default .data of the repository
  --seed N        another company's luck; the same number gives the same world
  --scale CxP     C clusters of about P pods each, such as 6x500, without history
  --skywalking V  the version that SkyWalking plays, 10.1 (default) or 8.7
  --elasticsearch P
                  what the store of log lines plays, 8 (default), 6.8 or opensearch-2
  --help          this text
`;

/** Where a landscape keeps its files when nobody says: `.data` at the root of the repository. */
// The landscape runs from its sources only.
// eslint-disable-next-line no-restricted-syntax
const DEFAULT_DATA_DIR = resolve(__dirname, '../../../.data');

/**
 * Reads the command line and the environment.
 *
 * @throws Error with one line for the person who typed it.
 */
export function readArguments(
  args: string[],
  env: Record<string, string | undefined>,
): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', short: 'h' },
      port: { type: 'string' },
      data: { type: 'string' },
      seed: { type: 'string' },
      scale: { type: 'string' },
      skywalking: { type: 'string' },
      elasticsearch: { type: 'string' },
    },
  });
  const { help = false, port, data, seed, scale, skywalking } = values;
  const { elasticsearch } = values;
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
    throw new RangeError(`--seed must be a whole number, not "${seed}"`);
  }
  return {
    help,
    portBase:
      port === undefined ? portBaseFrom(env) : parsePort(port, '--port'),
    dataDir: data === undefined ? DEFAULT_DATA_DIR : resolve(data),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(scale !== undefined && { scale: parseScale(scale) }),
    ...(elasticsearch !== undefined && {
      elasticsearch: { product: parseProduct(elasticsearch) },
    }),
    ...(skywalking !== undefined && {
      skywalking: { version: parseSkyWalkingVersion(skywalking) },
    }),
  };
}
