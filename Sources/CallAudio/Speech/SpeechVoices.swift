/// The voices of espeak-ng for languages as the service writes them.
enum SpeechVoices {
    /// Languages whose voice has another name than the language.
    private static let special = [
        "en": "en-us", "en-au": "en-gb", "en-ie": "en-gb", "en-nz": "en-gb", "en-in": "en-gb", "en-za": "en-gb",
        "en-gb": "en-gb", "en-us": "en-us", "pt-br": "pt-br", "pt-pt": "pt", "es-es": "es", "fr-be": "fr-be",
        "fr-ch": "fr-ch", "fr": "fr-fr", "no": "nb", "nn": "nb", "zh": "cmn", "zh-hk": "yue", "fil": "en-us",
        "iw": "he",
        "in": "id",
    ]

    /// What to ask for, best first: the place's voice, the language's, American English.
    static func candidates(for locale: String?) -> [String] {
        let fallback = "en-us"
        let locale = (locale ?? "").lowercased().replacing("_", with: "-")
        // A voice's name is an argument of a program: nothing but a language may come in.
        guard let parts = parts(of: locale), let language = parts.first else { return [fallback] }
        var voices: [String] = []
        if let named = special[locale] {
            voices.append(named)
        } else if language == "es", parts.count > 1 {
            voices.append("es-419")
        }
        voices += [special[String(language)] ?? String(language), fallback]
        var seen: Set<String> = []
        return voices.filter { seen.insert($0).inserted }
    }

    /// The parts of what is written as a language; nil for anything else.
    static func parts(of locale: String) -> [Substring]? {
        let parts = locale.split(separator: "-", omittingEmptySubsequences: false)
        guard locale.utf8.count <= 35, let language = parts.first, (2...3).contains(language.count),
            parts.allSatisfy({ part in
                (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            })
        else { return nil }
        return parts
    }
}
