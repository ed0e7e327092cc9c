/** Three empty bars, struck through: no connection. */
export function LostBars() {
  return (
    <svg className="lost-bars" width="24" height="20" viewBox="0 0 24 20" aria-hidden="true">
      <path d="M2 13h4v5H2zM10 8h4v10h-4zM18 3h4v15h-4zM1 2l22 17" />
    </svg>
  );
}
