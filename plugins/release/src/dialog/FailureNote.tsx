import { Alert } from '@backstage/ui';
import { HostileText, messageOf, statusOf } from '@pilothouse/pilothouse-react';
import { useRolloutTranslation } from '../rollout/translation/useRolloutTranslation';

export interface FailureNoteProps {
  title: string;
  /** What went wrong; in place of an error. */
  text?: string;
  error?: Error;
  /** What to say when somebody was faster; the message of the backend when missing. */
  conflict?: string;
  /** What to say when no answer came. */
  unreachable?: string;
}

/** Something was not done: why, as far as a person can use it. */
export function FailureNote(props: FailureNoteProps) {
  const { t } = useRolloutTranslation();
  return (
    <div role="alert">
      <Alert
        status="danger"
        icon
        title={props.title}
        description={<HostileText value={textOf()} max={400} />}
      />
    </div>
  );

  function textOf(): string {
    const { text, error, conflict, unreachable } = props;
    if (text !== undefined) return text;
    switch (statusOf(error)) {
      case 409:
        return conflict ?? messageOf(error);
      case 403:
        return t('confirm.forbidden');
      case undefined:
        return unreachable ?? messageOf(error);
      default:
        return messageOf(error);
    }
  }
}
