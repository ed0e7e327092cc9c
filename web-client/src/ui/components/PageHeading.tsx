import { type ReactNode, useEffect, useRef } from "react";

interface PageHeadingProps {
  children: string;
  className?: string;
  after?: ReactNode;
}

/** The one h1: a new screen is announced by its title and by the focus that moves here. */
export function PageHeading({ children, className, after }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const wasShown = useRef(false);
  useEffect(() => {
    document.title = children === "Vestibule" ? children : `${children} · Vestibule`;
    // A title that changes once its data are there takes the focus from nobody who went on.
    const isFree = [null, document.body, heading.current].includes(
      document.activeElement as HTMLElement | null,
    );
    if (isFree || !wasShown.current) heading.current?.focus();
    wasShown.current = true;
  }, [children]);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
      {after}
    </h1>
  );
}
