import { stringify } from 'yaml';
import { pascalCase } from '../names';
import type { Service } from '../service';

/** The definition of a service's API: OpenAPI for HTTP, a proto file for RPC. */
export function openApiOf(service: Service): string {
  return service.protocol === 'rpc' ? protoOf(service) : restOf(service);
}

function restOf({ name, title, endpoints }: Service): string {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path } of endpoints) {
    const operation = {
      summary: `${method} ${path}`,
      ...(path.includes('{id}') && {
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'integer', format: 'int64' },
          },
        ],
      }),
      responses: {
        [method === 'POST' ? '201' : '200']: { description: 'OK' },
        '500': { description: 'Failed 失败' },
      },
    };
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return stringify({
    openapi: '3.1.0',
    info: { title: `${title.en} · ${title.zh}`, version: '1.0.0' },
    servers: [{ url: `http://${name}` }],
    paths,
  });
}

function protoOf({ name, endpoints }: Service): string {
  const methods = endpoints.map(({ path }) => {
    const method = pascalCase(path.split('.')[1]);
    return `  rpc ${method} (StockRequest) returns (StockReply);`;
  });
  return [
    'syntax = "proto3";',
    `package yunfan.${name.replaceAll('-', '.')};`,
    '',
    'service StockService {',
    ...methods,
    '}',
    '',
    'message StockRequest {',
    '  int64 sku = 1;',
    '  int32 quantity = 2;',
    '}',
    '',
    'message StockReply {',
    '  int32 available = 1;',
    '  bool reserved = 2;',
    '}',
    '',
  ].join('\n');
}
