/// A phone number in E.164 form: `+`, a first digit from 1 to 9, at most 15 digits.
public struct PhoneNumber: Sendable, Hashable {
    /// The number with its `+`.
    public let value: String

    /// Why a text is no phone number; the description names the fault and the remedy.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// What is wrong; a sentence without a full stop.
        public let reason: String
        /// What to write instead; nil when the reason says it.
        public let remedy: String?

        /// Both on one line.
        public var description: String { remedy.map { "\(reason); \($0)" } ?? reason }

        init(reason: String, remedy: String? = nil) {
            self.reason = reason
            self.remedy = remedy
        }
    }

    /// A number with most of it hidden, for logs: `+1800…99`; nil when it is too short to hide anything.
    public static func redacted(_ number: some StringProtocol) -> String? {
        number.count > 7 ? "\(number.prefix(5))…\(number.suffix(2))" : nil
    }

    /// Checks `text`; the error names what is wrong with it.
    public init(_ text: String) throws(Fault) {
        func fault(_ what: String) -> Fault {
            Fault(reason: "'\(text)' is no E.164 number: \(what)", remedy: "write it like +18005550199")
        }
        guard !text.isEmpty else { throw fault("it is empty") }
        guard text.first?.isWhitespace != true else { throw fault("it begins with a blank") }
        guard text.hasPrefix("+") else { throw fault("the leading + is missing") }
        let digits = text.dropFirst().utf8
        if let other = text.dropFirst().first(where: { !$0.isASCII || !$0.isWholeNumber }) {
            throw fault("it contains \(Self.words(for: other))")
        }
        guard let first = digits.first else { throw fault("it has no digits") }
        guard first != 0x30 else { throw fault("a country code does not begin with 0") }
        guard digits.count <= 15 else { throw fault("it has \(digits.count) digits, and 15 is the limit") }
        guard digits.count >= 3 else { throw fault("it is too short") }
        value = text
    }

    private static func words(for character: Character) -> String {
        switch character {
        case _ where character.isWhitespace: "a blank"
        case "-": "a dash"
        case "_": "an underscore"
        default: character.isLetter ? "the letter '\(character)'" : "'\(character)'"
        }
    }
}
