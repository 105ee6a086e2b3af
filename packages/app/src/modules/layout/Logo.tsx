/** A ship's wheel in eight strokes. */
export function Logo() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <circle cx="12" cy="12" r="6.5" />
      <circle cx="12" cy="12" r="1.5" />
      {[0, 45, 90, 135].map(angle => (
        <path
          key={angle}
          d="M12 1.5v7.5M12 15v7.5"
          transform={`rotate(${angle} 12 12)`}
        />
      ))}
    </svg>
  );
}
