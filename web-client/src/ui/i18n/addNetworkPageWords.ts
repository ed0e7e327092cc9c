import { networkPageWords } from "./networkPageWords";
import { languages } from "./preferredLanguage";
import { pageTranslation } from "./translation";

for (const language of languages) pageTranslation.add(language, networkPageWords[language]);
