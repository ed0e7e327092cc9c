import { Component, type ReactNode } from "react";

interface BoundaryProps {
  children: ReactNode;
  /** Shown in place of what could not be shown; `again` tries it once more. */
  fallback(again: () => void): ReactNode;
  /** What failed is tried once more where this changes. */
  place?: string;
}

/** Keeps an error in showing something from taking the rest of the page along; React knows them as classes only. */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.failed && before.place !== this.props.place) this.again();
  }

  private readonly again = () => this.setState({ failed: false });

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback(this.again) : this.props.children;
  }
}
