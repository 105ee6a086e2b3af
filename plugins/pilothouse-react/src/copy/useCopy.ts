import { useEffect, useState } from 'react';

const SHOWN_MS = 1_500;

/**
 * Puts texts on the clipboard, and says for a moment which one. `copy` is missing where the browser keeps the clipboard
 * from pages without TLS.
 */
export function useCopy(): {
  copied: string | undefined;
  copy: ((name: string, text: string) => void) | undefined;
} {
  const [copied, setCopied] = useState<string>();
  useEffect(() => {
    if (copied === undefined) return undefined;
    const timer = setTimeout(() => setCopied(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  // Typed as always there, and is not.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  return {
    copied,
    copy:
      clipboard &&
      ((name, text) => {
        clipboard.writeText(text).then(
          () => setCopied(name),
          () => setCopied(undefined),
        );
      }),
  };
}
