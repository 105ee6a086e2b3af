import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { uiGenerationSchema } from '@pilothouse/plugin-skywalking-common';
import * as z from 'zod';

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'has to be an address with http(s)' })
  .refine(
    text => !URL.parse(text)?.username && !URL.parse(text)?.password,
    'must not carry an account; there are username and password for that',
  )
  .transform(text => text.replace(/\/+$/, ''));

const tab = z.number().int().min(0).max(99);

const uiConfig = z.strictObject({
  generation: uiGenerationSchema,
  baseUrl: httpUrl,
  tracePage: z.boolean().optional(),
  tabs: z
    .strictObject({ trace: tab.optional(), log: tab.optional() })
    .optional(),
});

const instanceConfig = z.strictObject({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
      'has to begin with a letter or digit and consist of letters, digits and . _ -',
    ),
  baseUrl: httpUrl,
  username: z.string().optional(),
  password: z.string().optional(),
  token: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  ui: uiConfig.optional(),
  environments: z.array(z.string()).min(1, 'has to name an environment'),
  clusters: z.array(z.string()).min(1, 'has to name a cluster').optional(),
  timezone: z
    .string()
    .regex(/^[+-]\d{4}$/, 'has to be such as +0800')
    .optional(),
  timeout: z.number().int().min(500).max(30_000).default(2_500),
  serviceName: z
    .string()
    .max(200)
    .refine(
      text => text.split('{service}').length === 2,
      'has to have {service} in it, once',
    )
    .default('{service}'),
});

/** One of `skywalking.instances`. Carries secrets. */
export type SkywalkingInstanceConfig = z.infer<typeof instanceConfig>;

function refuse(path: readonly PropertyKey[], why: string): never {
  const steps = path.map(step =>
    typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
  );
  throw new InputError(
    `Configuration skywalking.instances${steps.join('')} ${why}`,
  );
}

/** Two ways of saying who we are would leave open which one holds. */
function checkCredentials(
  { username, password, token, headers = {} }: SkywalkingInstanceConfig,
  index: number,
): void {
  if ((username === undefined) !== (password === undefined)) {
    refuse(
      [index, username === undefined ? 'username' : 'password'],
      'is missing',
    );
  }
  const ways = [username, token, authorizationOf(headers)];
  if (ways.filter(way => way !== undefined).length > 1) {
    refuse(
      [index],
      'has to have one of username and password, token, or a header authorization',
    );
  }
}

function authorizationOf(headers: Readonly<Record<string, string>>) {
  return Object.entries(headers).find(
    ([name]) => name.toLowerCase() === 'authorization',
  )?.[1];
}

/**
 * Reads and checks `skywalking.instances`.
 *
 * @throws InputError that names the key and says what it has to be, never what it is: it may be a secret
 */
export function readSkywalkingConfig(
  config: Config,
): readonly SkywalkingInstanceConfig[] {
  const read = z
    .array(instanceConfig)
    .safeParse(config.getOptional('skywalking.instances') ?? []);
  if (!read.success) {
    const [issue] = read.error.issues;
    refuse(issue.path, `is wrong: ${issue.message}`);
  }
  const environments = config
    .getOptionalConfigArray('pilothouse.environments')
    ?.map(environment => environment.getString('name'));
  const names = new Set<string>();
  for (const [index, instance] of read.data.entries()) {
    if (names.has(instance.name)) {
      refuse([index, 'name'], `"${instance.name}" is there twice`);
    }
    names.add(instance.name);
    checkCredentials(instance, index);
    for (const [place, name] of instance.environments.entries()) {
      if (environments && !environments.includes(name)) {
        refuse(
          [index, 'environments', place],
          `"${name}" is none of the environments: ${environments.join(', ')}`,
        );
      }
    }
  }
  return read.data;
}

/** What is sent with every request. */
export function headersOf(
  instance: SkywalkingInstanceConfig,
): Readonly<Record<string, string>> {
  const { username, password, token, headers = {} } = instance;
  if (token !== undefined) {
    return { ...headers, authorization: `Bearer ${token}` };
  }
  if (username === undefined) return headers;
  const account = Buffer.from(`${username}:${password ?? ''}`, 'utf8');
  return { ...headers, authorization: `Basic ${account.toString('base64')}` };
}
