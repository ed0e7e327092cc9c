import "./logo.css";

/** The arch of the vestibule. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        className="logo-arch"
        fillRule="evenodd"
        d="M2 31V15a14 14 0 0 1 28 0v16H21V15.5a5 5 0 0 0-10 0V31Z"
      />
      <path className="logo-door" d="M16 31V19.5a2.6 2.6 0 0 1 5 0V31Z" />
    </svg>
  );
}
