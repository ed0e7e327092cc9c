import { besideWords } from "./besideWords";
import { languages } from "./preferredLanguage";
import { pageTranslation } from "./translation";

for (const language of languages) pageTranslation.add(language, besideWords[language]);
