import { ApiError } from '../api-error';

/** What a client wants an answer to look like. */
export interface Representation {
  format: 'json' | 'yaml';
  /** The object itself, its rows in a Table, or nothing but its metadata. */
  as: 'object' | 'table' | 'metadata' | 'metadata-list' | 'discovery';
  /** The Content-Type of the answer. */
  contentType: string;
}

interface MediaType {
  type: string;
  parameters: Map<string, string>;
}

const NOT_ACCEPTABLE =
  '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf';

/**
 * Picks the first of the accepted media types that this server writes. It writes no protobuf: clients that prefer it
 * list JSON too.
 *
 * @throws ApiError NotAcceptable
 */
export function negotiate(
  accept: string | undefined,
  options: { transforms: boolean } = { transforms: true },
): Representation {
  for (const mediaType of parseAccept(accept || '*/*')) {
    const found = represent(mediaType, options.transforms);
    if (found) return found;
  }
  throw new ApiError('NotAcceptable', NOT_ACCEPTABLE, {});
}

/** For discovery: the aggregated document when the client knows it, else the plain one. */
export function negotiateDiscovery(accept: string | undefined): Representation {
  for (const mediaType of parseAccept(accept || '*/*')) {
    const { type, parameters } = mediaType;
    const aggregated =
      type === 'application/json' &&
      parameters.get('g') === 'apidiscovery.k8s.io' &&
      parameters.get('as') === 'APIGroupDiscoveryList';
    if (aggregated && parameters.get('v') === 'v2')
      return {
        format: 'json',
        as: 'discovery',
        contentType:
          'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
      };
    const plain = represent(mediaType, false);
    if (plain) return plain;
  }
  throw new ApiError('NotAcceptable', NOT_ACCEPTABLE, {});
}

function parseAccept(accept: string): MediaType[] {
  return accept
    .split(',')
    .map(part => {
      const [type, ...parameters] = part.split(';').map(text => text.trim());
      return {
        type,
        parameters: new Map(
          parameters.map(text => {
            const [key, value = ''] = text.split('=');
            return [key, value];
          }),
        ),
      };
    })
    .sort((left, right) => quality(right) - quality(left));
}

function quality({ parameters }: MediaType): number {
  const q = Number(parameters.get('q') ?? 1);
  return Number.isNaN(q) ? 1 : q;
}

function represent(
  { type, parameters }: MediaType,
  transforms: boolean,
): Representation | undefined {
  const format = formatOf(type);
  if (!format) return undefined;
  const as = transforms ? transformOf(parameters) : plainOnly(parameters);
  return as && { format, as, contentType: `application/${format}` };
}

function formatOf(type: string): Representation['format'] | undefined {
  switch (type) {
    case '*/*':
    case 'application/*':
    case 'application/json':
      return 'json';
    case 'application/yaml':
      return 'yaml';
    default:
      return undefined;
  }
}

function transformOf(
  parameters: Map<string, string>,
): Representation['as'] | undefined {
  const as = parameters.get('as');
  if (as === undefined) return 'object';
  if (parameters.get('g') !== 'meta.k8s.io' || parameters.get('v') !== 'v1')
    return undefined;
  switch (as) {
    case 'Table':
      return 'table';
    case 'PartialObjectMetadata':
      return 'metadata';
    case 'PartialObjectMetadataList':
      return 'metadata-list';
    default:
      return undefined;
  }
}

function plainOnly(parameters: Map<string, string>): 'object' | undefined {
  return parameters.has('as') ? undefined : 'object';
}
