import { plainLine } from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { isPartOf, serviceIdOf } from '../oap/ids';
import type { AskOptions, OapClient } from '../oap/OapClient';
import type { MetricWindow } from '../oap/duration';

/** A service has fewer; a list that is longer would not be read to its end. */
const MOST_INSTANCES = 200;
const LONGEST_ATTRIBUTE = 1_000;

/** A service as an OAP knows it. */
export interface OapService {
  id: string;
  name: string;
  /** The first of its layers; `GENERAL` where the version has none. */
  layer: string;
}

/** An instance of a service: what its agent calls itself, and says of where it runs. */
export interface OapInstance {
  id: string;
  /** Hostile text, and the name that metrics are asked by: as long as it is. */
  name: string;
  language?: string;
  /** `hostname`, `ipv4s`, … as the agent has them. */
  attributes: Readonly<Record<string, string>>;
}

const serviceSchema = z.object({
  service: z
    .object({
      id: z.string().max(1024),
      name: z.string(),
      layers: z.array(z.string()).nullish(),
    })
    .nullish(),
});

const FIND_V2 = `query FindService($name: String!) {
  service: findService(serviceName: $name) { id name layers }
}`;

const FIND_V1 = `query FindService($name: String!) {
  service: searchService(serviceCode: $name) { id name }
}`;

/**
 * @returns `undefined` where it knows no such service
 * @throws SkywalkingError
 */
export async function findService(
  oap: OapClient,
  name: string,
  options: AskOptions = {},
): Promise<OapService | undefined> {
  const { capabilities } = await oap.about(options);
  const { service } = await oap.ask(
    {
      document: capabilities.metadata === 'v2' ? FIND_V2 : FIND_V1,
      variables: { name },
      schema: serviceSchema,
    },
    options,
  );
  // It has to be the one that was asked for, whatever the storage takes for equal.
  if (!service || service.name !== name || service.id !== serviceIdOf(name)) {
    return undefined;
  }
  const [layer = 'GENERAL'] = service.layers ?? [];
  return { id: service.id, name, layer: plainLine(layer, 100) };
}

const instancesSchema = z.object({
  instances: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        language: z.string().nullish(),
        attributes: z
          .array(z.object({ name: z.string(), value: z.string().nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
});

const FIELDS = 'id name language attributes { name value }';

const LIST_V2 = `query Instances($duration: Duration!, $id: ID!) {
  instances: listInstances(duration: $duration, serviceId: $id) { ${FIELDS} }
}`;

const LIST_V1 = `query Instances($duration: Duration!, $id: ID!) {
  instances: getServiceInstances(duration: $duration, serviceId: $id) { ${FIELDS} }
}`;

/**
 * Those that were active in the window.
 *
 * @throws SkywalkingError
 */
export async function listInstances(
  oap: OapClient,
  service: Pick<OapService, 'id'>,
  { duration }: Pick<MetricWindow, 'duration'>,
  options: AskOptions = {},
): Promise<readonly OapInstance[]> {
  const { capabilities } = await oap.about(options);
  const { instances } = await oap.ask(
    {
      document: capabilities.metadata === 'v2' ? LIST_V2 : LIST_V1,
      variables: { duration, id: service.id },
      schema: instancesSchema,
    },
    options,
  );
  return (instances ?? [])
    .filter(({ id }) => isPartOf(service.id, id))
    .slice(0, MOST_INSTANCES)
    .map(({ id, name, language, attributes }) => ({
      id,
      name,
      language: language ? plainLine(language, 50) : undefined,
      attributes: Object.fromEntries(
        (attributes ?? []).map(attribute => [
          attribute.name,
          (attribute.value ?? '').slice(0, LONGEST_ATTRIBUTE),
        ]),
      ),
    }));
}

const endpointsSchema = z.object({
  endpoints: z.array(z.object({ id: z.string(), name: z.string() })).nullish(),
});

const FIND_ENDPOINTS_V2 = `query Endpoints($id: ID!, $limit: Int!) {
  endpoints: findEndpoint(keyword: "", serviceId: $id, limit: $limit) { id name }
}`;

const FIND_ENDPOINTS_V1 = `query Endpoints($id: ID!, $limit: Int!) {
  endpoints: searchEndpoint(keyword: "", serviceId: $id, limit: $limit) { id name }
}`;

/** Some endpoints of a service, in no order. @throws SkywalkingError */
export async function listEndpoints(
  oap: OapClient,
  service: Pick<OapService, 'id'>,
  limit: number,
  options: AskOptions = {},
): Promise<readonly { id: string; name: string }[]> {
  const { capabilities } = await oap.about(options);
  const { endpoints } = await oap.ask(
    {
      document:
        capabilities.metadata === 'v2' ? FIND_ENDPOINTS_V2 : FIND_ENDPOINTS_V1,
      variables: { id: service.id, limit },
      schema: endpointsSchema,
    },
    options,
  );
  return (endpoints ?? []).filter(({ id }) => isPartOf(service.id, id));
}
