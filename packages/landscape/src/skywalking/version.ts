import { buildSchema, type GraphQLSchema } from 'graphql';
import { CATALOGUE_10, CATALOGUE_8, type Catalogue } from './metrics/catalogue';
import { SDL_10 } from './schema/version-10';
import { SDL_8 } from './schema/version-8';

/** The versions that can be played. */
export const SKYWALKING_VERSIONS = ['10.1', '8.7'] as const;

export type SkyWalkingVersion = (typeof SKYWALKING_VERSIONS)[number];

/** In what one version differs from another. */
export interface Dialect {
  /** What it answers to `version`. */
  version: string;
  schema: GraphQLSchema;
  catalogue: Catalogue;
  /** The labels of percentiles: their number from 0, or such as `{p=50}`. */
  percentileLabels: 'number' | 'named';
  /** The status of a document that asks for what there is not. */
  invalidStatus: 200 | 400;
  /** How much one document may have; without a limit, there is none. */
  mostTokens?: number;
  mostFields?: number;
}

const DIALECTS: Record<SkyWalkingVersion, () => Dialect> = {
  '10.1': () => ({
    version: '10.1.0-d28dfea',
    schema: buildSchema(SDL_10),
    catalogue: CATALOGUE_10,
    percentileLabels: 'named',
    invalidStatus: 400,
    mostTokens: 15_000,
    mostFields: 3000,
  }),
  '8.7': () => ({
    // Up to 8.8 they all say so.
    version: '8.0',
    schema: buildSchema(SDL_8),
    catalogue: CATALOGUE_8,
    percentileLabels: 'number',
    invalidStatus: 200,
  }),
};

/** What is special about a version. */
export function dialectOf(version: SkyWalkingVersion): Dialect {
  return DIALECTS[version]();
}

/**
 * Reads a version that somebody typed.
 *
 * @throws RangeError when it is none that can be played
 */
export function parseSkyWalkingVersion(text: string): SkyWalkingVersion {
  const found = SKYWALKING_VERSIONS.find(item => item === text);
  if (found) return found;
  throw new RangeError(
    `--skywalking must be one of ${SKYWALKING_VERSIONS.join(
      ', ',
    )}, not "${text}"`,
  );
}
