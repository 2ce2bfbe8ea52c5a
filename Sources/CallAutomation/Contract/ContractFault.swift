/// One thing that is wrong with a request, an answer or an event, by the service's contract.
public struct ContractFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of thing.
    public enum Kind: String, Sendable, CaseIterable {
        /// Something that must be there is not.
        case missing
        case wrongType = "wrong_type"
        case outOfRange = "out_of_range"
        /// A word that is none of those allowed.
        case notAllowed = "not_allowed"
        /// A text of the wrong form, such as a date.
        case malformed
        /// Something that the contract does not know: a member, a body, a status, an event.
        case unexpected
        /// Known, but not in the API version that was asked for.
        case notInVersion = "not_in_version"
    }

    /// What kind of thing.
    public var kind: Kind
    /// Where: `playSources[0].file.uri`; empty for the whole.
    public var path: String
    /// What is wrong, to be read after the path; without a full stop.
    public var sentence: String

    /// Path and sentence.
    public var description: String { "\(path.isEmpty ? "the body" : path) \(sentence)" }

    init(_ kind: Kind, _ sentence: String, at path: String = "") {
        self.kind = kind
        self.path = path
        self.sentence = sentence
    }

    /// The same fault seen from one level up.
    mutating func prefix(_ step: String) {
        path = path.isEmpty || path.hasPrefix("[") ? step + path : "\(step).\(path)"
    }
}
