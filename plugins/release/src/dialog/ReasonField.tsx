import { TextAreaField } from '@backstage/ui';
import { useRolloutTranslation } from '../rollout/translation/useRolloutTranslation';

/** As long as the backend takes. */
const MAX_LENGTH = 1_000;

export interface ReasonFieldProps {
  label: string;
  hint: string;
  value: string;
  isRequired?: boolean;
  /** The dialog was opened to say this: it has the focus. */
  isFirst?: boolean;
  onChange(value: string): void;
}

/** Why somebody does something, in their own words. */
export function ReasonField(props: ReasonFieldProps) {
  const { t } = useRolloutTranslation();
  const { label, hint, value, isRequired, isFirst, onChange } = props;
  return (
    <TextAreaField
      label={label}
      description={hint}
      secondaryLabel={
        isRequired ? t('confirm.required') : t('confirm.optional')
      }
      isRequired={isRequired}
      maxLength={MAX_LENGTH}
      rows={2}
      value={value}
      onChange={onChange}
      // eslint-disable-next-line jsx-a11y/no-autofocus -- a dialog has to take the focus
      autoFocus={isFirst}
    />
  );
}
