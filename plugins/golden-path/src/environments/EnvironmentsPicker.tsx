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
import { Fragment, useEffect } from 'react';
import { provisionApiRef } from '../api/provisionApi';
import { goldenPathTranslationRef } from '../translation/ref';
import styles from '../fields.module.css';

export type EnvironmentsPickerProps = FieldExtensionComponentProps<
  EnvironmentOption[]
>;

/** The environments of a new service, in the order of promotion, and the clusters of each. All of them at first. */
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
  const chosen = untouched ? [] : formData ?? [];
  const byName = new Map(chosen.map(each => [each.name, each]));
  const names = [...byName.keys()];
  const choose = (next: ReadonlyMap<string, EnvironmentOption>) =>
    onChange(options.flatMap(({ name }) => next.get(name) ?? []));
  return (
    <CheckboxGroup
      label={title}
      description={description}
      isRequired={required}
      isInvalid={rawErrors.length > 0 && names.length === 0}
      value={names}
      onChange={wanted =>
        choose(
          new Map(
            options
              .filter(({ name }) => wanted.includes(name))
              .map(option => [option.name, byName.get(option.name) ?? option]),
          ),
        )
      }
    >
      {options.map(option => (
        <Fragment key={option.name}>
          <Checkbox value={option.name}>
            <span className={styles.environment}>
              <span className={styles.name}>{option.name}</span>
              {option.clusters.length === 1 && (
                <span className={styles.clusters}>{option.clusters[0]}</span>
              )}
              {option.protected && <Chip>{t('environments.protected')}</Chip>}
              <span className={styles.clusters}>
                {t(
                  option.protected
                    ? 'environments.later'
                    : 'environments.atOnce',
                )}
              </span>
            </span>
          </Checkbox>
          <Clusters
            option={option}
            chosen={byName.get(option.name)}
            onChange={clusters => {
              const next = new Map(byName);
              // Without any there is nothing to be done in it.
              if (clusters.length === 0) next.delete(option.name);
              else next.set(option.name, { ...option, clusters });
              choose(next);
            }}
          />
        </Fragment>
      ))}
    </CheckboxGroup>
  );
}

/** Which clusters of an environment, where it has several. */
function Clusters({
  option,
  chosen,
  onChange,
}: {
  option: EnvironmentOption;
  chosen: EnvironmentOption | undefined;
  onChange(clusters: string[]): void;
}) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  if (!chosen || option.clusters.length < 2) return null;
  return (
    <CheckboxGroup
      className={styles.nested}
      aria-label={t('environments.clusters', { environment: option.name })}
      orientation="horizontal"
      value={[...chosen.clusters]}
      onChange={wanted =>
        onChange(option.clusters.filter(name => wanted.includes(name)))
      }
    >
      {option.clusters.map(name => (
        <Checkbox key={name} value={name}>
          <span className={styles.clusters}>{name}</span>
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
