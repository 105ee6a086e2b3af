import { HostileText } from '../states/HostileText';
import { revealedText } from '../states/revealHidden';
import '../tokens.css';
import styles from './VersionMark.module.css';

const HUES = 8;
const MAX_TITLE = 256;
const SIZES = { small: 24, medium: 40 } as const;

export interface VersionMarkProps {
  /** The same version of an entity has the same letter on every environment; one that runs nowhere has none. After Z comes A1. */
  letter?: string;
  /** Tag, or short digest. */
  version: string;
  /** How many characters are shown: `small` 24, `medium` 40. The whole stands in the title. */
  size?: 'small' | 'medium';
}

/** A version and the lettered square by which one look tells what runs where. */
export function VersionMark(props: VersionMarkProps) {
  const { letter, version, size = 'medium' } = props;
  return (
    <span className={styles.mark} title={revealedText(version, MAX_TITLE)}>
      {letter === undefined ? (
        <span className={styles.letter} aria-hidden="true" />
      ) : (
        <span className={styles.letter} data-hue={hueOf(letter)}>
          {letter}
        </span>
      )}
      <span className={styles.version}>
        <HostileText value={version} max={SIZES[size]} />
      </span>
    </span>
  );
}

/** A letter keeps its colour everywhere; after eight they come again, and the letter still tells. */
function hueOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 65;
  return (((code - 65) % HUES) + HUES) % HUES;
}
