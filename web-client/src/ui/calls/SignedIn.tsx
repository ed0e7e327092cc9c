import type { ReactNode } from "react";
import type { User } from "../../protocol/apiClient";
import { AriaLanguage } from "../components/AriaLanguage";
import { DoorBell } from "../lobby/DoorBell";
import { Queries } from "../session/Queries";
import { OwnPhone } from "./OwnPhone";
import "../i18n/addBesideWords";
import "../i18n/addSignedInWords";

/** Around the pages of whoever is signed in, with their words; those who run the server hold no calls. */
export function SignedIn({ user, children }: { user: User; children: ReactNode }) {
  return (
    <AriaLanguage>
      <Queries>
        {user.role === "admin" ? (
          children
        ) : (
          <OwnPhone key={user.id} user={user}>
            {children}
            {user.role === "doctor" && <DoorBell />}
          </OwnPhone>
        )}
      </Queries>
    </AriaLanguage>
  );
}
