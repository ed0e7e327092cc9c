interface FigureListProps {
  /** `figures`, `figure-lines` for one a line, `figure-strip` for a line of them. */
  className: string;
  figures: readonly (readonly [name: string, value: string | number])[];
}

/** Names with their figures. */
export function FigureList({ className, figures }: FigureListProps) {
  return (
    <dl className={className}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
