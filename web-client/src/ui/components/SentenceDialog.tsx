import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "../i18n/useTranslation";
import { AriaLanguage } from "./AriaLanguage";
import { useReturnedFocus } from "./returnFocus";
import "./dialog.css";

interface SentenceDialogProps {
  /** The title is a sentence. */
  title: string;
  open: boolean;
  onClose(): void;
  wide?: boolean;
  children: ReactNode;
}

/** A dialog that Escape and its cross close, not a click beside it. */
export function SentenceDialog({ title, open, onClose, wide = false, children }: SentenceDialogProps) {
  const { t } = useTranslation();
  useReturnedFocus(open);
  return (
    <AriaLanguage>
      <ModalOverlay className="scrim" isOpen={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
        <Modal className={wide ? "modal modal-wide" : "modal"}>
          <Dialog className="dialog">
            <div className="dialog-head">
              <Heading slot="title" className="dialog-title">
                {title}
              </Heading>
              <Button
                aria-label={t("common.close")}
                onPress={onClose}
                className="button icon-button dialog-close"
              >
                <X size={20} aria-hidden="true" />
              </Button>
            </div>
            {children}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </AriaLanguage>
  );
}
