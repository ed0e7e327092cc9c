import { type ReactNode, useEffect, useRef } from "react";

interface PageHeadingProps {
  children: string;
  className?: string;
  after?: ReactNode;
}

/** The one h1: a new screen is announced by its title and by the focus that moves here. */
export function PageHeading({ children, className, after }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = children === "Vestibule" ? children : `${children} · Vestibule`;
    heading.current?.focus();
  }, [children]);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
      {after}
    </h1>
  );
}
