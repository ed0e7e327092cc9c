import { useTranslation } from "../i18n/useTranslation";
import { Button } from "./Button";
import { errorSentence } from "./errorSentence";
import { Notice } from "./Notice";
import { useAfter } from "./useAfter";
import "./waiting.css";

interface WaitingProps {
  pending: boolean;
  /** Why there is nothing to show; null where nothing is wrong. */
  error: unknown;
  onRetry(): void;
}

/** What stands for a list until it is there: the shape of its rows, or why it does not come. */
export function Waiting({ pending, error, onRetry }: WaitingProps) {
  const { t } = useTranslation();
  if (pending) return <Skeleton onRetry={onRetry} />;
  if (!error) return null;
  return (
    <div className="waiting-problem">
      <Notice kind="error">{errorSentence(t, error)}</Notice>
      <Button onPress={onRetry}>{t("common.retry")}</Button>
    </div>
  );
}

/** After 300 ms only, with words after eight seconds. */
export function Skeleton({ onRetry }: Pick<WaitingProps, "onRetry">) {
  const { t } = useTranslation();
  const slow = useAfter(8_000);
  if (!useAfter(300)) return null;
  return (
    <div className="skeleton">
      <span className="visually-hidden">{t("common.loading")}</span>
      {[1, 2, 3].map((row) => (
        <span key={row} className="skeleton-row" />
      ))}
      {slow && (
        <div className="waiting-problem">
          <p>{t("day.slow")}</p>
          <Button onPress={onRetry}>{t("common.retry")}</Button>
        </div>
      )}
    </div>
  );
}
