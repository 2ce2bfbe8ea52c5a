/// Why a webhook body is refused, with the status that says so to the sender.
public struct WebhookFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of fault it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// The body is no JSON, or is cut short.
        case notJSON = "not_json"
        /// JSON, but not of the shape that was promised.
        case wrongShape = "wrong_shape"
        /// An event lacks something that every event has.
        case missingAttribute = "missing_attribute"
        case tooManyEvents = "too_many_events"
        case contentType = "content_type"
    }

    /// What kind of fault this is.
    public var kind: Kind
    /// A sentence that names what is wrong and where.
    public var description: String

    /// A fault with its sentence.
    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// The HTTP status to answer with.
    public var status: Int {
        switch kind {
        case .notJSON, .wrongShape, .missingAttribute: 400
        case .tooManyEvents: 413
        case .contentType: 415
        }
    }
}

/// Looks a header up by its name; the name is matched without regard to case, as HTTP has it.
public typealias HeaderLookup = (_ name: String) -> String?
