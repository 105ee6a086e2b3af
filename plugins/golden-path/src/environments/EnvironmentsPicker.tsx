import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Checkbox, CheckboxGroup } from '@backstage/ui';
import {
  Chip,
  EmptyState,
  ErrorState,
  LoadingState,
  PilothouseQueryProvider,
} from '@pilothouse/pilothouse-react';
import type { EnvironmentOption } from '@pilothouse/plugin-release-common';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { provisionApiRef } from '../api/provisionApi';
import { goldenPathTranslationRef } from '../translation/ref';
import styles from '../fields.module.css';

export type EnvironmentsPickerProps = FieldExtensionComponentProps<
  EnvironmentOption[]
>;

/** The environments of a new service, in the order of promotion, with their clusters. All of them at first. */
export function EnvironmentsPicker(props: EnvironmentsPickerProps) {
  return (
    <PilothouseQueryProvider>
      <EnvironmentsField {...props} />
    </PilothouseQueryProvider>
  );
}

function EnvironmentsField(props: EnvironmentsPickerProps) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { onChange, required, schema, formData, rawErrors = [] } = props;
  const api = useApi(provisionApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['golden-path', 'environments'],
    queryFn: ({ signal }) => api.listEnvironments({ signal }),
  });
  const options = data?.environments;

  const untouched = isUntouched(formData);
  useEffect(() => {
    // What most want is there already.
    if (options && untouched) onChange(options);
  }, [options, untouched, onChange]);

  const { title = t('environments.title'), description } = schema;
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!options) return <LoadingState rows={3} />;
  if (options.length === 0) {
    return <EmptyState title={t('environments.none')} />;
  }
  const chosen = untouched ? [] : (formData ?? []).map(({ name }) => name);
  return (
    <CheckboxGroup
      label={title}
      description={description}
      isRequired={required}
      isInvalid={rawErrors.length > 0 && chosen.length === 0}
      value={chosen}
      onChange={names =>
        onChange(options.filter(({ name }) => names.includes(name)))
      }
    >
      {options.map(option => (
        <Checkbox key={option.name} value={option.name}>
          <span className={styles.environment}>
            <span className={styles.name}>{option.name}</span>
            <span className={styles.clusters}>
              {option.clusters.join(', ')}
            </span>
            {option.protected && <Chip>{t('environments.protected')}</Chip>}
            <span className={styles.clusters}>
              {t(
                option.protected ? 'environments.later' : 'environments.atOnce',
              )}
            </span>
          </span>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

/** Nobody has chosen yet. Where a list needs an entry, the form begins it with an empty one. */
function isUntouched(
  chosen: readonly Partial<EnvironmentOption>[] | undefined,
) {
  return chosen === undefined || chosen.some(({ name }) => name === undefined);
}
