import type { Message } from '@pilothouse/plugin-release-common';
import type { Formats } from './formats';
import type { SkywalkingWords } from './useSkywalkingTranslation';

/** What a problem of an answer says. It may quote names from outside: show it as hostile text. */
export function problemText(
  t: SkywalkingWords,
  { code, params }: Message,
): string {
  const text = (name: string) => String(params[name] ?? '');
  switch (code) {
    case 'away':
    case 'timeout':
    case 'refused':
    case 'throttled':
    case 'unexpected':
      return t(`problem.${code}`, { instance: text('instance') });
    case 'too-large':
      return t('problem.tooLarge', { instance: text('instance') });
    case 'claimed-by-others':
      return t('problem.claimedByOthers', { service: text('service') });
    case 'absent':
      return t('problem.absent', { service: text('service') });
    case 'no-instance-data':
      return t('problem.noInstanceData');
    case 'cut':
      return t('problem.cut', { shown: text('shown') });
    case 'no-pods':
      return t('problem.noPods');
    case 'not-supported':
      return t('problem.notSupported', { what: text('what') });
    default:
      return t('problem.other', { code });
  }
}

/** Why a service is how it is. */
export function reasonText(
  t: SkywalkingWords,
  formats: Formats,
  { code, params }: Message,
): string {
  const number = (name: string) => {
    const value = Number(params[name]);
    return Number.isFinite(value) ? value : 0;
  };
  switch (code) {
    case 'success-rate':
      return t('reason.successRate', {
        rate: formats.rate(number('rate')),
        least: formats.rate(number('least')),
      });
    case 'latency':
      return t('reason.latency', {
        p99: formats.latency(number('p99')),
        most: formats.latency(number('most')),
      });
    case 'slower-than-yesterday':
      return t('reason.slowerThanYesterday', {
        average: formats.latency(number('average')),
        before: formats.latency(number('before')),
      });
    case 'no-data':
      return t('reason.noData');
    case 'few-requests':
      return t('reason.fewRequests', {
        requests: formats.requests(number('requests')),
        least: formats.requests(number('least')),
      });
    default:
      return t('reason.other', { code });
  }
}
