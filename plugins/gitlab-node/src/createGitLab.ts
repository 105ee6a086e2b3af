import { Gitlab } from '@gitbeaker/rest';
import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import { boundedRequester } from './boundedRequester';

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 8 * 1024 * 1024;

export interface GitLabOptions {
  /** Ends whatever is under way. */
  signal?: AbortSignal;
  /** Of one request, in milliseconds; 15,000 when missing. */
  timeoutMs?: number;
  /** Of one answer; 8 MiB when missing. */
  maxBytes?: number;
}

/** One GitLab, with gitbeaker's typed resources. */
export interface GitLab {
  /** Its address for people, without a slash at the end. */
  webUrl: string;
  api: InstanceType<typeof Gitlab>;
}

/**
 * The GitLab of a host, with the token that `integrations.gitlab` gives it.
 *
 * Every request ends after the timeout or with the signal, reads no more than the bound, is sent once, and fails with
 * the errors of `@backstage/errors`, worded for a person and without the token.
 *
 * @throws InputError when no integration has the host: nobody can send the token elsewhere.
 */
export function createGitLab(
  integrations: Pick<ScmIntegrations, 'gitlab'>,
  host: string,
  options: GitLabOptions = {},
): GitLab {
  const { signal, timeoutMs = TIMEOUT_MS, maxBytes = MOST_BYTES } = options;
  const integration = integrations.gitlab.byHost(host);
  if (!integration) {
    const known = integrations.gitlab.list().map(({ config }) => config.host);
    throw new InputError(
      `integrations.gitlab has no host ${host}${
        known.length ? `, only ${known.join(', ')}` : ''
      }`,
    );
  }
  const { baseUrl, apiBaseUrl, token = '' } = integration.config;
  const api = new URL(apiBaseUrl);
  return {
    webUrl: baseUrl.replace(/\/+$/, ''),
    api: new Gitlab({
      // gitbeaker puts /api/v4 behind the host itself.
      host: `${api.origin}${api.pathname.replace(/\/api\/v4\/*$/, '')}`,
      token,
      requesterFn: boundedRequester({ signal, timeoutMs, maxBytes }),
    }),
  };
}
