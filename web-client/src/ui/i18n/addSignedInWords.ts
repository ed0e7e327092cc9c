import i18next from "i18next";
import { languages } from "./preferredLanguage";
import { signedInWords } from "./signedInWords";

for (const language of languages) i18next.addResourceBundle(language, "translation", signedInWords[language]);
