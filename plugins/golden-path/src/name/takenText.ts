import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import type { NameCheck } from '@pilothouse/plugin-release-common';
import type { goldenPathTranslationRef } from '../translation/ref';

/** Who has the name, in the reader's language. */
export function takenText(
  t: TranslationFunction<typeof goldenPathTranslationRef.T>,
  { code, params }: NameCheck['taken'][number],
): string {
  const value = (key: string) => `${params[key] ?? ''}`;
  switch (code) {
    case 'entity':
      return t('name.entity', { ref: value('ref') });
    case 'image':
      return t('name.image', { repository: value('repository') });
    default:
      return t('name.workload', {
        name: value('name'),
        namespace: value('namespace'),
        cluster: value('cluster'),
      });
  }
}
