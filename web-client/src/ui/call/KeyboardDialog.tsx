import { type ShortcutChoice, shortcutKeys, shortcuts } from "../../call/shortcuts";
import { SentenceDialog } from "../components/SentenceDialog";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { isApple } from "./useShortcuts";
import "./keyboard.css";

interface KeyboardDialogProps {
  choice: ShortcutChoice;
  /** Those of the camera mean nothing in an audio call. */
  video: boolean;
  onClose(): void;
}

/** Which keys do what; each shortcut can be turned off. */
export function KeyboardDialog({ choice, video, onClose }: KeyboardDialogProps) {
  const { t } = useTranslation();
  const on = useSnapshot(choice);
  const modifier = isApple() ? "⌘" : "Ctrl";
  return (
    <SentenceDialog title={t("keyboard.title")} open onClose={onClose}>
      <p>{t("keyboard.text")}</p>
      {shortcuts
        .filter((shortcut) => video || shortcut !== "camera")
        .map((shortcut) => (
          <label key={shortcut} className="shortcut">
            <input
              type="checkbox"
              checked={on[shortcut]}
              onChange={(event) => choice.set(shortcut, event.target.checked)}
            />
            <span>{t(`keyboard.${shortcut}`)}</span>
            <kbd>{`${modifier} + ${shortcutKeys[shortcut].toUpperCase()}`}</kbd>
          </label>
        ))}
      <p>{t("keyboard.others")}</p>
    </SentenceDialog>
  );
}
