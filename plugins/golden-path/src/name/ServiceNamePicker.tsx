import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { TextField } from '@backstage/ui';
import {
  messageOf,
  PilothouseQueryProvider,
  StateSign,
  type StateKind,
} from '@pilothouse/pilothouse-react';
import { goldenPathTranslationRef } from '../translation/ref';
import { isServiceName } from './serviceName';
import { takenText } from './takenText';
import { useNameCheck } from './useNameCheck';
import styles from '../fields.module.css';

export type ServiceNamePickerProps = FieldExtensionComponentProps<string>;

/** The name of a new service, and whether anybody has it already, while it is typed. */
export function ServiceNamePicker(props: ServiceNamePickerProps) {
  return (
    <PilothouseQueryProvider>
      <NameField {...props} />
    </PilothouseQueryProvider>
  );
}

function NameField(props: ServiceNamePickerProps) {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { onChange, required, schema, rawErrors = [], formData = '' } = props;
  const { idSchema, uiSchema, formContext } = props;
  const { title = t('name.title'), description } = schema;
  const status = useStatus(formData, systemOf(formContext));
  return (
    <div className={styles.field}>
      <TextField
        id={idSchema?.$id}
        label={title}
        isRequired={required}
        value={formData}
        onChange={value => onChange(value.trim() === '' ? undefined : value)}
        isInvalid={
          status?.kind === 'failed' || (rawErrors.length > 0 && !formData)
        }
        // eslint-disable-next-line jsx-a11y/no-autofocus -- the template says so, of the first field of its form
        autoFocus={Boolean(uiSchema['ui:autofocus'])}
        autoComplete="off"
        spellCheck="false"
      />
      <div className={styles.status} aria-live="polite">
        {status && <StateSign kind={status.kind}>{status.text}</StateSign>}
      </div>
      {description && <p className={styles.description}>{description}</p>}
    </div>
  );
}

function useStatus(
  name: string,
  system: string | undefined,
): { kind: StateKind; text: string } | undefined {
  const { t } = useTranslationRef(goldenPathTranslationRef);
  const { checking, check, error } = useNameCheck(name, system);
  if (!name) return undefined;
  if (!isServiceName(name)) return { kind: 'failed', text: t('name.pattern') };
  if (checking) return { kind: 'moving', text: t('name.checking') };
  if (error) {
    const text = t('name.failed', { message: messageOf(error) });
    return { kind: 'unknown', text };
  }
  if (!check) return undefined;
  const [taken] = check.taken;
  if (taken) return { kind: 'failed', text: takenText(t, taken) };
  if (check.unread.length > 0) {
    const places = check.unread.join(', ');
    return { kind: 'unknown', text: t('name.unread', { places }) };
  }
  const text = t(system ? 'name.free' : 'name.freeSoFar');
  return { kind: 'healthy', text };
}

/** What stands in the field `system` of the same form. */
export function systemOf(formContext: unknown): string | undefined {
  if (typeof formContext !== 'object' || formContext === null) return undefined;
  const data = 'formData' in formContext ? formContext.formData : undefined;
  if (typeof data !== 'object' || data === null) return undefined;
  const system = 'system' in data ? data.system : undefined;
  return typeof system === 'string' && system ? system : undefined;
}
