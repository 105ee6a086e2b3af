import * as z from 'zod';
import {
  COMPONENT,
  ERROR_SCHEMA,
  openApiPaths,
  type ApiPaths,
} from './openApiOperation';

type Schemas = Readonly<Record<string, z.ZodType>>;

export interface OpenApiOptions {
  pluginId: string;
  title: string;
  description: string;
  paths: ApiPaths;
  /** What is answered, by the names that `paths` uses. */
  answers: Schemas;
  /** What is sent. */
  bodies?: Schemas;
  /** By the same names. */
  examples: Readonly<Record<string, unknown>>;
}

/** An OpenAPI document whose schemas are those that answers are checked against. */
export function openApiDocument(options: OpenApiOptions) {
  const { pluginId, title, description, paths, examples } = options;
  return {
    openapi: '3.1.0',
    info: { title, version: '1.0.0', description },
    servers: [{ url: `/api/${pluginId}` }],
    security: [{ backstage: [] }],
    paths: openApiPaths(paths, examples),
    components: {
      schemas: {
        ...jsonSchemas(options.answers, 'output'),
        ...jsonSchemas(options.bodies ?? {}, 'input'),
        Error: ERROR_SCHEMA,
      },
      securitySchemes: {
        backstage: {
          type: 'http',
          scheme: 'bearer',
          description: 'A Backstage token, of a person or of a service',
        },
      },
    },
  };
}

function jsonSchemas(
  named: Schemas,
  io: 'input' | 'output',
): Record<string, object> {
  const registry = z.registry<{ id?: string }>();
  for (const [id, schema] of Object.entries(named)) {
    registry.add(schema, { id });
  }
  const made = z.toJSONSchema(registry, {
    io,
    uri: id => `${COMPONENT}${id}`,
  });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, schema]) => {
      // Both belong to documents of their own; here they are parts of one.
      const { $schema: _dialect, $id: _id, ...rest } = schema;
      return [id, rest];
    }),
  );
}
