/// One schema of the contract, made ready for checking: references are indices, `allOf` is resolved.
struct Schema: Sendable {
    enum Shape: Sendable {
        case any, string, boolean, integer, number
        /// `item` is an index; nil when anything goes.
        case array(item: Int?)
        case object
    }

    /// What members beside the named ones may be.
    enum Rest: Sendable, Equatable {
        case none, anything
        case schema(Int)
    }

    var shape = Shape.any
    /// `date-time` and others, of strings.
    var format: String?
    /// Allowed words; empty when all are.
    var words: [String] = []
    /// Whether words are compared without regard to case. The service does so for clouds, which the Python client sends in
    /// upper case (protocol reference, section 10).
    var foldsCase = false
    var minimum: Double?
    var maximum: Double?
    var properties: [String: Int] = [:]
    /// What an API version adds to the properties.
    var added: [String: [String: Int]] = [:]
    var required: [String] = []
    var rest = Rest.none
    /// The member that chooses a subtype.
    var discriminator: String?
    /// Subtypes by the word of the discriminator.
    var subtypes: [String: Int] = [:]
}
