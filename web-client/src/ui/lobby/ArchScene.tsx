/** The vestibule: arches, and light behind the door that breathes. */
export function ArchScene() {
  return (
    <svg className="arch-scene" viewBox="0 0 350 218" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <defs>
        <linearGradient id="arch-light" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#ffe8c2" />
          <stop offset="1" stopColor="#ffd182" />
        </linearGradient>
        <linearGradient id="arch-glow" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#ffdfa0" stopOpacity="0.85" />
          <stop offset="1" stopColor="#ffdfa0" stopOpacity="0" />
        </linearGradient>
      </defs>
      <rect className="arch-wall" width="350" height="218" />
      <rect className="arch-floor" y="174" width="350" height="44" />
      <path className="arch-1" d="M77 174V92a98 98 0 0 1 196 0v82z" />
      <path className="arch-2" d="M101 174V92a74 74 0 0 1 148 0v82z" />
      <path className="arch-3" d="M125 174V94a50 50 0 0 1 100 0v80z" />
      <path className="arch-light" d="M147 174V98a28 28 0 0 1 56 0v76z" />
      <path className="arch-glow" d="M147 174h56l46 44H101z" />
      <path className="arch-chair" d="M25 130v32h44m-40 2v20m36-20v20" />
      <path
        className="arch-leaf"
        d="M299 176c-4-22-16-38-25-54 22 10 30 30 25 54zm0 0c-4-28 4-48 23-62 4 26-6 48-23 62z"
      />
      <path className="arch-pot" d="M284 174h28l-4 26h-20z" />
    </svg>
  );
}
