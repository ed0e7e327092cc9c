/** What to do, one line a step. */
export function NumberedSteps({ lines }: { lines: string }) {
  return (
    <ol className="plain-card numbered">
      {lines.split("\n").map((step, index) => (
        <li key={step}>
          <span className="number" aria-hidden="true">
            {index + 1}
          </span>
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}
