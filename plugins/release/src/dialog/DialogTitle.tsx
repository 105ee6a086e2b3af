import { DialogHeader } from '@backstage/ui';
import { HostileText } from '@pilothouse/pilothouse-react';
import { useLayoutEffect, useRef } from 'react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';

/** The head of a dialog: what it is about, and a way out that says so in the reader's language. */
export function DialogTitle({ title }: { title: string }) {
  const { t } = useReleaseTranslation();
  const header = useRef<HTMLDivElement>(null);
  const close = t('dialog.close');
  // Backstage UI 0.18 names the button "Close" in every language, and takes no other word.
  useLayoutEffect(() => {
    header.current?.querySelector('button')?.setAttribute('aria-label', close);
  });
  return (
    <DialogHeader ref={header}>
      <HostileText value={title} max={160} />
    </DialogHeader>
  );
}
