import { useRolloutTranslation } from '../rollout/translation/useRolloutTranslation';
import { ConfirmField } from './ConfirmField';
import { ReasonField } from './ReasonField';

/** What a person types before something is done; as it was typed. */
export interface Consent {
  reason: string;
  /** Why against a rule. */
  overrideReason: string;
  /** The name of the service. */
  confirmation: string;
}

/** Nothing was typed yet. */
export const NO_CONSENT: Consent = {
  reason: '',
  overrideReason: '',
  confirmation: '',
};

export interface ConsentFieldsProps {
  consent: Consent;
  onChange(part: Partial<Consent>): void;
  /** Where the reason will stand. */
  hint: string;
  /** Whether it cannot be done without a reason; it cannot when missing. */
  needsReason?: boolean;
  /** The dialog was opened to say why: that has the focus. */
  isFirst?: boolean;
  /** How to ask why it is done against a rule, if it is. */
  override: { label: string; hint: string } | undefined;
  /** Whose name has to be typed, if one has to be. */
  confirm: { name: string; environment: string } | undefined;
}

/** Why; against which rules, if against any; and, where it matters most, the name of the service. */
export function ConsentFields(props: ConsentFieldsProps) {
  const { t } = useRolloutTranslation();
  const { consent, onChange, needsReason = true, override, confirm } = props;
  return (
    <>
      <ReasonField
        label={t('confirm.reason')}
        hint={props.hint}
        value={consent.reason}
        isRequired={needsReason}
        isFirst={props.isFirst}
        onChange={reason => onChange({ reason })}
      />
      {override && (
        <ReasonField
          {...override}
          value={consent.overrideReason}
          isRequired
          onChange={overrideReason => onChange({ overrideReason })}
        />
      )}
      {confirm && (
        <ConfirmField
          name={confirm.name}
          environment={confirm.environment}
          value={consent.confirmation}
          onChange={confirmation => onChange({ confirmation })}
        />
      )}
    </>
  );
}
