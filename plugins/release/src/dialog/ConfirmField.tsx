import { TextField } from '@backstage/ui';
import { useRolloutTranslation } from '../rollout/translation/useRolloutTranslation';

export interface ConfirmFieldProps {
  /** What has to be typed. */
  name: string;
  environment: string;
  value: string;
  onChange(value: string): void;
}

/** Asks to type the name of the service: nobody does that by mistake. */
export function ConfirmField(props: ConfirmFieldProps) {
  const { t } = useRolloutTranslation();
  const { name, environment, value, onChange } = props;
  return (
    <TextField
      label={t('confirm.type', { name })}
      description={t('confirm.typeHint', { environment })}
      secondaryLabel={t('confirm.required')}
      isRequired
      isInvalid={
        value !== '' && !name.startsWith(value.normalize('NFKC').trim())
      }
      autoComplete="off"
      spellCheck="false"
      value={value}
      onChange={onChange}
    />
  );
}

/** Whether the name was typed; input methods may give full-width letters. */
export function nameMatches(typed: string, name: string): boolean {
  return typed.normalize('NFKC').trim() === name;
}
