import { count, entityRef, once } from '@pilothouse/pilothouse-node';
import {
  isConfiguredName,
  roleSchema,
} from '@pilothouse/plugin-release-common';
import {
  endpointOrderSchema,
  traceOrderSchema,
  traceStateSchema,
} from '@pilothouse/plugin-skywalking-common';
import * as z from 'zod';
import { MOST_ENDPOINTS } from '../lists/listEndpoints';

const HOUR = 60 * 60_000;
const MOST_PAGES = 25;

const NAME = 'has to be one name of letters, digits and . _ : @ -';
const name = once(NAME).refine(isConfiguredName, NAME);

const time = z.iso.datetime({
  offset: true,
  error: 'has to be a time such as 2026-11-21T08:00:00Z',
});

/** Base64 on both sides of the `_`. */
const ID = 'has to be an id as an answer has it';
const partId = once(ID)
  .max(2_000, ID)
  .regex(/^[A-Za-z0-9+/=]+\.[01]_[A-Za-z0-9+/=]+$/, ID);

/** Agents make them of digits, letters and dots, others of more: no spaces, controls or quotes are among it. */
const TRACE_ID = 'has to be one trace id, of letters, digits and . _ : - /';
const traceId = once(TRACE_ID).regex(/^[A-Za-z0-9._:/=+-]{1,200}$/, TRACE_ID);

const oneOf = <T extends Readonly<Record<string, string>>>(
  schema: z.ZodEnum<T>,
) =>
  z.enum(schema.enum, {
    error: `has to be one of ${schema.options.join(', ')}`,
  });

const windowFields = {
  entityRef,
  environment: name,
  instance: name.optional(),
  from: time.optional(),
  to: time.optional(),
};

export const windowQuery = z.strictObject(windowFields);

export const endpointQuery = z.strictObject({
  ...windowFields,
  order: oneOf(endpointOrderSchema).default('slowest'),
  limit: count(1, MOST_ENDPOINTS).default(20),
});

export const traceQuery = z.strictObject({
  ...windowFields,
  state: oneOf(traceStateSchema).default('all'),
  order: oneOf(traceOrderSchema).default('newest'),
  minDuration: count(0, HOUR).optional(),
  maxDuration: count(0, HOUR).optional(),
  endpointId: partId.optional(),
  instanceId: partId.optional(),
  role: oneOf(roleSchema).optional(),
  traceId: traceId.optional(),
  page: count(1, MOST_PAGES).default(1),
});
