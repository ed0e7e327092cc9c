import { languages } from "./preferredLanguage";
import { signedInWords } from "./signedInWords";
import { pageTranslation } from "./translation";

for (const language of languages) pageTranslation.add(language, signedInWords[language]);
