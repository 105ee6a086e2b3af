import { useCopy, LinkButton } from '@pilothouse/pilothouse-react';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';

/** Puts a trace's id on the clipboard; absent where the browser keeps that from pages without TLS. */
export function CopyId({ id }: { id: string }) {
  const { t } = useSkywalkingTranslation();
  const { copied, copy } = useCopy();
  if (!copy) return null;
  return (
    <LinkButton
      label={copied ? t('list.copied') : `${t('list.copy')} ${id}`}
      onPress={() => copy('id', id)}
    >
      {copied ? <RiCheckLine size={14} /> : <RiFileCopyLine size={14} />}
    </LinkButton>
  );
}
